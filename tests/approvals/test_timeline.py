"""What happened to a request, as data and as a picture that says it in words."""

from datetime import UTC, datetime
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.approvals import reminding, timeline_pictures
from app.approvals.timeline_schemas import HappenedRead
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.paging import Page
from app.core.working_days import after, today_in_office
from tests.approvals.conftest import URL, decide
from tests.approvals.test_attachments import attached
from tests.approvals.test_comments import say
from tests.approvals.test_implementation import drafted, ready

SVG = "{http://www.w3.org/2000/svg}"


async def timeline_of(client, request, **query):
    answer = await client.get(f"{URL}/{request['id']}/timeline", params=query)
    assert answer.status_code == 200, answer.text
    Page[HappenedRead].model_validate_json(answer.content)
    return answer.json()


async def what_of(client, request):
    return [one["what"] for one in (await timeline_of(client, request))["items"]]


async def test_a_request_goes_its_way_and_all_of_it_is_told(submitted, client_for, sessions):
    request = await submitted()
    committee, secretary = client_for(Role.COMMITTEE), client_for(Role.PYB)
    await say(committee, request)
    day = after(today_in_office(datetime.now(UTC)), 6)
    async with transaction(sessions, SYSTEM) as session:
        await reminding.sweep(session, now=datetime(day.year, day.month, day.day, 5, tzinfo=UTC))
    await decide(committee, request)
    await decide(secretary, request, decision="return", reason="Ulangi", to_stage=1)

    items = (await timeline_of(client_for(Role.AUDITOR), request))["items"]

    # A return voids what was decided from there on, itself too. What is told has the sweep's day.
    assert [one["what"] for one in items if one["what"] != "escalated"] == [
        "drafted",
        "submitted",
        "stage_began",
        "commented",
        "decided",
        "stage_ended",
        "stage_began",
        "returned",
        "decision_voided",
        "decision_voided",
        "stage_ended",
        "stage_began",
    ]
    assert [one["at"] for one in items] == sorted(one["at"] for one in items)
    by_what = {one["what"]: one for one in items}
    assert by_what["escalated"]["data"]["to_role"] == "pyb"
    assert by_what["returned"]["data"]["to_stage"] == 1
    stages = by_what["submitted"]["data"]["stages"]
    assert [one["role"] for one in stages] == ["committee", "pyb", "ppk"]
    assert by_what["stage_began"]["data"]["due_on"] > request["created_at"][:10]


async def test_files_steps_and_the_end_are_told(client_for):
    analyst = client_for(Role.ANALYST)
    request = await drafted(analyst, checklist=ready())
    await attached(analyst, request)
    request = (await client_for(Role.PPK).post(f"{URL}/{request['id']}/submission")).json()
    request = (await decide(client_for(Role.KANREG, agency_id=None), request)).json()
    await decide(client_for(Role.BKN, agency_id=None), request)

    told = await what_of(analyst, request)

    assert {"attached", "step_recorded", "approved"} <= set(told)
    assert told[:2] == ["drafted", "attached"]


async def test_the_timeline_comes_in_pages(submitted, client_for):
    request = await submitted()
    await decide(client_for(Role.COMMITTEE), request)
    analyst = client_for(Role.ANALYST)
    whole = (await timeline_of(analyst, request))["items"]

    found, cursor = [], None
    while True:
        page = await timeline_of(
            analyst, request, limit=2, **({"cursor": cursor} if cursor else {})
        )
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break

    assert found == whole


async def test_who_sees_no_request_sees_no_timeline(submitted, client_for):
    request = await submitted()
    for who in (client_for(Role.BKN, agency_id=None), client_for(Role.ASN), client_for(Role.ADMIN)):
        assert await what_of(who, request) == []
        picture = await who.get(f"{URL}/{request['id']}/timeline.svg")
        assert (picture.status_code, picture.json()["code"]) == (404, "approval-request-unknown")
    missing = await client_for(Role.ANALYST).get(f"{URL}/{uuid4()}/timeline.svg")
    assert missing.status_code == 404


@pytest.mark.parametrize(("language", "said"), [("id", "setuju"), ("en", "approved")])
async def test_the_picture_says_in_words_what_it_shows(submitted, client_for, language, said):
    request = await submitted()
    decided = await decide(client_for(Role.COMMITTEE), request)
    answer = await client_for(Role.ANALYST).get(
        f"{URL}/{request['id']}/timeline.svg", headers={"Accept-Language": language}
    )

    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = ET.fromstring(answer.text)  # noqa: S314 - made by the service itself
    words = root.find(f"{SVG}desc").text
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "timeline-title timeline-desc"
    assert request["title"] in root.find(f"{SVG}title").text
    assert said in words
    assert decided.json()["decisions"][0]["actor"]["name"] in words
    assert len([one for one in root.iter(f"{SVG}rect") if one.get("stroke")]) == 2


@given(
    st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), min_size=1, max_size=8),  # noqa: DTZ001 - strategies take plain bounds
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - as above
)
def test_whatever_happened_lies_in_its_order_and_inside_the_picture(times, now):
    times = sorted(one.replace(tzinfo=UTC) for one in times)
    items = [{"what": "commented", "at": one.isoformat(), "id": n} for n, one in enumerate(times)]
    scale = timeline_pictures.scale_of(items, now.replace(tzinfo=UTC))
    drawn = [scale.x(one) for one in times]

    left = timeline_pictures.LEFT
    assert drawn == sorted(drawn)
    assert drawn[0] == left
    assert drawn[-1] <= left + timeline_pictures.ALONG

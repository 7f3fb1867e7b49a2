"""A round: announced, inputs seen until the cut-off, its map published, own results seen."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core import working_days
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.conftest import an_actor
from tests.publications.conftest import CUT_OFF, a_publication, soon
from tests.talent_pools.conftest import D, a_map

URL = "/v1/publications"
EVENTS = text("select kind, data from audit_events where kind like 'publication.%' order by id")


def new(**values):
    return {
        "name": "Pengumuman baru",
        "scheme": "contoh",
        "as_of": "2026-12-31",
        "cut_off": soon(days=7),
        **values,
    }


async def test_a_round_is_announced_by_analysts_for_their_agency(round_):
    answer = await round_.analyst.post(URL, json=new())

    body = answer.json()
    assert answer.status_code == 201
    assert body["phase"] == "inputs_open"
    assert body["scheme"] == "contoh@1"
    assert (body["objection_working_days"], body["answer_working_days"]) == (5, 10)
    assert (body["map_id"], body["published_on"], body["objections_until"]) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        pytest.param({"cut_off": soon(minutes=-1)}, "/cut_off", "cut-off-past", id="past"),
        pytest.param({"opens_on": "2099-01-01"}, "/opens_on", "opens-after-cut-off", id="late"),
        pytest.param({"scheme": "asing"}, "/scheme", "scoring-scheme-unknown", id="scheme"),
        pytest.param(
            {"objection_working_days": 2}, "/objection_working_days", "greater-than-equal", id="2"
        ),
        pytest.param({"cut_off": "2099-01-01T00:00:00"}, "/cut_off", "timezone-aware", id="naive"),
    ],
)
async def test_what_is_wrong_with_a_round_is_named(round_, values, pointer, code):
    answer = await round_.analyst.post(URL, json=new(**values))

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]


async def test_a_name_is_taken_once(round_):
    answer = await round_.analyst.post(URL, json=new(name=round_.publication.name))

    assert (answer.status_code, answer.json()["code"]) == (409, "publication-name-taken")


async def test_a_civil_servant_sees_the_own_inputs_and_no_score_until_the_cut_off(
    round_, client_for
):
    made = (await round_.analyst.post(URL, json=new(as_of="2026-06-30"))).json()
    client = client_for(None, actor=round_.servant())

    (item,) = (await client.get("/v1/me/inputs")).json()["items"]

    performance, potential = item["axes"]
    assert item["publication_id"] == made["id"], "the other round's cut-off has passed"
    assert item["as_of"] == "2026-06-30"
    assert performance["components"][0]["raw"] == "2025: baik, 2024: baik"
    assert {fact["kind"] for fact in performance["components"][0]["facts"]} == {"performances"}
    assert potential["components"][0]["raw"] is not None
    assert not ({"score", "level", "contribution"} & set(str(item).replace("'", " ").split()))


async def test_what_is_missing_is_said_in_time(round_, client_for):
    await round_.analyst.post(URL, json=new())
    client = client_for(None, actor=round_.servant(6))

    (item,) = (await client.get("/v1/me/inputs")).json()["items"]

    assert [axis["missing"] for axis in item["axes"]] == [["predikat"], ["jpm"]]


async def test_inputs_come_in_pages_and_are_for_civil_servants(round_, client_for):
    for n in range(3):
        await round_.analyst.post(URL, json=new(name=f"Putaran {n}"))
    client = client_for(None, actor=round_.servant())

    seen, url = [], "/v1/me/inputs?limit=2"
    while url:
        page = (await client.get(url)).json()
        seen += [item["name"] for item in page["items"]]
        url = page["next"] and f"/v1/me/inputs?limit=2&cursor={page['next']}"

    assert seen == ["Putaran 0", "Putaran 1", "Putaran 2"]
    assert (await client.get("/v1/me/inputs?cursor=WzFd")).status_code == 422
    assert (await round_.analyst.get("/v1/me/inputs")).status_code == 403


async def test_only_the_map_that_was_announced_is_attached(round_, save):
    early = a_map(round_.agency, round_.publication, name="Terlalu dini")
    early.scheme_id, early.known_at = round_.publication.scheme_id, CUT_OFF - timedelta(seconds=1)
    other_day = a_map(round_.agency, round_.publication, name="Hari lain")
    other_day.scheme_id, other_day.as_of = round_.publication.scheme_id, D - timedelta(days=1)
    await save(early, other_day)

    for wrong in (early, other_day):
        answer = await round_.analyst.post(f"{round_.url}/map", json={"map_id": str(wrong.id)})
        assert (answer.status_code, answer.json()["code"]) == (409, "not-the-map-announced")
    unknown = await round_.analyst.post(f"{round_.url}/map", json={"map_id": str(uuid4())})
    assert unknown.status_code == 422

    right = await round_.analyst.post(f"{round_.url}/map", json={"map_id": str(round_.map.id)})
    again = await round_.analyst.post(f"{round_.url}/map", json={"map_id": str(round_.map.id)})

    assert (right.json()["phase"], right.json()["map_id"]) == ("inputs_closed", str(round_.map.id))
    assert again.json()["code"] == "publication-has-a-map"


async def test_one_map_is_published_in_one_round(mapped, save):
    second = a_publication(mapped.agency, mapped.map, name="Kedua")
    second.scheme_id = mapped.publication.scheme_id
    await save(second)

    answer = await mapped.analyst.post(
        f"{URL}/{second.id}/map", json={"map_id": str(mapped.map.id)}
    )

    assert answer.json()["code"] == "publication-has-a-map"


async def test_the_ppk_publishes_once_and_the_days_for_objections_are_counted(mapped):
    early = await mapped.analyst.post(f"{mapped.url}/publication")
    done = await mapped.ppk.post(f"{mapped.url}/publication")
    again = await mapped.ppk.post(f"{mapped.url}/publication")

    today = working_days.today_in_office(datetime.now(UTC))
    assert early.status_code == 403
    assert done.json()["phase"] == "published"
    assert done.json()["published_on"] == today.isoformat()
    assert done.json()["objections_until"] == working_days.after(today, 5).isoformat()
    assert again.json()["code"] == "already-published"


async def test_nothing_is_published_without_a_map(round_):
    answer = await round_.ppk.post(f"{round_.url}/publication")

    assert answer.json()["code"] == "publication-without-map"


async def test_before_publication_nobody_sees_a_result(mapped, client_for):
    client = client_for(None, actor=mapped.servant())

    assert (await client.get("/v1/me/placements")).json()["items"] == []
    one = await client.get(f"/v1/me/placements/{mapped.map.id}")
    assert (one.status_code, one.json()["code"]) == (404, "result-unknown")


async def test_after_publication_each_sees_the_own_result_with_rank_and_ties(published, client_for):
    results = []
    for n in (0, 1, 3, 5):
        client = client_for(None, actor=published.servant(n))
        (item,) = (await client.get("/v1/me/placements")).json()["items"]
        results.append((item["box"], item["rank"], item["shared_by"], item["missing"]))
        assert (item["population"], item["may_object"]) == (7, True)

    assert results == [(9, 1, 1, []), (8, 2, 2, []), (5, 4, 2, []), (None, None, None, ["kinerja"])]


async def test_after_publication_each_sees_why(published, client_for):
    client = client_for(None, actor=published.servant())

    trace = (await client.get(f"/v1/me/placements/{published.map.id}")).json()

    performance = trace["axes"][0]
    assert trace["result"]["box"] == 9
    assert performance["score"] == "83.5000"
    assert performance["components"][0]["contribution"] == "83.5000"


async def test_a_closed_round_keeps_its_results_and_takes_no_objection(
    mapped, publish_at, client_for
):
    await publish_at(mapped, datetime(2026, 2, 2, tzinfo=UTC))
    client = client_for(None, actor=mapped.servant())

    (item,) = (await client.get("/v1/me/placements")).json()["items"]
    (shown,) = (await client.get(f"{URL}?phase=closed")).json()["items"]

    assert item["may_object"] is False
    assert shown["objections_until"] == "2026-02-09"


async def test_everything_that_happens_to_a_round_is_on_record(published, sessions):
    async with transaction(sessions, SYSTEM) as session:
        events = (await session.execute(EVENTS)).all()

    assert [kind for kind, _ in events] == ["publication.map_attached", "publication.published"]
    assert events[1].data["map_id"] == str(published.map.id)


BREAKS = {
    "an_announced_round_stands": "update publications set cut_off = cut_off + interval '1 day'",
    "one_map_per_publication": "update publications set attached_by = new_id()",
    "published_once": "update publications set objections_until = objections_until + 1",
}


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("constraint", BREAKS)
async def test_the_database_takes_nothing_back(sessions, constraint):
    with pytest.raises(IntegrityError, match="only goes on") as raised:
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text(BREAKS[constraint]))

    assert raised.value.orig.__cause__.constraint_name == constraint


async def test_the_database_lets_the_ppk_alone_publish(mapped, sessions):
    statement = """update publications set published_on = current_date, published_by = new_id(),
      objections_until = current_date + 7, statistics = '{}'"""

    with pytest.raises(IntegrityError, match="only goes on"):
        async with transaction(sessions, an_actor(Role.ANALYST, mapped.agency.id)) as session:
            await session.execute(text(statement))


async def test_a_round_cannot_begin_with_a_map(round_, save):
    late = a_publication(round_.agency, round_.map, name="Langsung terbit", map_id=round_.map.id)
    late.scheme_id, late.attached_by = round_.publication.scheme_id, uuid4()

    with pytest.raises(IntegrityError, match="only goes on"):
        await save(late)

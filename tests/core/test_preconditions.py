"""ETags: named by what is shown; 304 for no news; a change only of what was seen."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.preconditions import etag_of, names
from tests.conftest import an_actor
from tests.factories import a_unit, an_employee


@pytest.fixture
async def ratna(agency, save):
    unit = a_unit(agency)
    ratna = an_employee(unit, name="Ratna Wulandari", phone="081200000001")
    await save(unit, ratna)
    return ratna


@pytest.mark.parametrize(
    ("condition", "strongly", "weakly"),
    [
        (b"*", True, True),
        (b'"a"', True, True),
        (b'"b" ,"a"', True, True),
        (b'W/"a"', False, True),
        (b'"b"', False, False),
        (b"a", False, False),
        (b"", False, False),
    ],
    ids=["any", "it", "among", "weak", "other", "bare", "none"],
)
def test_what_a_condition_names(condition, strongly, weakly):
    assert names(condition, b'"a"') == strongly
    assert names(condition, b'"a"', weakly=True) == weakly


async def test_the_tag_follows_what_is_shown_and_not_the_token(client_for, agency, ratna, sessions):
    path = f"/v1/employees/{ratna.id}"

    async def tag(role):
        answer = await client_for(None, actor=an_actor(role, agency.id)).get(path)
        assert answer.headers["etag"] == etag_of(answer.content).decode()
        assert answer.headers["cache-control"] == "no-store"
        return answer.headers["etag"]

    analyst, other, auditor, simpeg = [
        await tag(r) for r in (Role.ANALYST, Role.ANALYST, Role.AUDITOR, Role.SIMPEG)
    ]
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(text("update employees set phone = '0899'"))
    changed = await tag(Role.ANALYST)

    assert analyst == other == auditor
    assert len({analyst, simpeg, changed}) == 3


async def test_no_news_is_304_and_free(client_for, ratna):
    client = client_for(Role.ANALYST)
    path = f"/v1/employees/{ratna.id}"
    first = await client.get(path)

    again = await client.get(path, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    later = await client.get(path, headers={"If-None-Match": '"x"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-store"
    assert not {"content-type", "content-length"} & set(again.headers)
    assert later.content == first.content
    left = [a.headers["ratelimit"].split(";")[1] for a in (first, again, later)]
    assert left[0] == left[1] != left[2]


async def test_lists_refusals_and_files_have_no_tag(client_for, ratna):
    client = client_for(Role.ANALYST)

    answers = [
        await client.get("/v1/employees"),
        await client.get(f"/v1/employees/{uuid4()}"),
        await client.get("/metrics"),
    ]

    assert [a.status_code for a in answers] == [200, 404, 200]
    assert ["etag" in a.headers for a in answers] == [False] * 3
    assert answers[0].json()["items"][0]["id"] == str(ratna.id)


@pytest.fixture
async def listed(client_for):
    """A client of the API that may be locked out."""
    admin = client_for(Role.ADMIN, agency_id=None)
    made = await admin.post("/v1/clients", json={"name": "Uji", "roles": ["auditor"]})
    return admin, f"/v1/clients/{made.json()['id']}"


async def test_what_changed_since_is_not_changed(listed, sessions):
    admin, path = listed
    seen = (await admin.get(path)).headers["etag"]
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(text("update clients set name = 'Lain'"))

    stale = await admin.delete(path, headers={"If-Match": seen})
    there = await admin.get(path)
    done = await admin.delete(path, headers={"If-Match": there.headers["etag"]})

    assert (stale.status_code, stale.json()["code"]) == (412, "precondition-failed")
    assert there.json()["active"]
    assert done.status_code == 204
    assert not (await admin.get(path)).json()["active"]


async def test_what_is_not_there_or_shows_nothing_is_told_as_always(listed):
    admin, path = listed
    secret = (await admin.get(f"{path}/secrets")).json()["items"][0]["id"]

    unknown = await admin.delete(f"/v1/clients/{uuid4()}", headers={"If-Match": "*"})
    nothing_shown = await admin.delete(f"{path}/secrets/{secret}", headers={"If-Match": "*"})
    ended = await admin.delete(f"{path}/secrets/{secret}")

    assert (unknown.status_code, nothing_shown.status_code) == (404, 412)
    assert ended.status_code == 204


async def test_a_command_that_fails_under_a_condition_changes_nothing(listed, client_for):
    admin, path = listed
    seen = (await admin.get(path)).headers["etag"]

    refused = await client_for(Role.AUDITOR, agency_id=None).delete(
        path, headers={"If-Match": seen}
    )

    assert refused.status_code == 403
    assert (await admin.get(path)).headers["etag"] == seen


PLACED = {"kanreg": "VII", "province": "Jambi"}


async def test_what_is_there_is_not_overwritten_by_who_does_not_name_it(client_for, agency):
    admin, path = client_for(Role.ADMIN, agency_id=None), f"/v1/agencies/{agency.id}"
    seen = (await admin.get(path)).headers["etag"]

    unnamed = await admin.patch(path, json=PLACED, headers={"Accept-Language": "en"})
    there = (await admin.get(path)).headers["etag"]
    named = await admin.patch(path, json=PLACED, headers={"If-Match": seen})
    late = await admin.patch(path, json=PLACED, headers={"If-Match": seen})
    whatever = await admin.patch(path, json=PLACED, headers={"If-Match": "*"})

    assert (unnamed.status_code, unnamed.json()["code"]) == (428, "precondition-required")
    assert "If-Match: *" in unnamed.json()["detail"]
    assert there == seen
    assert [a.status_code for a in (named, late, whatever)] == [200, 412, 200]


async def test_a_command_refuses_in_its_own_words_first(client_for, agency):
    path = f"/v1/agencies/{agency.id}"
    everywhere = client_for(Role.ADMIN, agency_id=None)

    forbidden = await client_for(Role.ADMIN).patch(path, json=PLACED)
    unknown = await everywhere.patch(f"/v1/agencies/{uuid4()}", json=PLACED)
    malformed = await everywhere.patch(path, json={"nama": "x"}, headers={"If-Match": '"old"'})
    anonymous = await client_for(None).patch(path, json=PLACED)

    answers = (forbidden, unknown, malformed, anonymous)
    assert [a.status_code for a in answers] == [403, 404, 422, 401]


async def test_an_address_without_a_get_is_changed_as_ever(client_for):
    client = client_for(Role.ADMIN, agency_id=None)

    answer = await client.patch("/v1/retention-classes/person_accesses", json={"years": 9})

    assert answer.status_code == 200


@pytest.mark.parametrize("condition", [{}, {"If-Match": "*"}, {"If-Match": '"old"'}])
async def test_to_compare_is_no_look_at_a_person(client_for, ratna, sessions, condition):
    record = {"name": ratna.name, "unit_id": str(ratna.unit_id), "phone": "081200000002"}
    path = f"/v1/employees/by-nip/{ratna.nip}"

    answer = await client_for(Role.ANALYST).put(path, json=record, headers=condition)

    expected = {"{}": 428, "{'If-Match': '*'}": 200}.get(str(condition), 412)
    assert answer.status_code == expected
    async with transaction(sessions, an_actor(Role.AUDITOR, ratna.agency_id)) as session:
        looks = (await session.scalars(text("select what from person_accesses"))).all()
    assert looks == (["changes"] if answer.is_success else [])


@pytest.mark.parametrize("condition", [{}, {"If-Match": "*"}])
async def test_what_takes_no_change_is_not_looked_at(client_for, ratna, condition):
    client, histories = client_for(Role.ANALYST), f"/v1/employees/{ratna.id}/histories"

    person = await client.put(f"/v1/employees/{ratna.id}", json={}, headers=condition)
    stream = await client.put(f"/v1/imports/{ratna.id}/events", json={}, headers=condition)
    nowhere = await client.patch(f"{histories}/nothing/at/all", json={}, headers=condition)

    assert [a.status_code for a in (person, stream, nowhere)] == [405, 405, 404]


def test_only_what_shows_something_demands_a_condition(app):
    paths = app.openapi()["paths"]
    demanding = {
        f"{method} {address}"
        for address, path in paths.items()
        for method, operation in path.items()
        if "428" in operation.get("responses", ())
    }
    required = {
        f"{method} {address}"
        for address, path in paths.items()
        for method, operation in path.items()
        if any(p["name"] == "If-Match" and p["required"] for p in operation.get("parameters", ()))
    }

    assert demanding == {
        f"{method} {address}"
        for address, path in paths.items()
        for method in ("put", "patch")
        if method in path and "get" in path
    }
    assert demanding - required == {"put /v1/employees/by-nip/{nip}"}


def test_the_document_names_them(app):
    paths = app.openapi()["paths"]
    one, client = paths["/v1/employees/{employee_id}"]["get"], paths["/v1/clients/{client_id}"]

    assert "304" in one["responses"]
    assert "ETag" in one["responses"]["200"]["headers"]
    assert "If-None-Match" in {p["name"] for p in one["parameters"]}
    assert "If-Match" in {p["name"] for p in client["delete"]["parameters"]}
    assert "precondition-failed" in str(client["delete"]["responses"]["412"])
    assert "304" not in paths["/v1/employees"]["get"]["responses"]

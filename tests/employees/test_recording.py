"""People recorded as their personnel system has them: one by NIP, or many at once."""

import asyncio

import httpx
import pytest
from sqlalchemy import select, text

from app.core.db import transaction
from app.core.group_commit import GroupCommit
from app.core.identity import SYSTEM, Role
from app.employees import accesses
from app.employees.models import Employee, EmployeeVersion
from app.main import create_app
from tests.conftest import OVERWRITE, SameConnection, an_actor
from tests.factories import a_unit, an_agency, an_employee
from tests.processes import own_database
from tests.processes import sessions as committed

__all__ = ["committed", "own_database"]
NIP, OTHER = "199001182015092001", "199001182015092002"
NOBODYS = "00000000-0000-4000-8000-000000000000"
URL = f"/v1/employees/by-nip/{NIP}"


@pytest.fixture
async def unit(agency, save):
    unit = a_unit(agency)
    await save(unit)
    return unit


def a_record(unit, **values):
    return {"name": "Ratna Wulandari", "unit_id": str(unit.id), **values}


async def everybody(sessions, model=Employee):
    async with transaction(sessions, SYSTEM) as session:
        return (await session.scalars(select(model))).all()


async def events(sessions):
    async with transaction(sessions, SYSTEM) as session:
        return (await session.scalars(text("select kind from audit_events order by id"))).all()


async def test_a_person_is_added_then_changed_then_left_alone(client_for, unit, sessions):
    client = client_for(Role.SIMPEG)
    body = a_record(unit, phone="081200000009", rank_name="III/b", pns_id="A1")
    new = {**a_record(unit, phone="081200000001", rank_name="III/c"), "education_name": "S-1"}

    added = await client.put(URL, json=body)
    changed = await client.put(URL, json=new, headers=OVERWRITE)
    same = await client.put(URL, json=new, headers=OVERWRITE)

    assert (added.status_code, added.json()["verdict"]) == (201, "created"), added.text
    assert (changed.status_code, changed.json()["verdict"]) == (200, "changed"), changed.text
    assert same.json() == {"id": added.json()["id"], "verdict": "unchanged", "changes": []}
    assert changed.json()["changes"] == [
        {"field": "phone", "before": "*********009", "after": "*********001"},
        {"field": "rank_code", "before": "32", "after": "33"},
        {"field": "rank_name", "before": "III/b", "after": "III/c"},
        {"field": "education_name", "before": None, "after": "S-1"},
    ]
    assert await events(sessions) == ["employee.added", "employee.changed"]
    ((person,), (before,)) = await everybody(sessions), await everybody(sessions, EmployeeVersion)
    assert (before.phone, person.phone, person.pns_id) == ("081200000009", "081200000001", "A1")
    assert before.superseded_at == person.recorded_at


async def test_what_was_known_is_shown_as_known_then(client_for, unit, sessions):
    client = client_for(Role.SIMPEG)
    added = await client.put(URL, json=a_record(unit, name="Nama Lama"))
    (person,) = await everybody(sessions)
    await client.put(URL, json=a_record(unit, name="Nama Baru"), headers=OVERWRITE)
    path = f"/v1/employees/{added.json()['id']}"

    then = await client.get(path, params={"known_at": person.recorded_at.isoformat()})
    now = await client.get(path)

    assert (then.json()["name"], now.json()["name"]) == ("Nama Lama", "Nama Baru")


async def test_an_analyst_does_not_see_in_the_difference_what_is_masked(client_for, unit):
    client = client_for(Role.ANALYST)
    await client.put(URL, json=a_record(unit, email="a@x.id", old_nip="510112233"))

    changed = await client.put(
        URL, json=a_record(unit, email="b@y.id", birth_date="1990-02-01"), headers=OVERWRITE
    )

    assert changed.json()["changes"] == [
        {"field": "old_nip", "before": "*****2233", "after": None},
        {"field": "birth_date", "before": None, "after": None},
        {"field": "email", "before": "***@x.id", "after": "***@y.id"},
    ]


@pytest.mark.parametrize(
    ("nip", "change", "expected"),
    [
        ("12345", {}, (422, "nip-invalid", ["path:nip"])),
        (NIP, {"unit_id": NOBODYS}, (422, "unit-unknown", ["/unit_id"])),
        (NIP, {"name": ""}, (422, "invalid-request", ["/name"])),
        (NIP, {"nip": NIP}, (422, "invalid-request", ["/nip"])),
        (NIP, {"pns_id": "TAKEN"}, (409, "pns-id-taken", [])),
    ],
    ids=["nip", "unit", "name", "nip in the body", "SIASN id"],
)
async def test_what_adding_refuses_recording_refuses(client_for, unit, save, nip, change, expected):
    await save(an_employee(unit, pns_id="TAKEN"))

    answer = await client_for(Role.SIMPEG).put(
        f"/v1/employees/by-nip/{nip}", json=a_record(unit, **change)
    )

    pointers = [fault["pointer"] for fault in answer.json().get("errors", ())]
    assert (answer.status_code, answer.json()["code"], pointers) == expected


@pytest.mark.parametrize("role", list(Role))
async def test_only_personnel_record(client_for, unit, role):
    client = client_for(role)
    allowed = role in (Role.SIMPEG, Role.ANALYST)

    one = await client.put(URL, json=a_record(unit))
    many = await client.post("/v1/employees/batch", json={"items": [a_record(unit, nip=OTHER)]})

    assert (one.status_code, many.status_code) == ((201, 200) if allowed else (403, 403))


async def test_who_is_known_is_changed_only_by_who_names_what_they_saw(client_for, unit):
    client = client_for(Role.SIMPEG)
    absent = await client.put(URL, json=a_record(unit), headers=OVERWRITE)
    added = await client.put(URL, json=a_record(unit))
    again = await client.put(URL, json=a_record(unit, name="Nol"))
    seen = (await client.get(URL)).headers["etag"]

    done = await client.put(URL, json=a_record(unit, name="Satu"), headers={"If-Match": seen})
    stale = await client.put(URL, json=a_record(unit, name="Dua"), headers={"If-Match": seen})

    assert (absent.status_code, added.status_code, again.status_code) == (412, 201, 428)
    assert (done.status_code, stale.status_code) == (200, 412)
    assert (await client.get(URL)).json()["name"] == "Satu"


async def test_who_is_shown_what_changed_is_on_record(client_for, unit, sessions):
    client = client_for(Role.SIMPEG)
    await client.put(URL, json=a_record(unit, name="Satu"))
    for _ in range(2):
        await client.put(URL, json=a_record(unit, name="Dua"), headers=OVERWRITE)

    async with transaction(sessions, an_actor(Role.AUDITOR, unit.agency_id)) as session:
        looks = await session.scalars(text("select what from person_accesses"))
        assert looks.all() == ["changes"]


async def test_each_item_has_its_verdict_in_order(client_for, unit, save, sessions):
    foreign = a_unit(an_agency())
    known = an_employee(unit, nip=NIP, name="Ratna", cohort=None, legal_status="Aktif")
    taken = an_employee(unit, pns_id="TAKEN")
    await save(known, taken)
    client = client_for(Role.SIMPEG)
    items = [
        a_record(unit, nip=OTHER),
        a_record(unit, nip="12345"),
        a_record(unit, nip=OTHER),
        a_record(unit, nip=NIP, name="Ratna Baru"),
        a_record(foreign, nip="199001182015092003"),
        a_record(unit, nip="199001182015092004", pns_id="TAKEN"),
        a_record(unit, nip="199001182015092005", pns_id="P"),
        a_record(unit, nip="199001182015092006", pns_id="P"),
        a_record(unit, nip="199001182015092007", bukan=1, sex="P"),
        {"nip": 7},
    ]

    answer = await client.post("/v1/employees/batch", json={"items": items})
    again = await client.post("/v1/employees/batch", json={"items": items})

    done = answer.json()
    assert answer.status_code == 200, answer.text
    assert [item["index"] for item in done["items"]] == list(range(10))
    verdicts = [item["verdict"] for item in done["items"]]
    bad = "rejected"
    assert verdicts == ["created", bad, bad, "changed", bad, bad, "created", bad, bad, bad]
    assert "name" in done["items"][3]["changed"]
    assert [(e["pointer"], e["code"]) for item in done["items"] for e in item["errors"]] == [
        ("/items/1/nip", "nip-invalid"),
        ("/items/2/nip", "nip-duplicate"),
        ("/items/4/unit_id", "unit-unknown"),
        ("/items/5/pns_id", "pns-id-taken"),
        ("/items/7/pns_id", "pns-id-taken"),
        ("/items/8/sex", "literal-error"),
        ("/items/8/bukan", "extra-forbidden"),
        ("/items/9/name", "missing"),
        ("/items/9/unit_id", "missing"),
        ("/items/9/nip", "string-type"),
    ]
    assert done["counts"] == {"created": 2, "changed": 1, "unchanged": 0, "rejected": 7}
    assert again.json()["counts"] == {"created": 0, "changed": 0, "unchanged": 3, "rejected": 7}
    assert len(await everybody(sessions)) == 4
    assert len(await everybody(sessions, EmployeeVersion)) == 1
    assert sorted(await events(sessions)) == ["employee.added"] * 2 + ["employee.changed"]


async def test_an_atomic_batch_is_all_or_nothing(client_for, unit, sessions):
    client = client_for(Role.SIMPEG)
    items = [a_record(unit, nip=NIP), a_record(unit, nip="12345")]

    refused = await client.post("/v1/employees/batch", json={"items": items, "atomic": True})
    nobody = await everybody(sessions)
    items[1]["nip"] = OTHER
    done = await client.post("/v1/employees/batch", json={"items": items, "atomic": True})

    assert (refused.status_code, refused.json()["code"]) == (422, "batch-rejected")
    assert [e["pointer"] for e in refused.json()["errors"]] == ["/items/1/nip"]
    assert nobody == []
    assert done.json()["counts"]["created"] == 2


@pytest.mark.parametrize("number", [0, 1001])
async def test_a_batch_has_one_to_a_thousand_items(client_for, unit, number):
    body = {"items": [a_record(unit, nip=NIP)] * number}

    answer = await client_for(Role.SIMPEG).post("/v1/employees/batch", json=body)

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/items"]


@pytest.mark.committed
async def test_two_systems_at_once_make_one_person(committed, settings):
    agency = an_agency()
    unit = a_unit(agency)
    async with transaction(committed, SYSTEM) as session:
        session.add(agency)
        await session.flush()
        session.add(unit)
    app = create_app(settings)
    app.state.sessions, app.state.reads = committed, SameConnection(committed)
    app.state.accesses = GroupCommit(app.state.reads, accesses.INSERT)
    token = app.state.tokens.issue(an_actor(Role.SIMPEG, agency.id))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://test",
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        answers = await asyncio.gather(
            *(client.put(URL, json=a_record(unit, name=f"Nama {n}")) for n in range(6))
        )
        seen = {"If-Match": (await client.get(URL)).headers["etag"]}
        later = await asyncio.gather(
            *(
                client.put(URL, json=a_record(unit, name=f"Lain {n}"), headers=seen)
                for n in range(6)
            )
        )

    assert sorted(a.status_code for a in answers) == [201, *[428] * 5]
    assert sorted(a.status_code for a in later) == [200, *[412] * 5]
    assert len(await everybody(committed)) == 1
    assert len(await everybody(committed, EmployeeVersion)) == 1

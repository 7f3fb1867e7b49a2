"""Who looked at whose data: written down before the answer leaves, and shown to the person."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.db import set_context
from app.core.group_commit import GroupCommit
from app.core.identity import SYSTEM, Role
from app.core.paging import Page
from app.employees.schemas import AccessRead, IdentityRead
from tests.conftest import an_actor
from tests.factories import a_unit, an_employee

UNMASKING = {"purpose": "verification", "reason": "Mencocokkan NIP dengan SK pengangkatan."}
UNMASKERS = {Role.SIMPEG, Role.ANALYST, Role.AUDITOR}
COLLEAGUES = UNMASKERS | {Role.COMMITTEE, Role.PYB, Role.PPK}


@pytest.fixture
async def unit(agency, save):
    unit = a_unit(agency)
    await save(unit)
    return unit


@pytest.fixture
async def ratna(unit, save):
    ratna = an_employee(
        unit,
        name="Ratna Wulandari",
        nip="199001182015092001",
        phone="081200000001",
        email="ratna@example.go.id",
        old_nip="510112233",
    )
    await save(ratna)
    return ratna


@pytest.fixture
def herself(client_for, agency, ratna):
    return client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=ratna.id))


@pytest.fixture
def looks(herself, ratna):
    async def looks():
        answer = await herself.get(f"/v1/employees/{ratna.id}/accesses")
        TypeAdapter(Page[AccessRead]).validate_json(answer.content)
        return answer.json()["items"]

    return looks


async def test_every_read_of_ones_data_by_another_is_shown_to_the_person(client_for, ratna, looks):
    analyst = client_for(Role.ANALYST)

    await analyst.get(f"/v1/employees/{ratna.id}", headers={"X-Request-ID": "permintaan-1"})
    await client_for(Role.PPK).get(f"/v1/employees/{ratna.id}?known_at=2100-01-01T00:00:00Z")
    await client_for(Role.SIMPEG).get(f"/v1/employees/by-nip/{ratna.nip}")
    await client_for(Role.AUDITOR).get(f"/v1/employees/{ratna.id}/histories/disciplines")
    await analyst.post(f"/v1/employees/{ratna.id}/unmasking", json=UNMASKING)

    seen = await looks()
    assert [(look["what"], look["roles"]) for look in reversed(seen)] == [
        ("record", ["analyst"]),
        ("record", ["ppk"]),
        ("by-nip", ["simpeg"]),
        ("histories/disciplines", ["auditor"]),
        ("unmasking", ["analyst"]),
    ]
    assert seen[-1]["request_id"] == "permintaan-1"
    assert (seen[0]["purpose"], seen[0]["reason"]) == tuple(UNMASKING.values())


async def test_what_somebody_does_not_get_to_see_is_no_read(client_for, ratna, looks):
    await client_for(Role.BKN).get(f"/v1/employees/{ratna.id}")
    await client_for(Role.ANALYST, agency_id=uuid4()).get(f"/v1/employees/{ratna.id}")
    await client_for(Role.PPK).get(f"/v1/employees/by-nip/{ratna.nip}")
    await client_for(Role.PPK).post(f"/v1/employees/{ratna.id}/unmasking", json=UNMASKING)
    await client_for(Role.ANALYST).get("/v1/employees")

    assert await looks() == []


async def test_ones_own_reads_are_nobodys_business(herself, ratna, looks):
    own = await herself.get(f"/v1/employees/{ratna.id}")
    await herself.get(f"/v1/employees/{ratna.id}/histories/ranks")

    person = own.json()
    assert (person["nip"], person["phone"]) == (ratna.nip, ratna.phone)
    assert await looks() == []


async def test_a_colleague_is_not_there_for_a_civil_servant(client_for, agency, unit, ratna, save):
    other = an_employee(unit)
    await save(other)
    him = client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=other.id))

    for path in ("", "/accesses", "/histories/ranks"):
        assert (await him.get(f"/v1/employees/{ratna.id}{path}")).status_code == 404
    answer = await him.post(f"/v1/employees/{ratna.id}/unmasking", json=UNMASKING)
    assert answer.status_code == 404


@pytest.mark.parametrize("role", sorted(COLLEAGUES))
async def test_only_whose_work_needs_it_unmasks(client_for, ratna, role):
    answer = await client_for(role).post(f"/v1/employees/{ratna.id}/unmasking", json=UNMASKING)

    if role in UNMASKERS:
        IdentityRead.model_validate_json(answer.content)
        assert answer.json() == {
            "id": str(ratna.id),
            "nip": ratna.nip,
            "old_nip": "510112233",
            "birth_date": "1990-01-18",
            "phone": "081200000001",
            "email": "ratna@example.go.id",
        }
        assert answer.headers["cache-control"] == "no-store"
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"purpose": "curiosity"}, "/purpose"),
        ({"reason": "perlu"}, "/reason"),
        ({"reason": "          "}, "/reason"),
        ({"fields": ["nip"]}, "/fields"),
    ],
    ids=str,
)
async def test_whoever_unmasks_says_what_for(client_for, ratna, looks, change, pointer):
    answer = await client_for(Role.ANALYST).post(
        f"/v1/employees/{ratna.id}/unmasking", json=UNMASKING | change
    )

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    assert await looks() == []


async def test_unmasking_is_in_the_log_without_what_was_unmasked(client_for, ratna, sessions):
    await client_for(Role.ANALYST).post(f"/v1/employees/{ratna.id}/unmasking", json=UNMASKING)

    async with sessions() as session:
        await set_context(session, SYSTEM.context)
        event = (await session.execute(text("select * from audit_events"))).mappings().one()
    assert (event["kind"], event["subject_id"]) == ("employee.unmasked", ratna.id)
    assert not {ratna.nip, ratna.phone, ratna.email} & set(str(event).split("'"))


@pytest.mark.parametrize("role", sorted(COLLEAGUES))
async def test_only_the_person_and_auditors_see_who_looked(client_for, ratna, role):
    answer = await client_for(role).get(f"/v1/employees/{ratna.id}/accesses")

    assert answer.status_code == (200 if role is Role.AUDITOR else 403)


@pytest.mark.parametrize(
    "attempt",
    [
        "update person_accesses set actor_name = 'Bukan saya'",
        "delete from person_accesses",
        "truncate person_accesses",
    ],
)
async def test_the_service_can_neither_change_nor_remove_what_was_read(
    client_for, ratna, sessions, attempt
):
    await client_for(Role.ANALYST).get(f"/v1/employees/{ratna.id}")

    async with sessions() as session:
        await set_context(session, SYSTEM.context)
        with pytest.raises(DBAPIError, match="permission denied"):
            await session.execute(text(attempt))


async def test_the_database_shows_reads_to_the_person_and_to_auditors_alone(
    client_for, agency, ratna, sessions
):
    await client_for(Role.ANALYST).get(f"/v1/employees/{ratna.id}")

    async def counted(actor):
        async with sessions() as session:
            await set_context(session, actor.context)
            return await session.scalar(text("select count(*) from person_accesses"))

    assert await counted(an_actor(Role.ASN, agency.id, employee_id=ratna.id)) == 1
    assert await counted(an_actor(Role.AUDITOR, agency.id)) == 1
    assert await counted(an_actor(Role.AUDITOR, uuid4())) == 0
    assert await counted(an_actor(Role.ASN, agency.id, employee_id=uuid4())) == 0
    for role in set(Role) - {Role.AUDITOR}:
        assert await counted(an_actor(role, agency.id)) == 0, role


async def test_nobody_writes_down_a_read_in_anothers_name(agency, ratna, sessions):
    actor = an_actor(Role.ANALYST, agency.id)
    async with sessions() as session:
        await set_context(session, actor.context)
        with pytest.raises(DBAPIError, match="row-level security"):
            await session.execute(
                text(
                    "insert into person_accesses (agency_id, employee_id, actor_id, actor_name,"
                    " roles, what) values (:agency, :person, :other, 'Bukan saya', '{ppk}', 'x')"
                ),
                {"agency": agency.id, "person": ratna.id, "other": uuid4()},
            )


@pytest.mark.parametrize("name", ["Nama\x00Aneh", "N" * 300, "'; drop table person_accesses; --"])
async def test_no_name_costs_others_their_answers(client_for, agency, ratna, looks, name):
    actor = replace(an_actor(Role.ANALYST, agency.id), name=name)

    answer = await client_for(None, actor=actor).get(f"/v1/employees/{ratna.id}")

    assert answer.status_code == 200
    assert [look["actor_name"] for look in await looks()] == [name.replace("\x00", "")[:200]]


async def test_an_answer_waits_until_the_read_is_written_down(app, client_for, ratna):
    class Broken:
        async def add(self, _row):
            raise OSError("no database")

    app.state.accesses = Broken()

    answer = await client_for(Role.ANALYST).get(f"/v1/employees/{ratna.id}")

    assert answer.status_code == 503
    assert ratna.name not in answer.text


class Slow:
    """A pool whose statements take a moment; remembers what each wrote."""

    def __init__(self):
        self.batches, self.failing = [], False

    @asynccontextmanager
    async def acquire(self):
        yield self

    async def execute(self, _statement, rows, context):
        assert context == SYSTEM.context
        await asyncio.sleep(0.01)
        if self.failing:
            raise OSError("gone")
        self.batches.append(rows)


async def test_reads_side_by_side_share_statements():
    pool = Slow()
    commit = GroupCommit(pool, "insert")

    await asyncio.gather(*(commit.add({"n": n}) for n in range(50)))

    assert len(pool.batches) <= 2
    assert sum(batch.count('"n"') for batch in pool.batches) == 50


async def test_a_statement_that_fails_fails_for_all_who_wait_and_the_next_is_tried():
    pool = Slow()
    commit = GroupCommit(pool, "insert")
    pool.failing = True

    failed = await asyncio.gather(*(commit.add({}) for _ in range(5)), return_exceptions=True)
    pool.failing = False
    await commit.add({"n": 1})

    assert [type(error) for error in failed] == [OSError] * 5
    assert pool.batches == ['[{"n":1}]']


async def test_whoever_stops_waiting_stops_nobody_else():
    pool = Slow()
    commit = GroupCommit(pool, "insert")

    async def wait(n):
        await commit.add({"n": n})

    waiting = [asyncio.create_task(wait(n)) for n in range(3)]
    await asyncio.sleep(0)

    waiting[0].cancel()

    assert await asyncio.gather(*waiting[1:]) == [None, None]

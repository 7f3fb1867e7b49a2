"""Data is kept as long as its class says, and destroyed on time, on record."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit import service as audit
from app.core.db import set_context, transaction
from app.core.identity import SYSTEM, Role
from app.core.migrating import SERVICE
from app.employees.accesses import Look, record
from app.employees.history_models import RankHistory
from app.privacy import commands, retention
from tests.conftest import an_actor, copied
from tests.factories import a_unit, an_employee

URL = "/v1/retention-classes"


def years_ago(years):
    return datetime.now(UTC) - timedelta(days=366 * years)


@pytest.fixture
async def due(agency, save, sessions):
    """Of each class one that is due, and one that is not."""
    unit = a_unit(agency)
    await save(unit)
    old = an_employee(unit, legal_status="Pensiun", recorded_at=years_ago(11), name="Lama")
    recent = an_employee(unit, legal_status="Pensiun", recorded_at=years_ago(9), name="Baru")
    active = an_employee(unit, legal_status="Aktif", recorded_at=years_ago(20), name="Aktif")
    await save(old, recent, active)
    for person in (old, recent, active):
        since = years_ago(12).date()
        await save(
            RankHistory(agency_id=agency.id, employee_id=person.id, source_id="1", since=since)
        )
    async with transaction(sessions, SYSTEM) as session:
        for finished, raw in ((years_ago(2), "lama"), (years_ago(0), "baru")):
            values = {"id": uuid4(), "agency": agency.id, "at": finished, "raw": raw}
            await session.execute(
                text(
                    "insert into imports (id, agency_id, actor_id, actor_name, dry_run, state,"
                    " phase, percent, counts, finished_at) values (:id, :agency, :agency, 'uji',"
                    " false, 'finished', 'finished', 100, '[]', :at)"
                ),
                {name: values[name] for name in ("id", "agency", "at")},
            )
            await session.execute(
                text(
                    "insert into import_rows (import_id, file, number, line, agency_id, verdict,"
                    " code, raw) values (:id, 0, 1, 2, :agency, 'rejected', 'x', :raw)"
                ),
                {name: values[name] for name in ("id", "agency", "raw")},
            )
        await record(session, an_actor(Role.ANALYST, agency.id), old.id, Look("record"))
        await session.execute(
            text(
                "insert into person_accesses (at, agency_id, employee_id, actor_id, actor_name,"
                " roles, what) values (:at, :agency, :person, :agency, 'uji', '{analyst}', 'lama')"
            ),
            {"at": years_ago(6), "agency": agency.id, "person": recent.id},
        )
        await audit.record(session, SYSTEM, "employee.added", old.id, agency_id=agency.id)
        await audit.record(session, SYSTEM, "employee.added", recent.id, agency_id=agency.id)
        await session.execute(text("select sequence_events(1000)"))
    return {"old": old, "recent": recent, "active": active}


async def test_the_dry_run_says_what_would_go_and_nothing_goes(client_for, due, sessions):
    before = await retention.counted(sessions)
    listed = (await client_for(Role.AUDITOR).get(URL)).json()

    assert before == {
        "audit_events": 0,
        "former_employees": 1,
        "import_rows": 1,
        "person_accesses": 1,
    }
    assert {row["code"]: row["due"] for row in listed} == before
    assert await retention.counted(sessions) == before
    assert due


async def test_what_is_due_is_destroyed_and_nothing_else(due, sessions, fetched):
    destroyed = await retention.destroy(sessions)
    again = await retention.destroy(sessions)

    left = {row["name"] for row in await fetched("select name from employees")}
    assert destroyed == {
        "audit_events": 0,
        "former_employees": 1,
        "import_rows": 1,
        "person_accesses": 1,
    }
    assert set(again.values()) == {0}
    assert left == {"Baru", "Aktif"}
    assert [row["raw"] for row in await fetched("select raw from import_rows")] == ["baru"]
    assert (
        await fetched("select 1 from rank_histories where employee_id = :i", i=due["old"].id) == []
    )
    looks = await fetched("select what from person_accesses")
    assert looks == []  # one was too old, the other was about the person who is gone


async def test_the_destruction_is_on_record_and_says_how_much(due, sessions, fetched):
    await retention.destroy(sessions)

    events = await fetched("select data from audit_events where kind = 'data.destroyed'")
    assert {event["data"]["code"]: event["data"]["count"] for event in events} == {
        "former_employees": 1,
        "import_rows": 1,
        "person_accesses": 1,
    }
    assert due


async def test_events_about_a_person_who_is_gone_keep_their_commitment_alone(
    due, sessions, fetched
):
    before = await fetched("select index, commitment from audit_leaves order by index")
    await retention.destroy(sessions)

    kept = await fetched(
        "select subject_id, salt, data from audit_events where kind = 'employee.added'"
    )
    by_subject = {event["subject_id"]: event for event in kept}
    assert set(by_subject) == {None, due["recent"].id}
    assert by_subject[None]["salt"] is None
    assert by_subject[due["recent"].id]["salt"] is not None
    leaves = await fetched("select index, commitment from audit_leaves order by index")
    assert leaves[: len(before)] == before
    erased = await fetched("select purpose, data from audit_events where kind = 'audit.erased'")
    assert [event["purpose"] for event in erased] == ["retention"]


async def test_the_command_counts_and_destroys_only_when_told(due, sessions, monkeypatch, fetched):
    @asynccontextmanager
    async def running(_settings):
        yield SimpleNamespace(sessions=sessions)

    monkeypatch.setattr(commands, "running", running)

    counted = await commands.lines(apply=False)
    there = {row["name"] for row in await fetched("select name from employees")}
    destroyed = await commands.lines(apply=True)

    assert "former_employees              1 due" in counted
    assert "Lama" in there
    assert "former_employees              1 destroyed" in destroyed
    assert due


async def test_a_run_on_demand_is_a_job(client_for, due, run_jobs, fetched):
    answer = await client_for(Role.ADMIN, agency_id=None).post("/v1/retention-runs")
    asked = await fetched("select actor_name from audit_events where kind = 'destruction.asked'")
    ran = await run_jobs()

    assert (answer.status_code, ran) == (202, ["privacy.destroy"])
    assert [row["actor_name"] for row in asked] == ["admin"]
    assert "Lama" not in {row["name"] for row in await fetched("select name from employees")}
    assert due


async def test_years_are_set_by_whoever_runs_the_installation_never_under_the_minimum(
    client_for, sessions, due
):
    admin = client_for(Role.ADMIN, agency_id=None)

    set_to = await admin.patch(f"{URL}/person_accesses", json={"years": 7})
    too_short = await admin.patch(f"{URL}/person_accesses", json={"years": 1})
    unknown = await admin.patch(f"{URL}/payslips", json={"years": 7})

    assert set_to.json()["years"] == 7
    assert (too_short.status_code, too_short.json()["code"]) == (422, "retention-too-short")
    assert unknown.status_code == 404
    assert (await retention.counted(sessions))["person_accesses"] == 0
    assert due


@pytest.mark.parametrize("role", list(Role))
async def test_who_sees_retention_and_who_sets_it(client_for, role):
    client = client_for(role)

    sees = role in {Role.ADMIN, Role.ANALYST, Role.AUDITOR}
    assert (await client.get(URL)).status_code == (200 if sees else 403)
    patched = await client.patch(f"{URL}/person_accesses", json={"years": 7})
    assert patched.status_code == 403  # of one agency: retention is everybody's
    assert (await client.post("/v1/retention-runs")).status_code == 403


@pytest.mark.parametrize(
    "attempt",
    [
        "select destroy_person('00000000-0000-0000-0000-000000000000')",
        "delete from retention_classes",
        "update retention_classes set years = 0",
        "insert into retention_classes values ('x', 1, 1)",
    ],
)
async def test_the_service_cannot_destroy_what_is_not_due(sessions, attempt):
    async with sessions() as session:
        await set_context(session, SYSTEM.context)
        with pytest.raises(DBAPIError, match=r"permission denied|kept_long_enough"):
            await session.execute(text(attempt))


async def test_whoever_has_no_context_destroys_nothing(postgres, template):
    async with copied(postgres, template) as name:
        connection = await asyncpg.connect(postgres.url(SERVICE, name))
        assert await connection.fetchval("select destroy_due('person_accesses', true)") == 0
        await connection.close()

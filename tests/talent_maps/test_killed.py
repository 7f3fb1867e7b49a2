"""`kill -9` in the middle of a map: the same command, or the next worker, finishes it."""

from datetime import date

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.talent_maps import service
from app.talent_maps.schemas import NewMap
from tests.processes import (
    IMPATIENT,
    facts_locked,
    own_database,
    said,
    sessions,
    stopped,
    talenta,
    until,
    waits,
)
from tests.talent_maps.test_api import people

__all__ = ["own_database", "people", "sessions"]
pytestmark = pytest.mark.committed
MAP = ("map", "Peta", "--scheme", "pu-djbk", "--as-of", "2026-01-01")


@pytest.fixture
def state(sessions):
    async def of_the_newest():
        async with transaction(sessions, SYSTEM) as session:
            newest = "select state from talent_maps order by created_at desc limit 1"
            return await session.scalar(text(newest))

    return of_the_newest


async def begun_and_killed(own_database, agency, *arguments, before=""):
    """Start a program, and kill it while it computes a map."""
    environment = own_database.environment()
    async with facts_locked(own_database, agency.id):
        with talenta(*arguments, environment=environment, before=before):
            await until(lambda: waits(own_database))


async def is_done(state):
    return await state() == "done"


async def names(sessions):
    async with transaction(sessions, SYSTEM) as session:
        rows = await session.execute(text("select name, state from talent_maps order by name"))
        return [tuple(row) for row in rows]


@pytest.mark.usefixtures("people")
async def test_the_same_command_finishes_a_map_whose_program_was_killed(
    own_database, sessions, agency, tmp_path
):
    await begun_and_killed(own_database, agency, *MAP)
    assert await names(sessions) == [("Peta", "running")]

    out = tmp_path / "peta.csv"
    status, words = said(*MAP, "--out", str(out), environment=own_database.environment())

    assert status == 0, words
    assert await names(sessions) == [("Peta", "done")]
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1 + 3
    async with transaction(sessions, SYSTEM) as session:
        kinds = await session.scalars(
            text("select kind from audit_events where kind like 'talent_map.%' order by id")
        )
        assert list(kinds) == ["talent_map.requested", "talent_map.calculated"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "other",
    [
        ("--scheme", "bkn-411-2025", "--as-of", "2026-01-01"),
        ("--scheme", "pu-djbk", "--as-of", "2025-12-31"),
        ("--scheme", "pu-djbk", "--as-of", "2026-01-01", "--cohorts", "1,2"),
    ],
)
async def test_another_request_under_the_name_of_an_unfinished_map_is_told_what_to_do(
    own_database, sessions, other
):
    new = NewMap(name="Peta", scheme="pu-djbk", as_of=date(2026, 1, 1))
    async with transaction(sessions, SYSTEM) as session:
        await service.draw_up(session, SYSTEM, new, today=date(2026, 1, 1))

    status, words = said("map", "Peta", *other, environment=own_database.environment())

    assert status == 2
    assert "pu-djbk@1 as of 2026-01-01" in words
    assert "repeat that very request to finish it, or choose another name" in words
    assert await names(sessions) == [("Peta", "queued")]


@pytest.mark.usefixtures("people")
async def test_a_finished_map_keeps_its_name(own_database):
    first, _ = said(*MAP, environment=own_database.environment())
    status, words = said(*MAP, environment=own_database.environment())

    assert first == 0
    assert (status, words) == (2, "There is a map named Peta already; choose another name.\n")


@pytest.mark.usefixtures("people")
async def test_the_next_worker_finishes_a_map_whose_worker_was_killed(
    own_database, sessions, agency, state
):
    new = NewMap(name="Peta", scheme="pu-djbk", as_of=date(2026, 1, 1))
    async with transaction(sessions, SYSTEM) as session:
        await service.create(session, SYSTEM, new, today=date(2026, 1, 1))
    await begun_and_killed(own_database, agency, "worker", before=IMPATIENT)

    environment = own_database.environment()
    with talenta("worker", environment=environment, before=IMPATIENT) as next_worker:
        await until(lambda: is_done(state))
        status, words = stopped(next_worker)

    assert status == 0, words
    async with transaction(sessions, SYSTEM) as session:
        people = await session.scalar(text("select count(*) from talent_map_placements"))
        assert people == 3
        assert await session.scalar(text("select count(*) from pgqueuer")) == 0

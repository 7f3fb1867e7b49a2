"""Connections lent for one statement: at most so many, none that is broken."""

import asyncio

import asyncpg
import pytest

from app.core.lines import Lines
from app.core.migrating import SERVICE


@pytest.fixture
async def lines(postgres, database):
    lines = Lines(postgres.url(SERVICE, database), 2)
    yield lines
    lines.terminate()


async def pid(lines):
    return await lines.fetchval("select pg_backend_pid()")


async def test_a_connection_serves_one_after_the_other(lines):
    assert await pid(lines) == await pid(lines)


async def test_there_are_never_more_than_so_many(lines):
    together = 0
    most = 0

    async def use():
        nonlocal together, most
        async with lines.acquire() as connection:
            together += 1
            most = max(most, together)
            await connection.fetchval("select pg_sleep(0.01)")
            together -= 1

    await asyncio.gather(*(use() for _ in range(10)))

    assert most == 2


async def test_a_statement_that_is_refused_costs_no_connection(lines):
    before = await pid(lines)
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await lines.fetchval("selekt 1")

    assert await pid(lines) == before


async def test_one_that_was_broken_off_is_let_go(lines):
    before = await pid(lines)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await lines.fetchval("select pg_sleep(10)")

    assert await pid(lines) != before


async def test_one_that_the_server_ended_is_replaced(lines, postgres, database):
    before = await pid(lines)
    admin = await asyncpg.connect(postgres.url("postgres", database))
    await admin.execute("select pg_terminate_backend($1)", before)
    await admin.close()
    await asyncio.sleep(0.1)

    assert await pid(lines) != before


async def test_whoever_cannot_connect_takes_no_place(postgres):
    lines = Lines(postgres.url(SERVICE, "tidak_ada"), 1)

    for _ in range(3):
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await lines.fetchval("select 1")

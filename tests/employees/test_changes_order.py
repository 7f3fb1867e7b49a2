"""Transactions that end in another order than they began, and a reader among them."""

import asyncio
import random

import asyncpg
import pytest
from sqlalchemy import select

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.employees.models import Employee
from tests.employees.following import (
    asked,
    client,
    client_for_agency,
    committed,
    everything,
    ids,
    kept,
    own_database,
    reads,
    unit,
)
from tests.factories import an_employee

__all__ = ["client", "client_for_agency", "committed", "own_database", "reads", "unit"]
pytestmark = pytest.mark.committed


class Writer:
    """A connection of its own, whose transaction ends when the test says so."""

    def __init__(self, url):
        self.url = url

    async def __aenter__(self):
        self.connection = await asyncpg.connect(self.url)
        await self.connection.execute(
            "select set_config('app.context', '*;admin,analyst;;;', false)"
        )
        self.transaction = self.connection.transaction()
        await self.transaction.start()
        return self

    async def rename(self, person, name):
        changed = "update employees set name = $2 where id = $1"
        await self.connection.execute(changed, person.id, name)

    async def commit(self):
        await self.transaction.commit()

    async def __aexit__(self, *_):
        await self.connection.close()


async def test_what_is_committed_later_is_not_missed_though_it_was_written_earlier(
    client, committed, own_database, unit
):
    first, second = an_employee(unit), an_employee(unit)
    await kept(committed, first, second)
    _, link = await everything(client)

    async with Writer(own_database.url()) as early, Writer(own_database.url()) as late:
        await early.rename(first, "Ditulis Dahulu")
        await late.rename(second, "Ditulis Kemudian")
        await late.commit()
        meanwhile, link = await everything(client, link)
        await early.commit()
        news, link = await everything(client, link)

    assert set(ids(meanwhile) + ids(news)) == {str(first.id), str(second.id)}
    assert {i["employee"]["name"] for i in news} >= {"Ditulis Dahulu"}
    assert (await everything(client, link))[0] == []


async def test_one_person_changed_by_two_out_of_order_ends_as_they_are(
    client, committed, own_database, unit
):
    one, other = an_employee(unit), an_employee(unit)
    await kept(committed, one, other)
    _, link = await everything(client)

    async with Writer(own_database.url()) as early, Writer(own_database.url()) as late:
        await early.rename(other, "Menunggu")  # has the lower number, and is still at work
        await late.rename(one, "Sementara")
        await late.commit()
        meanwhile, link = await everything(client, link)
        await early.rename(one, "Akhir")
        await early.commit()
        news, _ = await everything(client, link)

    last = {i["id"]: i["employee"]["name"] for i in [*meanwhile, *news]}
    assert last == {str(one.id): "Akhir", str(other.id): "Menunggu"}


async def test_a_reader_beside_many_writers_ends_with_what_is_there(
    client, committed, own_database, unit
):
    """A thousand people; four writers, whose transactions overlap and end in any order."""
    dice = random.Random(20260105)  # noqa: S311 - it is to be the same every time
    people = [an_employee(unit) for _ in range(1000)]
    await kept(committed, *people)
    writing = True

    async def write():
        for _ in range(25):
            async with Writer(own_database.url()) as writer:
                for person in sorted(dice.sample(people, 3), key=lambda p: p.id):
                    await writer.rename(person, f"Nama {dice.randrange(10**6)}")
                    await asyncio.sleep(dice.random() / 200)
                await writer.commit()

    async def read():
        nonlocal link
        while writing:
            page = await asked(client, link, limit=100)
            link = page["next"]
            mirror.update({i["id"]: i["employee"]["name"] for i in page["items"]})

    mirror, link = {}, None
    reader = asyncio.create_task(read())
    await asyncio.gather(*(write() for _ in range(4)))
    writing = False
    await reader
    rest, _ = await everything(client, link)
    mirror.update({i["id"]: i["employee"]["name"] for i in rest})

    async with transaction(committed, SYSTEM) as session:
        truth = await session.execute(select(Employee.id, Employee.name))
        assert mirror == {str(row.id): row.name for row in truth}

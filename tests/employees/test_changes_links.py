"""Links of the changes feed: how long they lead on, and what is none."""

import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.core.jobs import Work
from app.core.masking import View
from app.core.paging import decode_cursor, encode_cursor
from app.core.reading import Reading
from app.employees import changes
from app.employees.change_models import EmployeeChange
from app.employees.errors import LinkTooOld
from tests.employees.following import (
    FEED,
    asked,
    changed_link,
    client,
    client_for_agency,
    committed,
    destroy,
    everything,
    ids,
    kept,
    own_database,
    reads,
    renamed,
    unit,
)
from tests.factories import an_employee

__all__ = ["client", "client_for_agency", "committed", "own_database", "reads", "unit"]
pytestmark = pytest.mark.committed


@pytest.mark.parametrize(
    "changes",
    [
        {"since": 1_700_000_000},
        {"order": "123-1"},
        {"tx": 2**62},
    ],
    ids=["too old", "of another server", "of a state that was undone"],
)
async def test_a_link_that_does_not_lead_on_says_where_to_begin_again(client, changes):
    answer = await client.get(FEED, params={"cursor": await changed_link(client, **changes)})

    assert answer.status_code == 410
    assert answer.json()["code"] == "link-too-old"
    assert answer.json()["restart"] == FEED
    assert answer.links["restart"]["url"] == FEED


@pytest.mark.parametrize(
    "changes",
    [{"since": 2**63}, {"tx": "1"}, {"seq": 1.5}, {"order": None}, {"order": "\x00"}, {"tx": True}],
    ids=str,
)
async def test_a_link_that_was_made_up_is_refused(client, changes):
    answer = await client.get(FEED, params={"cursor": await changed_link(client, **changes)})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "cursor-invalid"


async def test_a_link_grows_old_from_when_it_was_last_up_to_date(client, committed, unit):
    await kept(committed, *(an_employee(unit) for _ in range(3)))
    before = int(time.time()) - 89 * 86400
    link = await changed_link(client, since=before, tx=0, seq=0)

    halfway = await asked(client, link, limit=2)
    done = await asked(client, halfway["next"], limit=2)

    assert decode_cursor(halfway["next"], "employee-changes", 4)[1] == before
    assert decode_cursor(done["next"], "employee-changes", 4)[1] > before


async def test_who_is_gone_is_forgotten_when_no_link_asks_any_more(
    committed, own_database, settings, unit
):
    people = [an_employee(unit) for _ in range(3)]
    await kept(committed, *people)
    for person in people[:2]:
        await destroy(own_database, person)
    async with transaction(committed, SYSTEM) as session:
        older = update(EmployeeChange).where(EmployeeChange.employee_id != people[1].id)
        await session.execute(older.values(at=datetime(2020, 1, 1, tzinfo=UTC)))

    await changes.forget(Work(committed, settings))

    async with transaction(committed, SYSTEM) as session:
        left = await session.scalars(select(EmployeeChange.employee_id))
        assert set(left) == {people[1].id, people[2].id}


async def test_numbers_of_the_server_that_a_dump_came_from_are_before_all_others(
    client, committed, unit
):
    people = [an_employee(unit) for _ in range(2)]
    await kept(committed, *people)
    async with transaction(committed, SYSTEM) as session:
        await session.execute(text("update employee_changes set tx = 9000000000"))

    assert len((await asked(client))["items"]) == 2
    async with transaction(committed, SYSTEM) as session:
        await session.execute(renamed(people[0]))
    items, link = await everything(client)
    async with transaction(committed, SYSTEM) as session:
        await session.execute(renamed(people[1]))

    assert ids(items) == [str(people[1].id), str(people[0].id)]
    assert ids((await everything(client, link))[0]) == [str(people[1].id)]


async def test_without_a_context_nothing_is_told(reads, committed, unit):
    await kept(committed, an_employee(unit))
    nobody = Actor(uuid4(), "luar", frozenset({Role.SIMPEG}), frozenset())

    page = await changes.page(Reading(reads, nobody), View.KEYED, 10, None)

    assert page.startswith(b'{"items":[],"next":"')
    with pytest.raises(LinkTooOld):
        await changes.page(
            Reading(reads, nobody), View.KEYED, 10, encode_cursor("employee-changes", "x", 0, 0, 0)
        )

"""How far a client follows the changes of people, known from where it last asked."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM
from tests.employees.following import (
    asked,
    client_for_agency,
    committed,
    destroy,
    everything,
    in_a_province,
    kept,
    own_database,
    reads,
    renamed,
    unit,
)
from tests.factories import a_client, an_employee

__all__ = ["client_for_agency", "committed", "own_database", "reads", "unit"]
pytestmark = pytest.mark.committed


@pytest.fixture
async def follower(client_for_agency, committed, unit, reads):
    """A client of the province, and how it fares."""
    known = a_client({"simpeg"}, unit.agency_id)
    await kept(committed, known)
    client = client_for_agency(unit.agency_id, id=known.id)
    app = client._transport.app  # noqa: SLF001 - the one it talks to

    async def changes():
        await app.state.activity.keep(reads)
        answer = await client.get(f"/v1/clients/{known.id}/health")
        assert answer.status_code == 200, answer.text
        return answer.json()["changes"]

    return SimpleNamespace(client=client, changes=changes)


async def test_it_is_behind_by_what_it_has_not_asked_beyond(follower, committed, unit):
    people = [an_employee(unit) for _ in range(5)]
    await kept(committed, *people)
    assert await follower.changes() is None

    first = await asked(follower.client, limit=2)
    begun = await follower.changes()
    _, link = await everything(follower.client, first["next"], limit=2)
    equal = await follower.changes()
    async with transaction(committed, SYSTEM) as session:
        await session.execute(renamed(people[0]))
        await session.execute(renamed(people[3]))
    later = await follower.changes()
    await everything(follower.client, link)

    assert (begun["behind"], equal["behind"], later["behind"]) == (5, 0, 2)
    assert begun["oldest_waiting_at"] < later["oldest_waiting_at"]
    assert equal["oldest_waiting_at"] is None
    assert equal["last_asked_at"] == later["last_asked_at"]
    assert (await follower.changes())["behind"] == 0


async def test_another_agency_s_changes_do_not_wait(follower, committed, unit):
    await kept(committed, an_employee(unit))
    await everything(follower.client)
    await kept(committed, an_employee(await in_a_province(committed)))

    assert (await follower.changes())["behind"] == 0


async def test_who_was_gone_long_before_does_not_wait(follower, committed, unit, own_database):
    person = an_employee(unit)
    await kept(committed, person)
    await destroy(own_database, person)
    async with transaction(committed, SYSTEM) as session:
        await session.execute(text("update employee_changes set at = at - interval '25 hours'"))
    await asked(follower.client)

    assert (await follower.changes())["behind"] == 0


async def test_a_link_of_another_server_s_order_leads_nowhere(follower, committed, unit):
    await kept(committed, an_employee(unit))
    page = await asked(follower.client)
    await asked(follower.client, page["next"])
    await follower.changes()
    async with transaction(committed, SYSTEM) as session:
        other = "update client_operations set place = jsonb_set(place, '{0}', '\"1-1\"')"
        await session.execute(text(other))

    assert (await follower.changes())["behind"] is None

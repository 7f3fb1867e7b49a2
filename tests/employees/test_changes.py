"""The changes feed: everybody, then whoever changed, each agency its own."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text, update

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.employees import restrictions
from app.employees.history_models import Performance
from app.employees.models import Employee
from tests.conftest import an_actor
from tests.employees.following import (
    FEED,
    asked,
    client,
    client_for_agency,
    committed,
    destroy,
    everything,
    history_of,
    ids,
    in_a_province,
    kept,
    own_database,
    reads,
    renamed,
    unit,
)
from tests.factories import an_employee

__all__ = ["client", "client_for_agency", "committed", "own_database", "reads", "unit"]
pytestmark = pytest.mark.committed


async def test_the_first_pages_are_everybody_and_the_link_leads_on(client, committed, unit):
    people = [an_employee(unit) for _ in range(5)]
    await kept(committed, *people)

    first = await client.get(FEED, params={"limit": 2})
    items, link = await everything(client, first.json()["next"], limit=2)
    later = await asked(client, link)

    assert first.links["next"]["url"] == f"{FEED}?limit=2&cursor={first.json()['next']}"
    assert sorted(ids(first.json()["items"] + items)) == sorted(str(p.id) for p in people)
    assert later["items"] == []
    assert later["next"]


async def test_a_person_is_told_as_everywhere(client, committed, unit):
    person = an_employee(unit)
    await kept(committed, person)

    [item] = (await asked(client))["items"]

    shown = (await client.get("/v1/employees")).json()["items"][0]
    assert item == {"id": str(person.id), "deleted": False, "employee": shown}
    assert item["employee"]["nip"] == person.nip
    assert item["employee"]["birth_date"] is None


async def test_an_analyst_sees_people_masked(client_for_agency, committed, unit):
    await kept(committed, an_employee(unit))

    [item] = (await asked(client_for_agency(unit.agency_id, Role.ANALYST)))["items"]

    assert item["employee"]["nip"].startswith("**********")


async def test_a_change_of_the_record_or_of_a_history_is_told_once(client, committed, unit):
    people = [an_employee(unit) for _ in range(4)]
    await kept(committed, *people)
    _, link = await everything(client)
    fact = history_of(people[1])

    async with transaction(committed, SYSTEM) as session:
        await session.execute(renamed(people[0]))
        await session.execute(renamed(people[0]))
        session.add(fact)
    news, link = await everything(client, link)
    async with transaction(committed, SYSTEM) as session:
        superseded = update(Performance).where(Performance.id == fact.id)
        await session.execute(superseded.values(superseded_at=datetime.now(UTC)))
    corrected, _ = await everything(client, link)

    assert ids(news) == [str(people[0].id), str(people[1].id)]
    assert news[0]["employee"]["name"] == "Nama Baru"
    assert ids(corrected) == [str(people[1].id)]


async def test_a_person_who_restricts_their_data_is_told(client, committed, unit):
    person = an_employee(unit)
    await kept(committed, person, an_employee(unit))
    _, link = await everything(client)
    actor = an_actor(Role.ASN, unit.agency_id, employee_id=person.id)

    async with transaction(committed, actor) as session:
        await restrictions.restrict(session, actor, "Data saya sedang saya sanggah.")
    news, link = await everything(client, link)
    async with transaction(committed, actor) as session:
        await restrictions.lift(session, actor)
    lifted, _ = await everything(client, link)

    assert ids(news) == ids(lifted) == [str(person.id)]


async def test_of_a_person_who_was_destroyed_the_id_alone_is_told(
    client, committed, own_database, unit
):
    people = [an_employee(unit) for _ in range(2)]
    await kept(committed, *people)
    await kept(committed, history_of(people[0]))
    _, link = await everything(client)

    await destroy(own_database, people[0])
    news, _ = await everything(client, link)

    assert news == [{"id": str(people[0].id), "deleted": True, "employee": None}]


async def test_a_person_who_moves_is_gone_here_and_comes_there(client_for_agency, committed, unit):
    other = await in_a_province(committed)
    person = an_employee(unit)
    await kept(committed, person)
    here, there = client_for_agency(unit.agency_id), client_for_agency(other.agency_id)
    (_, link), (nobody, other_link) = await everything(here), await everything(there)

    async with transaction(committed, SYSTEM) as session:
        values = {"agency_id": other.agency_id, "unit_id": other.id}
        await session.execute(update(Employee).where(Employee.id == person.id).values(**values))
    (left, _), (came, _) = await everything(here, link), await everything(there, other_link)

    assert nobody == []
    assert left == [{"id": str(person.id), "deleted": True, "employee": None}]
    assert [(i["id"], i["deleted"]) for i in came] == [(str(person.id), False)]


async def test_a_copy_does_not_tell_who_was_gone_long_before(client, committed, own_database, unit):
    person = an_employee(unit)
    await kept(committed, person)
    await destroy(own_database, person)
    async with transaction(committed, SYSTEM) as session:
        await session.execute(text("update employee_changes set at = at - interval '25 hours'"))

    items, _ = await everything(client)

    assert items == []


async def test_another_agency_hears_nothing(client_for_agency, committed, unit):
    other = await in_a_province(committed)
    await kept(committed, an_employee(unit))

    items, link = await everything(client_for_agency(other.agency_id))
    await kept(committed, an_employee(unit))
    news, _ = await everything(client_for_agency(other.agency_id), link)

    assert items == news == []


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.AUDITOR, Role.ASN, Role.ADMIN, Role.BKN])
async def test_who_keeps_no_records_may_not_follow(client_for_agency, unit, role):
    answer = await client_for_agency(unit.agency_id, role).get(FEED)

    assert answer.status_code == 403


async def test_whoever_has_but_a_part_of_the_agency_may_not_follow(client_for_agency, unit):
    part = client_for_agency(unit.agency_id, units=frozenset({unit.id}))

    assert (await part.get(FEED)).status_code == 403

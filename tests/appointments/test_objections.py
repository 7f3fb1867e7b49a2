"""Nobody is placed while their objection is open: at the proposal, the choice and the signature."""

from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.appointments import approval
from app.appointments.errors import ObjectionPending
from app.core.db import constraint_of, engine_for, sessions_of, transaction
from app.core.migrating import OWNER, SERVICE
from tests.appointments.conftest import URL, WHY
from tests.appointments.test_concurrency import UNCHECKED
from tests.appointments.test_rules_of_the_database import CHOICE, NOTHING
from tests.conftest import copied

pytestmark = pytest.mark.committed
# What the register of objections would say of whoever stands in this table.
OPEN = """create or replace function open_objections(agency uuid, people uuid[])
returns setof uuid language sql volatile as $$
  select p from unnest(people) p where p::text = '{person}' $$"""


@pytest.fixture
async def owner(postgres, template):
    """A database of the test's own, as its owner."""
    async with copied(postgres, template) as name:
        connection = await asyncpg.connect(postgres.url(OWNER, name))
        await connection.execute(UNCHECKED)
        yield connection
        await connection.close()


@pytest.fixture
async def sessions(postgres, owner):
    name = await owner.fetchval("select current_database()")
    engine = engine_for(postgres.url(SERVICE, name), size=5)
    yield sessions_of(engine)
    await engine.dispose()


async def test_whoever_objects_is_neither_named_nor_chosen_nor_signed_for(office, owner):
    proposal, waiting = await office.proposed(), await office.proposed()
    assert (await office.choose(waiting, "eight", WHY)).status_code == 200
    await owner.execute(OPEN.format(person=office.id_of("eight")))

    named = await office.clients["committee"].post(URL, json=office.names("nine", "eight"))
    others = await office.clients["committee"].post(URL, json=office.names("nine", "tied"))
    chosen = await office.choose(proposal, "eight", WHY)
    signed = await office.sign(waiting)
    first = await office.choose(proposal, "nine")

    for answer in (named, chosen, signed):
        assert (answer.status_code, answer.json()["code"]) == (409, "objection-open")
        assert answer.json()["employee_ids"] == [office.id_of("eight")]
    assert (others.status_code, first.status_code) == (201, 200)


async def test_whoever_objects_is_neither_approved_nor_appointed(office, owner, sessions):
    proposal = await office.proposed()
    assert (await office.choose(proposal, "nine")).status_code == 200
    await owner.execute(OPEN.format(person=office.id_of("nine")))

    appointed = await office.clients["analyst"].post(
        f"{URL}/{proposal['id']}/appointment",
        json={"decree_no": "821.2/1", "decree_on": "2026-03-10", "effective_on": "2026-03-16"},
    )
    async with transaction(sessions, office.actors["ppk"]) as session:
        with pytest.raises(ObjectionPending):
            await approval.approve(session, UUID(proposal["id"]), uuid4(), uuid4())

    assert (appointed.status_code, appointed.json()["code"]) == (409, "objection-open")


async def test_the_database_refuses_it_too(office, owner, sessions):
    proposal = await office.proposed()
    await owner.execute(OPEN.format(person=office.id_of("nine")))
    ppk = office.actors["ppk"]
    values = {"proposal": proposal["id"], "person": office.id_of("nine"), "rank": 1}

    with pytest.raises(IntegrityError) as refused:
        async with transaction(sessions, ppk) as session:
            await session.execute(text(CHOICE), {**values, **NOTHING, "actor": ppk.id})

    assert constraint_of(refused.value) == "no_open_objection"

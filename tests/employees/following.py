"""A province whose changes are committed, and a client that follows them."""

import asyncpg
import httpx
import pytest
from sqlalchemy import update

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.paging import decode_cursor, encode_cursor
from app.employees.history_models import Performance
from app.employees.models import Employee
from app.main import create_app
from tests.conftest import an_actor
from tests.factories import a_unit, an_agency
from tests.processes import own_database
from tests.processes import sessions as committed

__all__ = ["committed", "own_database"]
FEED = "/v1/employees/changes"


@pytest.fixture
async def reads(own_database):
    async with asyncpg.create_pool(own_database.url(), min_size=1, max_size=2) as pool:
        yield pool


@pytest.fixture
async def unit(committed):
    return await in_a_province(committed)


async def in_a_province(sessions):
    agency = an_agency()
    unit = a_unit(agency)
    await kept(sessions, agency)
    await kept(sessions, unit)
    return unit


async def kept(sessions, *models):
    async with transaction(sessions, SYSTEM) as session:
        session.add_all(models)


@pytest.fixture
def client_for_agency(settings, committed, reads):
    app = create_app(settings)
    app.state.sessions, app.state.reads = committed, reads

    def client(agency_id, role=Role.SIMPEG, **values):
        token = app.state.tokens.issue(an_actor(role, agency_id, **values))
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url="http://test",
            headers={"Authorization": f"Bearer {token}"},
        )

    return client


@pytest.fixture
def client(client_for_agency, unit):
    return client_for_agency(unit.agency_id)


async def asked(client, cursor=None, limit=200):
    cursors = {} if cursor is None else {"cursor": cursor}
    answer = await client.get(FEED, params={"limit": limit, **cursors})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def everything(client, cursor=None, limit=200):
    """Items until there are no more, and the link that leads on."""
    items = []
    while True:
        page = await asked(client, cursor, limit)
        items += page["items"]
        cursor = page["next"]
        if not page["items"]:
            return items, cursor


def ids(items):
    return [item["id"] for item in items]


def renamed(person):
    return update(Employee).where(Employee.id == person.id).values(name="Nama Baru")


def history_of(person):
    return Performance(
        agency_id=person.agency_id,
        employee_id=person.id,
        source_id="2025",
        year=2025,
        result=1,
        conduct=2,
        quadrant=2,
        predicate="baik",
    )


async def destroy(own_database, person):
    owner = await asyncpg.connect(own_database.url("talenta_owner"))
    await owner.execute("select set_config('app.context', '*;admin,analyst,asn;;;', false)")
    await owner.execute("select destroy_person($1)", person.id)
    await owner.close()


async def changed_link(client, **changes):
    order, since, tx, seq = decode_cursor((await asked(client))["next"], "employee-changes", 4)
    values = {"order": order, "since": since, "tx": tx, "seq": seq, **changes}
    return encode_cursor("employee-changes", *values.values())

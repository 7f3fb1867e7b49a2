"""A civil servant, a colleague, and how each asks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from app.core.db import set_context
from app.core.identity import Actor, Role
from app.employees.history_models import Performance, RankHistory
from tests.conftest import an_actor
from tests.factories import a_unit, an_employee

EVERYBODY = Actor(an_actor(Role.ADMIN, None).id, "uji", frozenset(Role) - {Role.KANREG}, None)


@dataclass
class Person:
    """A civil servant and the client that they use."""

    employee: Any
    client: Any
    rank: Any = None

    @property
    def id(self):
        return self.employee.id


@pytest.fixture
async def people(agency, save, client_for):
    """Ratna, who asks, and Budi, whose data must never come with hers."""
    unit = a_unit(agency)
    await save(unit)
    made = []
    for name, nip in (("Ratna Wulandari", "199001182015092001"), ("Budi", "198805172015011002")):
        employee = an_employee(
            unit, name=name, nip=nip, phone="0812", email=f"{name[:4].lower()}@example.go.id"
        )
        rank = RankHistory(
            agency_id=agency.id,
            employee_id=employee.id,
            source_id="1",
            since=date(2024, 10, 1),
            rank_name="III/d",
        )
        work = Performance(
            agency_id=agency.id,
            employee_id=employee.id,
            source_id="2025",
            year=2025,
            result=1,
            conduct=1,
            quadrant=1,
            predicate="sangat_baik",
        )
        await save(employee, rank, work)
        actor = an_actor(Role.ASN, agency.id, employee_id=employee.id)
        made.append(Person(employee, client_for(None, actor=actor), rank))
    return made


@pytest.fixture
def ratna(people):
    return people[0]


@pytest.fixture
def budi(people):
    return people[1]


@pytest.fixture
def fetched(sessions):
    """Rows as nobody alone can read them: in every role at once."""

    async def rows(query, **values):
        async with sessions() as session:
            await set_context(session, EVERYBODY.context)
            return (await session.execute(text(query), values)).mappings().all()

    return rows

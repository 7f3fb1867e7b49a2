"""Whoever is gone is gone from every table, and nobody else with them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.access.models import Membership
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.employees.models import Employee, EmployeeVersion
from app.privacy import retention
from app.talent_pools.models import Member, Origin, Pool
from tests.privacy.test_me import NAMING_A_PERSON
from tests.talent_pools.conftest import a_map, a_placement, a_scheme

LONG_AGO = datetime.now(UTC) - timedelta(days=366 * 11)


@pytest.fixture
async def known(agency, save, people, client_for, sessions):
    """Both are in a map, a group and the log, ask and may come in; Ratna has long retired."""
    ratna, budi = people
    scheme = a_scheme()
    drawn = a_map(agency, scheme)
    pool = Pool(
        id=uuid4(),
        agency_id=agency.id,
        map_id=drawn.id,
        name="Kelompok lama",
        boxes=[9],
        rule={"minimum_value": None, "cohorts": None, "limit": None},
        legal_basis="Keputusan Gubernur 12/2014",
        valid_from=date(2014, 2, 1),
        expires_on=date(2015, 2, 1),
        created_by=uuid4(),
    )
    await save(scheme, drawn, pool)
    for place, person in enumerate((ratna, budi), start=1):
        columns = {c.key: getattr(person.employee, c.key) for c in Employee.__table__.columns}
        former = {**columns, "recorded_at": LONG_AGO - timedelta(1)}
        former.pop("id")
        await save(
            a_placement(drawn, person.employee, place, place, 9, Decimal(90)),
            Member(
                agency_id=agency.id,
                pool_id=pool.id,
                employee_id=person.id,
                origin=Origin.RULE,
                added_by=uuid4(),
            ),
            EmployeeVersion(employee_id=person.id, superseded_at=LONG_AGO, **former),
            Membership(
                id=uuid4(),
                issuer="https://masuk.example.go.id",
                subject=str(place),
                actor_id=uuid4(),
                name=person.employee.name,
                roles=["asn"],
                agency_id=agency.id,
                employee_id=person.id,
                valid_from=date(2026, 1, 1),
            ),
        )
        await person.client.post(
            "/v1/correction-requests",
            json={"about": "record", "claim": "Alamat surel saya sudah berganti."},
        )
        await person.client.post("/v1/me/restriction", json={"reason": "Sedang saya sanggah."})
        await client_for(Role.ANALYST).get(f"/v1/employees/{person.id}")
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(
            text("update employees set legal_status = 'Pensiun', recorded_at = :at where id = :id"),
            {"at": LONG_AGO, "id": ratna.id},
        )
    return ratna, budi


async def test_whoever_is_gone_is_gone_from_every_table_and_nobody_else_is(
    known, sessions, fetched
):
    ratna, budi = known
    tables = [found["table"] for found in await fetched(NAMING_A_PERSON)]

    async def counted(person):
        counts = {}
        for table in tables:
            (row,) = await fetched(
                f"select count(*) as n from {table} where employee_id = :id", id=person.id
            )
            counts[table] = row["n"]
        return counts

    before = await counted(ratna), await counted(budi)
    destroyed = await retention.destroy(sessions)

    assert destroyed["former_employees"] == 1
    for table in ("memberships", "talent_map_placements", "talent_pool_members"):
        assert before[0][table] == 1, table
    # Whoever keeps a copy must hear that it is to go: an opaque id, and that its person is gone.
    left = {**dict.fromkeys(tables, 0), "employee_changes": 1}
    assert await counted(ratna) == left
    assert await fetched(
        "select gone from employee_changes where employee_id = :id", id=ratna.id
    ) == [{"gone": True}]
    assert await counted(budi) == before[1]
    assert [row["name"] for row in await fetched("select name from employees")] == ["Budi"]

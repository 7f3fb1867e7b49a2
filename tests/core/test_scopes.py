"""Row-level security within an agency: units, persons and roles, tried with the service's login."""

import asyncpg
import pytest

from app.core.identity import Role
from tests.core import test_rls
from tests.core.test_rls import enter

database, agency_id = test_rls.database, test_rls.agency_id
service_login = test_rls.service_login
OF_PEOPLE = (
    "performances",
    "assessments",
    "courses",
    "disciplines",
    "talent_map_placements",
    "talent_pool_members",
    "employee_versions",
)
SUBTREE = """with recursive below as (select id from units where id = $1 union
select u.id from units u join below on u.parent_id = below.id) select array_agg(id) from below"""


async def people(connection):
    return {row["id"] for row in await connection.fetch("select id from employees")}


async def of_whom(connection):
    """The people about whom anything is seen, table by table."""
    found = set()
    for table in OF_PEOPLE:
        rows = await connection.fetch(f'select distinct employee_id from "{table}"')
        found |= {row["employee_id"] for row in rows}
    return found


async def test_roles_in_a_unit_see_its_people_and_those_below(service_login, agency_id):
    await enter(service_login, agency_id)
    everybody = await people(service_login)
    root = await service_login.fetchval(
        "select u.parent_id from units u join units above on above.id = u.parent_id"
        " join employees e on e.unit_id = u.id where above.parent_id is not null"
        " group by 1 order by count(*) limit 1"
    )
    units = await service_login.fetchval(SUBTREE, root)
    there = await service_login.fetch("select id from employees where unit_id = any($1)", units)

    await enter(service_login, agency_id, units=frozenset({root}))
    seen = await people(service_login)

    assert seen == {row["id"] for row in there}
    assert 0 < len(seen) < len(everybody)
    assert await of_whom(service_login) <= seen
    for table in ("imports", "import_rows", "approval_requests"):
        assert await service_login.fetchval(f'select count(*) from "{table}"') == 0


async def test_a_civil_servant_sees_what_is_about_themself(service_login, agency_id):
    await enter(service_login, agency_id)
    somebody = await service_login.fetchval("select employee_id from talent_pool_members limit 1")

    await enter(service_login, agency_id, Role.ASN, employee_id=somebody)

    assert await people(service_login) == {somebody}
    assert await of_whom(service_login) == {somebody}
    for table in ("imports", "import_rows", "approval_requests", "approval_decisions"):
        assert await service_login.fetchval(f'select count(*) from "{table}"') == 0


@pytest.mark.parametrize("role", [Role.ADMIN, Role.KANREG, Role.BKN, Role.ASN])
async def test_roles_without_business_with_people_see_nobody(service_login, agency_id, role):
    await enter(service_login, agency_id, role)

    assert await people(service_login) == set()
    assert await of_whom(service_login) == set()


WRITES = (
    "update employees set name = 'X'",
    "update units set name = 'X'",
    "update talent_pools set name = 'X' || id",
    "insert into positions select * from positions limit 1",
    "insert into performances select * from performances limit 1",
)


@pytest.mark.parametrize("write", WRITES)
async def test_an_auditor_changes_nothing(service_login, agency_id, write):
    await enter(service_login, agency_id, Role.AUDITOR)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await service_login.execute(write)


async def test_nobody_decides_in_the_name_of_another(service_login, agency_id):
    await enter(service_login, agency_id, Role.PPK)

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="signed"):
        await service_login.execute(
            "insert into approval_requests (agency_id, kind, title, content, requester_id,"
            " requester_name, authors) select agency_id, 'implementation', title, content,"
            " authors[1], 'X', authors from approval_requests limit 1"
        )

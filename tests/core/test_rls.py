"""Row-level security, tried with the service's own login on a database full of invented people."""

from uuid import uuid4

import asyncpg
import pytest

from app.core.db import engine_for, sessions_of
from app.core.identity import Actor, Role
from app.core.migrating import OWNER, SERVICE
from app.core.service import Addresses, Service
from app.demo.commands import tell
from app.scoring_schemes import service as scoring_schemes
from tests.conftest import copied

OURS = """
select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
and relname not like 'pgqueuer%' and relname <> 'alembic_version' order by relname"""
SHARED = {
    "agencies",
    "approval_kinds",
    "kanreg",
    "letter_keys",
    "audit_checkpoints",
    "audit_keys",
    "audit_leaves",
    "audit_nodes",
    "audit_pending",
    "retention_classes",
    "scoring_schemes",
}
"""Tables whose rows belong to no agency: whoever has a context at all may read them."""
AT_THE_DOOR = {"client_secrets", "logins", "person_accesses"}
"""Tables of which an actor sees what is its own; see tests/access/test_second_wall.py."""
SOUGHT = {"employee_names"}
"""Tables that show nothing but what is searched for; see tests/employees/test_search.py."""


@pytest.fixture(scope="module")
async def database(postgres, template):
    """Committed: the whole demonstration with 200 people, and one person corrected."""
    async with copied(postgres, template) as name:
        yield name


@pytest.fixture(scope="module")
async def agency_id(postgres, database, settings, tmp_path_factory):
    app = postgres.url(SERVICE, database)
    engine = engine_for(app, size=4)
    home = tmp_path_factory.mktemp("demo")
    service = Service(
        settings.model_copy(update={"talenta_home": home}),
        Addresses(postgres.url(OWNER, database), app, app, app),
        sessions_of(engine),
        None,
    )
    await scoring_schemes.ensure_shipped(service.sessions)
    await tell(service, 200)
    await engine.dispose()
    connection = await asyncpg.connect(postgres.url("postgres", database))
    agency_id = await connection.fetchval("select id from agencies")
    await connection.close()
    return agency_id


@pytest.fixture
async def tables(postgres, database, agency_id):
    """Tables with the number of their rows, as the superuser counts them."""
    assert agency_id
    connection = await asyncpg.connect(postgres.url("postgres", database))
    names = [row["relname"] for row in await connection.fetch(OURS)]
    counts = {name: await connection.fetchval(f'select count(*) from "{name}"') for name in names}
    await connection.close()
    return {name: count for name, count in counts.items() if count}


@pytest.fixture
async def service_login(postgres, database, agency_id):
    assert agency_id
    connection = await asyncpg.connect(postgres.url(SERVICE, database))
    yield connection
    await connection.close()


ACTOR = uuid4()


async def enter(connection, agencies, role=Role.ANALYST, units=None, employee_id=None):
    """Act in a context of one's own."""
    held = None if agencies == "*" else frozenset({agencies})
    actor = Actor(ACTOR, "uji", frozenset({role}), held, units, employee_id)
    await connection.execute("select set_config('app.context', $1, false)", actor.context)


async def seen(connection, tables):
    return {name: await connection.fetchval(f'select count(*) from "{name}"') for name in tables}


async def test_the_demonstration_fills_most_tables(tables):
    assert len(tables) >= 25, sorted(tables)


async def test_an_empty_context_shows_no_row_of_any_table(service_login, tables):
    await service_login.execute("select set_config('app.context', '', false)")

    assert await seen(service_login, tables) == dict.fromkeys(tables, 0)


async def test_a_new_connection_sees_nothing(service_login, tables):
    counts = {t: await service_login.fetchval(f'select count(*) from "{t}"') for t in tables}

    assert counts == dict.fromkeys(tables, 0)


async def test_another_agency_sees_none_of_our_rows(service_login, tables):
    await enter(service_login, uuid4())
    counts = await seen(service_login, set(tables) - SHARED)
    foreign = await service_login.fetch("select 1 from audit_events where agency_id is not null")

    assert {t for t in counts if counts[t]} <= {"audit_events"}
    assert foreign == []  # what it sees there are events of no agency


async def test_our_agency_sees_its_rows(service_login, tables, agency_id):
    tables = {name: count for name, count in tables.items() if name not in AT_THE_DOOR | SOUGHT}
    await enter(service_login, agency_id)
    own = await seen(service_login, tables)
    await enter(service_login, "*")
    everything = await seen(service_login, tables)

    assert everything == tables
    assert {t for t in tables if own[t] != tables[t]} <= {"clients", "audit_events"}
    assert all(own.values())


async def test_the_service_owns_nothing_and_may_not_step_around(service_login):
    role = await service_login.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
        " where rolname = current_user"
    )
    owned = await service_login.fetch(
        "select relname from pg_class where relowner = current_user::regrole"
        " union all select proname from pg_proc where proowner = current_user::regrole"
    )
    member = await service_login.fetch(
        "select roleid::regrole from pg_auth_members where member = current_user::regrole"
    )

    assert set(role.values()) == {False}
    assert owned == []
    assert member == []


ATTEMPTS = (
    "alter table employees disable row level security",
    "alter table employees no force row level security",
    "drop policy own_agency on employees",
    "create policy mine on employees using (true)",
    "alter table employees owner to talenta_app",
    "create or replace function visible_agencies() returns uuid[] language sql return null",
    "alter role talenta_app bypassrls",
    "set role talenta_owner",
    "set session authorization postgres",
    "create table loot (id integer)",
    "copy employees to program 'cat'",
    "truncate audit_events",
    "update audit_events set kind = 'nothing.happened'",
    "delete from audit_events",
    "delete from employees",
    "truncate employees",
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
async def test_what_the_service_may_not_do_with_the_database(service_login, attempt):
    await enter(service_login, "*")

    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.InvalidGrantOperationError)):
        await service_login.execute(attempt)


async def test_row_security_cannot_be_turned_off(service_login):
    await service_login.execute("set row_security = off")

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await service_login.fetch("select * from employees")


async def test_no_row_is_written_into_another_agency(service_login, agency_id):
    await enter(service_login, uuid4())

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await service_login.execute(
            "insert into units (agency_id, siasn_id, name) values ($1, 'X', 'X')", agency_id
        )
    changed = await service_login.execute("update employees set name = 'X'")
    assert changed == "UPDATE 0"


async def test_a_row_cannot_be_moved_into_another_agency(service_login, agency_id):
    await enter(service_login, agency_id)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await service_login.execute("update units set agency_id = $1", uuid4())


async def test_the_token_endpoint_finds_the_one_client_that_it_names(service_login, postgres):
    admin = await asyncpg.connect(
        postgres.url("postgres", await service_login.fetchval("select current_database()"))
    )
    client_id = await admin.fetchval("select id from clients order by id limit 1")
    await admin.close()

    await service_login.execute("select set_config('app.client', $1, false)", str(client_id))
    found = await service_login.fetch("select id from clients")
    changed = await service_login.execute("update clients set active = false")

    assert [row["id"] for row in found] == [client_id]
    assert changed == "UPDATE 0"

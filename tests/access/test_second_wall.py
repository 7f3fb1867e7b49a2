"""What the database itself refuses about access, whatever the service's own checks let through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.access.authority import DOOR
from app.core.db import set_context, transaction
from app.core.identity import SYSTEM, Role
from tests.conftest import an_actor
from tests.factories import an_agency

TABLES = ("client_secrets", "logins", "memberships", "token_revocations")
NEVER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
async def filled(admin, agency, simpeg, sessions):
    """One row in each table, all of this agency's client and one person."""
    await admin.post(
        "/v1/memberships",
        json={
            "issuer": "https://masuk.example",
            "subject": "ratna",
            "name": "Ratna",
            "roles": ["committee"],
            "agency_id": str(agency.id),
        },
    )
    await admin.post(f"/v1/clients/{simpeg['id']}/revocation")
    async with transaction(sessions, DOOR) as session:
        await session.execute(
            text("insert into logins (client_id, address) values (:id, '192.0.2.1')"),
            {"id": simpeg["id"]},
        )
    return simpeg


async def seen(sessions, context):
    async with sessions.begin() as session:
        await set_context(session, context)
        return {
            table: await session.scalar(text(f"select count(*) from {table}")) for table in TABLES
        }


async def test_without_context_nothing_is_there(filled, sessions):
    assert filled
    assert await seen(sessions, "") == dict.fromkeys(TABLES, 0)


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_sees_no_more_than_it_needs(filled, sessions, agency, role):
    assert filled
    counts = await seen(sessions, an_actor(role, agency.id).context)

    assert counts == {
        "client_secrets": int(role is Role.ADMIN),
        "logins": 0,
        "memberships": int(role in {Role.ADMIN, Role.AUDITOR}),
        "token_revocations": 1,
    }


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
async def test_another_agency_sees_neither_secrets_nor_people(filled, sessions, save, role):
    assert filled
    other = an_agency()
    await save(other)

    counts = await seen(sessions, an_actor(role, other.id).context)

    assert (counts["client_secrets"], counts["memberships"], counts["logins"]) == (0, 0, 0)


async def attempt(sessions, acting, statement, **values):
    async with transaction(sessions, acting) as session:
        return (await session.execute(text(statement), values)).rowcount


async def changed(sessions, acting, statement):
    """How many rows a statement changed; none when the database refused it."""
    try:
        return await attempt(sessions, acting, statement)
    except DBAPIError as error:
        if "row-level security" not in str(error):
            raise
        return 0


MEMBER = (
    "insert into memberships (issuer, subject, actor_id, name, roles, agency_id, valid_from)"
    " values ('x', 'x', :actor, 'X', '{admin}', :agency, current_date)"
)
SECRET = "insert into client_secrets (client_id, hint, hash) values (:client, '0000', 'x')"  # noqa: S105
REVOKED = (
    "insert into token_revocations (actor_id, issued_until, expires_at)"
    " values (:actor, now(), :expires)"
)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_nobody_but_an_administrator_writes_access(filled, sessions, agency, role):
    actor = an_actor(role, agency.id)
    attempts = [
        (MEMBER, {"actor": actor.id, "agency": agency.id}),
        (SECRET, {"client": filled["id"]}),
        (REVOKED, {"actor": uuid4(), "expires": NEVER}),
        (
            "insert into clients (name, roles, agency_id) values ('X', '{admin}', :agency)",
            {"agency": agency.id},
        ),
    ]
    for statement, values in attempts:
        with pytest.raises(DBAPIError, match="row-level security"):
            await attempt(sessions, actor, statement, **values)
    for statement in (
        "update memberships set roles = '{admin}'",
        "update clients set roles = '{admin}'",
        "delete from client_secrets",
        "delete from token_revocations",
        "update logins set failures = 0, failing_since = null",
    ):
        assert await changed(sessions, actor, statement) == 0


async def test_a_client_touches_its_own_secret_and_no_other(filled, admin, sessions, agency):
    body = {"name": "Lain", "roles": ["simpeg"], "agency_id": str(agency.id)}
    await admin.post("/v1/clients", json=body)
    own = replace(an_actor(Role.SIMPEG, agency.id), id=filled["id"])

    touched = await attempt(sessions, own, "update client_secrets set last_used_at = now()")

    assert touched == 1


async def test_an_administrator_does_not_undo_a_revocation(filled, sessions):
    assert filled
    assert await attempt(sessions, SYSTEM, "delete from token_revocations") == 0
    with pytest.raises(DBAPIError, match="permission denied"):
        await attempt(sessions, SYSTEM, "update token_revocations set expires_at = now()")


async def test_a_membership_is_never_deleted(filled, sessions):
    assert filled
    with pytest.raises(DBAPIError, match="permission denied"):
        await attempt(sessions, SYSTEM, "delete from memberships")

"""What happens at the door: clients are admitted, given secrets, recognised and locked out."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.access import authority, policy
from app.access.client_secrets import hash_of, matches, new_secret
from app.access.errors import (
    ClientNameTaken,
    ClientNotFound,
    ClientRefused,
    ScopeInvalid,
)
from app.access.models import Client
from app.access.schemas import ClientAdmission
from app.audit import service as audit
from app.core.db import Sessions, violations
from app.core.errors import Forbidden
from app.core.identity import SYSTEM, Actor, Role

EVERYWHERE = frozenset({Role.ADMIN, Role.KANREG, Role.BKN})
"""Roles whose demonstration clients belong to no single agency."""


class Admitted(NamedTuple):
    """A client and the secret that nobody will see again."""

    client: Client
    secret: str


async def admit(session: AsyncSession, actor: Actor, admission: ClientAdmission) -> Admitted:
    """Let a client in, with a secret of its own."""
    if not policy.can_give(actor, admission.agency_id, admission.roles):
        raise Forbidden
    await authority.check(session, admission)
    secret = new_secret()
    client = Client(
        name=admission.name,
        roles=sorted(set(admission.roles)),
        agency_id=admission.agency_id,
        secret_hash=await hash_of(secret),
    )
    session.add(client)
    with violations({"one_client_per_name": ClientNameTaken(name=admission.name)}):
        await session.flush()
    await audit.record(
        session,
        actor,
        "client.admitted",
        client.id,
        agency_id=client.agency_id,
        roles=list(client.roles),
    )
    return Admitted(client, secret)


async def renew_secret(session: AsyncSession, actor: Actor, client_id: UUID) -> Admitted:
    """Give a client a new secret; the old one is worth nothing from now on."""
    client = await _to_change(session, actor, client_id)
    secret = new_secret()
    client.secret_hash = await hash_of(secret)
    await session.flush()
    await audit.record(
        session, actor, "client.secret_renewed", client.id, agency_id=client.agency_id
    )
    return Admitted(client, secret)


async def lock_out(session: AsyncSession, actor: Actor, client_id: UUID) -> None:
    """Give a client no further token. It stays on record, for what it did."""
    client = await _to_change(session, actor, client_id)
    if client.active:
        client.active = False
        await session.flush()
        await audit.record(
            session, actor, "client.locked_out", client.id, agency_id=client.agency_id
        )


async def _to_change(session: AsyncSession, actor: Actor, client_id: UUID) -> Client:
    if not actor.has(Role.ADMIN):
        raise Forbidden
    client = await session.get(Client, client_id)
    if client is None:
        raise ClientNotFound(id=client_id)
    if not policy.can_change(actor, client.agency_id):
        raise Forbidden
    return client


async def recognise(
    sessions: Sessions, client_id: str, secret: str, scope: str | None = None
) -> Actor:
    """The actor that a client is, or `ClientRefused`, with the same work for whatever is wrong.

    It takes `sessions` because no transaction should stay open while a secret is being checked.
    `scope` narrows the roles.
    """
    client = await _named(sessions, client_id)
    known = client is not None and client.active
    if not await matches(secret, client.secret_hash if client is not None and known else None):
        raise ClientRefused
    assert client is not None  # noqa: S101 - only a known client's secret matches
    roles = frozenset(Role(role) for role in client.roles)
    if scope:
        wanted = frozenset(scope.split())
        if not wanted <= roles:
            raise ScopeInvalid
        roles = frozenset(Role(role) for role in wanted)
    agencies = None if client.agency_id is None else frozenset({client.agency_id})
    return Actor(client.id, client.name, roles, agencies)


async def _named(sessions: Sessions, client_id: str) -> Client | None:
    try:
        identity = UUID(client_id)
    except ValueError:
        return None
    async with sessions.begin() as session:
        await session.execute(
            text("select set_config('app.client', :id, true)"), {"id": str(identity)}
        )
        return await session.get(Client, identity)


async def agency_coded(session: AsyncSession, code: str) -> UUID | None:
    """The id of the agency with a code, for commands; None when there is none."""
    statement = text("select id from agencies where code = :code")
    return (await session.execute(statement, {"code": code})).scalar_one_or_none()


class DemoClient(NamedTuple):
    """A client of the demonstration."""

    role: Role
    client_id: UUID
    secret: str


async def ensure_demo_clients(
    session: AsyncSession, agency_id: UUID | None = None
) -> list[DemoClient]:
    """One client a role, `demo-<role>`, each with a secret that is new at every call.

    Those of BKN, of its regional office and of the administrator see every agency; the others see
    `agency_id`, or every agency when it is None.
    """
    clients = []
    for role in Role:
        where = None if role in EVERYWHERE else agency_id
        name = f"demo-{role}"
        statement = select(Client.id).where(
            Client.name == name, Client.agency_id.is_not_distinct_from(where)
        )
        known = await session.scalar(statement)
        if known is None:
            admission = ClientAdmission(name=name, roles=[role], agency_id=where)
            admitted = await admit(session, SYSTEM, admission)
        else:
            admitted = await renew_secret(session, SYSTEM, known)
        clients.append(DemoClient(role, admitted.client.id, admitted.secret))
    return clients

"""Who is at the door: a client is recognised by its secret or refused; both are written down."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.access import authority, login_limits
from app.access.authority import DOOR
from app.access.client_secrets import AT_ONCE, hint_of, which
from app.access.errors import ClientRefused, LoginLimited, ScopeInvalid
from app.access.login_limits import PAIR_LIMIT
from app.access.models import Client, ClientSecret
from app.audit import service as audit
from app.core.db import Sessions, transaction
from app.core.identity import Actor, Role

NOBODY = UUID(int=0)


class Recognised(NamedTuple):
    """A client as an actor, and the end of its authority (seconds since 1970), if there is one."""

    actor: Actor
    until: float | None


class Named(NamedTuple):
    """The client that was named, if it may come in, with its secrets that may be this one."""

    client: Client | None
    agencies: frozenset[UUID] | None
    secrets: Sequence[ClientSecret]


async def recognise(
    sessions: Sessions, client_id: str, secret: str, scope: str | None = None, address: str = ""
) -> Recognised:
    """The actor that a client is, or `ClientRefused`, with the same work for whatever is wrong.

    It takes `sessions` because no transaction should stay open while a secret is being checked.
    `scope` narrows the roles. Whoever failed too often is told to wait (`LoginLimited`).
    """
    identity = _uuid(client_id)
    async with AT_ONCE:
        named = await _named(sessions, identity, secret, address)
        place = await which(secret, [kept.hash for kept in named.secrets])
        if named.client is None or place is None:
            await _write_failure(sessions, identity, named, address)
            raise ClientRefused
    actor = _as_actor(named.client, scope)
    await _write_success(sessions, actor, named.secrets[place], address)
    return Recognised(actor, _end_of(named.client))


def _uuid(client_id: str) -> UUID:
    try:
        return UUID(client_id)
    except ValueError:
        return NOBODY


async def _named(sessions: Sessions, identity: UUID, secret: str, address: str) -> Named:
    async with transaction(sessions, DOOR) as session:
        if seconds := (await login_limits.standing(session, identity, address)).wait():
            raise LoginLimited(seconds)
        await session.execute(
            text("select set_config('app.client', :id, true)"), {"id": str(identity)}
        )
        client = await session.get(Client, identity)
        if client is None:
            return Named(None, frozenset(), [])
        agencies = None if client.agency_id is None else frozenset({client.agency_id})
        held = authority.holds(client.valid_from, client.valid_until, authority.today())
        if not (client.active and held):
            return Named(None, agencies, [])
        return Named(client, agencies, await _secrets(session, identity, secret))


async def _secrets(session: AsyncSession, identity: UUID, secret: str) -> Sequence[ClientSecret]:
    statement = select(ClientSecret).where(
        ClientSecret.client_id == identity,
        ClientSecret.hint.in_(("", hint_of(secret))),
        or_(ClientSecret.expires_at.is_(None), ClientSecret.expires_at > func.clock_timestamp()),
    )
    return (await session.scalars(statement)).all()


def _as_actor(client: Client, scope: str | None) -> Actor:
    roles = frozenset(Role(role) for role in client.roles)
    if scope:
        wanted = frozenset(scope.split())
        if not wanted <= roles:
            raise ScopeInvalid
        roles = frozenset(Role(role) for role in wanted)
    agencies = None if client.agency_id is None else frozenset({client.agency_id})
    units = None if client.units is None else frozenset(client.units)
    return Actor(client.id, client.name, roles, agencies, units, region=client.kanreg)


def _end_of(client: Client) -> float | None:
    """The first moment after a client's last day."""
    if client.valid_until is None:
        return None
    return datetime.combine(client.valid_until + timedelta(days=1), time(), UTC).timestamp()


async def _write_failure(sessions: Sessions, identity: UUID, named: Named, address: str) -> None:
    """Count a failure; the event names the client only where there is one."""
    who = Actor(DOOR.id, DOOR.name, frozenset(), named.agencies)
    known = named.client is not None or named.agencies != frozenset()
    agency_id = next(iter(named.agencies), None) if named.agencies else None
    async with transaction(sessions, who) as session:
        failures = await login_limits.failed(session, identity, address)
        await audit.record(
            session,
            who,
            "client.refused",
            identity if known else None,
            agency_id=agency_id,
            address=address,
            failures=failures,
            limited=failures >= PAIR_LIMIT,
        )


async def _write_success(
    sessions: Sessions, actor: Actor, secret: ClientSecret, address: str
) -> None:
    async with transaction(sessions, actor) as session:
        await login_limits.succeeded(session, actor.id, address)
        await session.execute(
            update(ClientSecret)
            .where(ClientSecret.id == secret.id)
            .values(last_used_at=func.clock_timestamp())
        )
        await audit.record(
            session,
            actor,
            "client.recognised",
            actor.id,
            agency_id=next(iter(actor.agencies), None) if actor.agencies else None,
            address=address,
            secret_id=str(secret.id),
            roles=sorted(actor.roles),
        )

"""What happens to clients: they are admitted, given secrets, and locked out."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.access import authority, policy, revocations
from app.access.client_secrets import hash_of, hint_of, new_secret
from app.access.errors import (
    ClientNameTaken,
    ClientNotFound,
    ClientSecretNotFound,
    ClientSecretsFull,
)
from app.access.models import Client, ClientSecret
from app.access.schemas import ClientAdmission
from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import SYSTEM, Actor, Role

EVERYWHERE = frozenset({Role.ADMIN, Role.KANREG, Role.BKN})
DEMO_REGION = "VII"
"""Roles whose demonstration clients belong to no single agency."""
LIVE_SECRETS = 2


class Admitted(NamedTuple):
    """A client and the secret that nobody will see again."""

    client: Client
    secret: str
    secret_id: UUID
    old_until: datetime | None = None
    """Until when the secret before it is accepted as well."""


async def admit(session: AsyncSession, actor: Actor, admission: ClientAdmission) -> Admitted:
    """Let a client in, with a secret of its own."""
    if not policy.can_give(actor, admission.agency_id, admission.roles):
        raise Forbidden
    await authority.check(session, admission)
    client = Client(
        name=admission.name,
        roles=sorted(set(admission.roles)),
        agency_id=admission.agency_id,
        units=sorted(set(admission.units)) if admission.units else None,
        kanreg=admission.kanreg,
        valid_from=admission.valid_from or authority.today(),
        valid_until=admission.valid_until,
    )
    session.add(client)
    with violations({"one_client_per_name": ClientNameTaken(name=admission.name)}):
        await session.flush()
    kept, secret = await _new_secret(session, client)
    await audit.record(
        session,
        actor,
        "client.admitted",
        client.id,
        agency_id=client.agency_id,
        after=audit.state_of(client),
        **authority.described(client),
    )
    return Admitted(client, secret, kept.id)


async def _new_secret(session: AsyncSession, client: Client) -> tuple[ClientSecret, str]:
    secret = new_secret()
    kept = ClientSecret(client_id=client.id, hint=hint_of(secret), hash=await hash_of(secret))
    session.add(kept)
    await session.flush()
    return kept, secret


async def add_secret(
    session: AsyncSession, actor: Actor, client_id: UUID, overlap: timedelta
) -> Admitted:
    """Give a client a new secret; the one before it is accepted for as long as `overlap`."""
    client = await _to_change(session, actor, client_id)
    live = await _live_secrets(session, client.id)
    if len(live) >= LIVE_SECRETS:
        raise ClientSecretsFull
    now = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    for old in live:
        old.expires_at = min(old.expires_at or now + overlap, now + overlap)
    kept, secret = await _new_secret(session, client)
    old_until = max((old.expires_at for old in live if old.expires_at), default=None)
    await audit.record(
        session,
        actor,
        "client.secret_added",
        client.id,
        agency_id=client.agency_id,
        secret_id=str(kept.id),
        old_until=old_until and old_until.isoformat(),
    )
    return Admitted(client, secret, kept.id, old_until)


async def renew_secret(session: AsyncSession, actor: Actor, client_id: UUID) -> Admitted:
    """Give a client a new secret; all before it are worth nothing from now on."""
    client = await _to_change(session, actor, client_id)
    await session.execute(delete(ClientSecret).where(ClientSecret.client_id == client.id))
    kept, secret = await _new_secret(session, client)
    await audit.record(
        session,
        actor,
        "client.secret_renewed",
        client.id,
        agency_id=client.agency_id,
        secret_id=str(kept.id),
    )
    return Admitted(client, secret, kept.id)


async def remove_secret(
    session: AsyncSession, actor: Actor, client_id: UUID, secret_id: UUID
) -> None:
    """Make one of a client's secrets worthless at once."""
    client = await _to_change(session, actor, client_id)
    statement = delete(ClientSecret).where(
        ClientSecret.client_id == client.id, ClientSecret.id == secret_id
    )
    removed = await session.scalar(statement.returning(ClientSecret.id))
    if removed is None:
        raise ClientSecretNotFound(id=secret_id)
    await audit.record(
        session,
        actor,
        "client.secret_removed",
        client.id,
        agency_id=client.agency_id,
        secret_id=str(secret_id),
    )


async def _live_secrets(session: AsyncSession, client_id: UUID) -> list[ClientSecret]:
    """The secrets that are accepted; those that have run out are removed."""
    ours = ClientSecret.client_id == client_id
    await session.execute(
        delete(ClientSecret).where(ours, ClientSecret.expires_at <= func.clock_timestamp())
    )
    return list(await session.scalars(select(ClientSecret).where(ours)))


async def revoke(session: AsyncSession, actor: Actor, client_id: UUID) -> int:
    """Make all tokens of a client so far worthless; it may get new ones.

    Returns until when tokens that were issued are covered (milliseconds of 1970).
    """
    client = await _to_change(session, actor, client_id)
    until = await revocations.revoke_all(session, client.id)
    await audit.record(
        session, actor, "client.tokens_revoked", client.id, agency_id=client.agency_id
    )
    return until


async def lock_out(session: AsyncSession, actor: Actor, client_id: UUID) -> int:
    """End a client's access at once, tokens included. It stays on record, for what it did.

    Returns until when tokens that were issued are covered (milliseconds of 1970).
    """
    client = await _to_change(session, actor, client_id)
    if client.active:
        before = audit.state_of(client)
        client.active = False
        await session.flush()
        await audit.record(
            session,
            actor,
            "client.locked_out",
            client.id,
            agency_id=client.agency_id,
            before=before,
            after=audit.state_of(client),
        )
    return await revocations.revoke_all(session, client.id, for_good=True)


async def _to_change(session: AsyncSession, actor: Actor, client_id: UUID) -> Client:
    if not policy.can_view(actor):
        raise ClientNotFound(id=client_id)
    client = await session.get(Client, client_id, with_for_update=True)
    if client is None:
        raise ClientNotFound(id=client_id)
    if not policy.can_change(actor, client.agency_id):
        raise Forbidden
    return client


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

    Those of BKN and of the administrator see every agency, that of the regional office those of
    its region; the others see `agency_id`, or every agency when it is None.
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
            region = DEMO_REGION if role is Role.KANREG else None
            admission = ClientAdmission(name=name, roles=[role], agency_id=where, kanreg=region)
            admitted = await admit(session, SYSTEM, admission)
        else:
            admitted = await renew_secret(session, SYSTEM, known)
        clients.append(DemoClient(role, admitted.client.id, admitted.secret))
    return clients

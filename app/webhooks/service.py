"""What happens to webhooks: made, changed, given new secrets, tested, replayed, removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from cryptography.fernet import Fernet
from sqlalchemy import RowMapping, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.config import Settings
from app.core.errors import Fault, Forbidden
from app.core.identity import Actor
from app.core.jobs import enqueue
from app.organisation import service as organisation
from app.webhooks import messages, policy, queries, signing
from app.webhooks.addresses import AddressRefused, checked
from app.webhooks.errors import (
    REFUSED,
    DeliveryNotFound,
    SecretsInRotation,
    WebhookDisabled,
    WebhookInvalid,
    WebhookNotFound,
)
from app.webhooks.models import Attempt, Delivery, Endpoint, EndpointSecret, State
from app.webhooks.schemas import NewWebhook, Replay, WebhookPatch
from app.webhooks.sealing import sealer

DELIVER = "webhooks.deliver"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an installation allows, and with what it seals."""

    private: bool
    fernet: Fernet

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings.webhook_private_targets, sealer(settings))


async def make(
    session: AsyncSession, actor: Actor, new: NewWebhook, terms: Terms
) -> dict[str, Any]:
    """Have an address told what happens; its secret is shown this once."""
    if not policy.can_edit(actor):
        raise Forbidden
    agency = await organisation.agency_meant(session, actor, new.agency)
    _check(new.url, new.events, terms)
    endpoint = Endpoint(
        **new.model_dump(exclude={"agency"}), agency_id=agency.id, created_by=actor.id
    )
    session.add(endpoint)
    await session.flush()
    secret = await _add_secret(session, endpoint, terms)
    await _record(session, actor, "webhook.made", endpoint, after=audit.state_of(endpoint))
    shown = await _shown(session, endpoint.id)
    return {**shown, "secret": None if signing.public_key(secret) else secret}


async def change(
    session: AsyncSession, actor: Actor, webhook_id: UUID, patch: WebhookPatch, terms: Terms
) -> RowMapping:
    """Change an endpoint; whatever is left out stays."""
    endpoint = await _changeable(session, actor, webhook_id)
    before = audit.state_of(endpoint)
    values = patch.model_dump(exclude_unset=True)
    enabled = values.pop("enabled", None)
    for name, value in values.items():
        if value is not None or name == "description":
            setattr(endpoint, name, value)
    _check(endpoint.url, endpoint.events, terms)
    if enabled is not None:
        endpoint.disabled_at = None if enabled else datetime.now(UTC)
        endpoint.disabled_because = None if enabled else "asked"
    await session.flush()
    await _record(
        session, actor, "webhook.changed", endpoint, before=before, after=audit.state_of(endpoint)
    )
    return await _shown(session, endpoint.id)


async def remove(session: AsyncSession, actor: Actor, webhook_id: UUID) -> None:
    """Forget an endpoint and the log of what was sent to it."""
    endpoint = await _changeable(session, actor, webhook_id)
    before = audit.state_of(endpoint)
    sent = select(Delivery.id).where(Delivery.endpoint_id == endpoint.id)
    await session.execute(delete(Attempt).where(Attempt.delivery_id.in_(sent)))
    for table in (Delivery, EndpointSecret):
        await session.execute(delete(table).where(table.endpoint_id == endpoint.id))
    gone = delete(Endpoint).where(Endpoint.id == endpoint.id).returning(Endpoint.id)
    if await session.scalar(gone) is None:  # the database lets this role remove nothing
        raise Forbidden
    await _record(session, actor, "webhook.removed", endpoint, before=before)


async def rotate(
    session: AsyncSession, actor: Actor, webhook_id: UUID, overlap: timedelta, terms: Terms
) -> dict[str, Any]:
    """Give an endpoint a new secret; both sign until the overlap ends.

    Raises SecretsInRotation while an earlier rotation is not finished.
    """
    endpoint = await _changeable(session, actor, webhook_id)
    now = datetime.now(UTC)
    live = await live_secrets(session, [endpoint.id], now)
    ending = [secret for secret in live if secret.expires_at is not None]
    if ending:
        raise SecretsInRotation(expires_at=ending[0].expires_at)
    until = now + overlap
    for secret in live:
        secret.expires_at = until
    made = await _add_secret(session, endpoint, terms)
    await _record(session, actor, "webhook.secret_added", endpoint, older_until=until.isoformat())
    public = signing.public_key(made)
    return {
        "secret": None if public else made,
        "public_key": public,
        "older_until": until if live and overlap else None,
    }


async def test(session: AsyncSession, actor: Actor, webhook_id: UUID) -> UUID:
    """Send a message that nothing happened, to see whether it arrives."""
    endpoint = await _changeable(session, actor, webhook_id)
    if endpoint.disabled_at is not None:
        raise WebhookDisabled
    delivery = Delivery(
        agency_id=endpoint.agency_id,
        endpoint_id=endpoint.id,
        kind=messages.TESTED,
        subject_id=endpoint.id,
        occurred_at=datetime.now(UTC),
    )
    session.add(delivery)
    await session.flush()
    await enqueue(session, DELIVER)
    return delivery.id


async def replay(session: AsyncSession, actor: Actor, webhook_id: UUID, wanted: Replay) -> int:
    """Send the messages of an interval again; they keep their ids, so that receivers know them."""
    endpoint = await _changeable(session, actor, webhook_id)
    until = wanted.until or datetime.now(UTC)
    states = [State.FAILED] if wanted.only_failed else [State.FAILED, State.DELIVERED]
    chosen = (
        Delivery.occurred_at >= wanted.since,
        Delivery.occurred_at < until,
        Delivery.state.in_(states),
    )
    count = await _again(session, endpoint, *chosen)
    await _record(
        session, actor, "webhook.replayed", endpoint, since=wanted.since.isoformat(), count=count
    )
    return count


async def replay_one(
    session: AsyncSession, actor: Actor, webhook_id: UUID, delivery_id: UUID
) -> None:
    """Send one message again at once, whatever became of it."""
    endpoint = await _changeable(session, actor, webhook_id)
    if not await _again(session, endpoint, Delivery.id == delivery_id):
        raise DeliveryNotFound(id=delivery_id)


async def live_secrets(
    session: AsyncSession, endpoints: Iterable[UUID], now: datetime
) -> list[EndpointSecret]:
    """The secrets that sign now, the newest first."""
    found = await session.scalars(
        select(EndpointSecret)
        .where(
            EndpointSecret.endpoint_id.in_(list(endpoints)),
            or_(EndpointSecret.expires_at.is_(None), EndpointSecret.expires_at > now),
        )
        .order_by(EndpointSecret.id.desc())
    )
    return list(found)


async def _again(session: AsyncSession, endpoint: Endpoint, *chosen: Any) -> int:
    if endpoint.disabled_at is not None:
        raise WebhookDisabled
    result: Any = await session.execute(
        update(Delivery)
        .where(Delivery.endpoint_id == endpoint.id, *chosen)
        .values(state=State.PENDING, attempts=0, next_at=func.clock_timestamp(), finished_at=None)
    )
    if result.rowcount:
        await enqueue(session, DELIVER)
    return int(result.rowcount)


async def _add_secret(session: AsyncSession, endpoint: Endpoint, terms: Terms) -> str:
    secret = signing.new_secret(endpoint.method)
    session.add(
        EndpointSecret(
            agency_id=endpoint.agency_id,
            endpoint_id=endpoint.id,
            sealed=terms.fernet.encrypt(secret.encode()).decode(),
            public_key=signing.public_key(secret),
        )
    )
    await session.flush()
    return secret


async def _shown(session: AsyncSession, webhook_id: UUID) -> RowMapping:
    found = await session.execute(queries.ONE_ENDPOINT, {"webhook_id": webhook_id})
    row: RowMapping = found.mappings().one()
    return row


async def _changeable(session: AsyncSession, actor: Actor, webhook_id: UUID) -> Endpoint:
    """An endpoint that the actor may change, held until the transaction ends."""
    seen = select(Endpoint).where(Endpoint.id == webhook_id, policy.visible_to(actor))
    endpoint = await session.scalar(seen)
    if endpoint is None:
        raise WebhookNotFound(id=webhook_id)
    if not policy.can_edit(actor):
        raise Forbidden
    await session.refresh(endpoint, with_for_update=True)
    return endpoint


def _check(url: str, events: Iterable[str], terms: Terms) -> None:
    faults = [
        Fault(f"/events/{n}", "event-unknown", REFUSED["event-unknown"])
        for n, pattern in enumerate(events)
        if not messages.is_pattern(pattern)
    ]
    try:
        checked(url, private=terms.private)
    except AddressRefused as refused:
        faults.insert(0, Fault("/url", refused.reason, REFUSED[refused.reason]))
    if faults:
        raise WebhookInvalid(errors=faults)


async def _record(
    session: AsyncSession, actor: Actor, kind: str, endpoint: Endpoint, **data: Any
) -> None:
    agency = endpoint.agency_id
    await audit.record(session, actor, kind, endpoint.id, agency_id=agency, **data)

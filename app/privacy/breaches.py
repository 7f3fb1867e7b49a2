"""The register of breaches: told within 3 x 24 hours, to the authority and to the people."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Fault, Forbidden
from app.core.identity import Actor
from app.core.words import Words
from app.organisation import service as organisation
from app.privacy import policy, queries
from app.privacy.errors import AlreadyNotified, BreachInvalid, BreachNotFound
from app.privacy.models import Breach
from app.privacy.schemas import NewBreach, Notified

IN_FUTURE = Words("Waktu ini belum tiba.", "This instant has not come yet.")
AFTER_DISCOVERY = Words(
    "Kejadian tidak mungkin sesudah ditemukan.", "It cannot have happened after its discovery."
)
BEFORE_DISCOVERY = Words(
    "Pemberitahuan tidak mungkin sebelum ditemukan.", "Nobody can be told before the discovery."
)
COLUMN = {"authority": "authority_notified_at", "subjects": "subjects_notified_at"}


async def register(session: AsyncSession, actor: Actor, new: NewBreach) -> RowMapping:
    """Put a breach on record; it can be completed only by who was told of it."""
    if not policy.can_register_breach(actor):
        raise Forbidden
    agency = await organisation.agency_meant(session, actor, new.agency)
    if new.discovered_at > datetime.now(UTC):
        raise refused("/discovered_at", "in-future", IN_FUTURE)
    later = refused("/occurred_at", "after-discovery", AFTER_DISCOVERY)
    breach = Breach(**new.model_dump(exclude={"agency"}), agency_id=agency.id, created_by=actor.id)
    session.add(breach)
    with violations({"found_after_it_happened": later}):
        await session.flush()
    await _record(session, actor, "breach.registered", breach)
    return await shown(session, breach.id)


async def notified(
    session: AsyncSession, actor: Actor, breach_id: UUID, notified: Notified
) -> RowMapping:
    """Put on record that the authority, or the people concerned, were told."""
    if not policy.can_see_breaches(actor):
        raise Forbidden
    breach = await session.scalar(select(Breach).where(Breach.id == breach_id))
    if breach is None:
        raise BreachNotFound(id=breach_id)
    if not policy.can_register_breach(actor):
        raise Forbidden
    await session.refresh(breach, with_for_update=True)
    if getattr(breach, COLUMN[notified.to]) is not None:
        raise AlreadyNotified(to=notified.to)
    if notified.at > datetime.now(UTC):
        raise refused("/at", "in-future", IN_FUTURE)
    setattr(breach, COLUMN[notified.to], notified.at)
    early = refused("/at", "before-discovery", BEFORE_DISCOVERY)
    with violations({"notified_after_discovery": early}):
        await session.flush()
    await _record(session, actor, "breach.notified", breach, to=notified.to)
    return await shown(session, breach_id)


async def shown(session: AsyncSession, breach_id: UUID) -> RowMapping:
    """A breach with its clock."""
    found = await session.execute(queries.BREACH, {"breach_id": breach_id})
    return found.mappings().one()


async def _record(
    session: AsyncSession, actor: Actor, kind: str, breach: Breach, **data: Any
) -> None:
    await audit.record(
        session,
        actor,
        kind,
        breach.id,
        agency_id=breach.agency_id,
        discovered_at=breach.discovered_at.astimezone(UTC).isoformat(),
        people_affected=breach.people_affected,
        **data,
    )


def refused(pointer: str, code: str, words: Words) -> BreachInvalid:
    return BreachInvalid(errors=[Fault(pointer, code, words)])

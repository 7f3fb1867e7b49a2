"""Erasure: what an event said is destroyed; that it happened, and the tree, stay."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.models import Event, Leaf
from app.core.identity import Actor

ERASED = "audit.erased"


async def erasable(
    session: AsyncSession, person_id: UUID, *, until: datetime | None = None
) -> list[int]:
    """Leaves of events about a person, by them or for them, recorded before `until`.

    Events without a leaf yet are left out: sequence them first.
    """
    about = or_(
        Event.subject_id == person_id, Event.actor_id == person_id, Event.on_behalf_of == person_id
    )
    query = (
        select(Leaf.index)
        .join(Event, Event.id == Leaf.event_id)
        .where(about, Event.salt.is_not(None), Event.kind != ERASED)
        .order_by(Leaf.index)
    )
    if until is not None:
        query = query.where(Event.at < until)
    return list(await session.scalars(query))


async def erase(
    session: AsyncSession,
    actor: Actor,
    leaves: Sequence[int],
    *,
    agency_id: UUID | None,
    purpose: str,
) -> int:
    """Destroy content and salt of the events at these leaves, all of one agency.

    Recorded as `audit.erased` with the leaves' numbers; the database erases nothing that such an
    event does not name. Returns how many it erased. The context must play `admin` or `analyst`.
    """
    if not leaves:
        return 0
    await audit.record(
        session, actor, ERASED, None, agency_id=agency_id, purpose=purpose, leaves=list(leaves)
    )
    erasure = await audit.recorded(session)
    return int(await session.scalar(select(func.erase_events(erasure))) or 0)

"""Erasure: what an event said is destroyed; that it happened, and the tree, stay."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.identity import Actor

ERASED = "audit.erased"


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

"""Recording events: the last line of every use case that changes something."""

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import Event
from app.core.identity import Actor


async def record(
    session: AsyncSession,
    actor: Actor,
    kind: str,
    subject_id: UUID | None,
    *,
    agency_id: UUID | None = None,
    **data: Any,
) -> None:
    """Append an event `noun.past_participle` to the log, in the caller's transaction.

    `data` holds JSON values: ids, codes, counts and hashes, no personal data.
    """
    context = structlog.contextvars.get_contextvars()
    values = {
        "actor_id": actor.id,
        "actor_name": actor.name,
        "kind": kind,
        "subject_id": subject_id,
        "agency_id": agency_id,
        "request_id": context.get("request_id"),
        "data": data,
    }
    await session.execute(insert(Event).values(values))

"""Everybody whose records a bundle holds can see who took it, and what for.

One statement for the whole population; the reads of single persons are written down by the domain
of employees in the same table.
"""

from uuid import UUID

import structlog
from sqlalchemy import ARRAY, Text, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.identity import Actor
from app.evidence.parts import Seal

WHAT = "evidence"
NOTE = text("""
insert into person_accesses
  (agency_id, employee_id, actor_id, actor_name, roles, what, object_id, reason, request_id)
select agency_id, employee_id, :actor_id, :actor_name, :roles, :what, :object_id, :reason,
  :request_id
from talent_map_placements
where map_id = :map_id and employee_id is distinct from :own""").bindparams(
    bindparam("actor_id", type_=Uuid),
    bindparam("roles", type_=ARRAY(Text)),
    bindparam("object_id", type_=Uuid),
    bindparam("map_id", type_=Uuid),
    bindparam("own", type_=Uuid),
)


async def note(session: AsyncSession, actor: Actor, map_id: UUID, seal: Seal) -> None:
    """Write down for each person of a map that their records were taken out as evidence."""
    values = {
        "actor_id": actor.id,
        "actor_name": actor.name,
        "roles": sorted(actor.roles),
        "what": WHAT,
        "object_id": seal.subject_id,
        "reason": seal.purpose,
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
        "map_id": map_id,
        "own": actor.employee_id,
    }
    await session.execute(NOTE, values)

"""The ranking behind a proposal: everybody who is eligible now, as a document that can be hashed.

It holds ids, ranks, boxes and values, and of the map and scheme what a stranger needs to compute
them again. Whoever is in it passes every rule; the others are counted, and not kept.
"""

from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy.ext.asyncio import AsyncSession

from app.appointments.choosing import among_eligible
from app.core.identity import Actor
from app.talent_pools import candidates, standings
from app.talent_pools import service as talent_pools
from app.talent_pools.eligibility import RULES
from app.talent_pools.sifting import Slice

FORMAT = "talenta-placement-ranking/1"
EVERYBODY = 1_000_000


async def of(
    session: AsyncSession, actor: Actor, pool_id: UUID, position_id: UUID
) -> dict[str, Any]:
    """Rank the eligible members of a pool for a position, as of now."""
    pool = await talent_pools.get(session, actor, pool_id)
    used = await standings.find_map(session, pool.map_id)
    wanted = Slice(limit=EVERYBODY, eligible=True)
    found, _ = await candidates.of_pool(session, actor, pool.id, position_id, wanted)
    ranks = among_eligible([c.standing.rank or 0 for c in found])
    return {
        "format": FORMAT,
        "pool": {"id": str(pool.id), "revision": pool.revision, "boxes": list(pool.boxes)},
        "map": None if used is None else used.identity,
        "position_id": str(position_id),
        "rules": list(RULES),
        "members": await talent_pools.count(session, pool.id),
        "candidates": [
            {
                "employee_id": str(c.standing.employee_id),
                "rank": rank,
                "pool_rank": c.standing.rank,
                "box": c.standing.box,
                **c.standing.calibrated,
                "value": c.standing.value,
            }
            for c, rank in zip(found, ranks, strict=True)
        ],
    }


def canonical(ranking: dict[str, Any]) -> str:
    """The ranking in its RFC 8785 form."""
    return rfc8785.dumps(ranking).decode()

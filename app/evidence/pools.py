"""The files of a pool, after those of its map."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
import rfc8785
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import raw
from app.core.identity import Actor
from app.evidence import maps, records
from app.evidence.errors import SubjectChanged
from app.evidence.instants import written
from app.evidence.packing import Packing
from app.evidence.parts import About
from app.talent_pools import service as talent_pools
from app.verifier import talent_pool as files

SHOWN = 500
"""Members on the page for people; all of them are in the bundle's files."""


async def add(session: AsyncSession, actor: Actor, pool_id: UUID, packing: Packing) -> About:
    """Put in a pool that the actor may see, with its map.

    Raises SubjectChanged when the pool was changed meanwhile.
    """
    pool = await talent_pools.get(session, actor, pool_id)
    of_map = await maps.add(session, actor, pool.map_id, packing)
    revision, members = pool.revision, 0
    first: list[dict[str, Any]] = []
    db = await raw(session)
    async with packing.writing(files.MEMBERS) as entry:
        async for part in records.members(db, pool_id, pool.map_id):
            await entry.write(part.lines)
            members += part.people
            if len(first) < SHOWN:
                first += [orjson.loads(line) for line in part.lines.splitlines()]
    await session.refresh(pool)
    if pool.revision != revision:
        raise SubjectChanged(title=pool.name)
    approved = pool.approved_request_id
    about: dict[str, Any] = {
        "id": str(pool.id),
        "name": pool.name,
        "map_id": str(pool.map_id),
        "boxes": list(pool.boxes),
        "rule": pool.rule,
        "legal_basis": pool.legal_basis,
        "valid_from": pool.valid_from.isoformat(),
        "expires_on": pool.expires_on.isoformat(),
        "status": str(pool.status),
        "revision": pool.revision,
        "approved_request_id": None if approved is None else str(approved),
        "created_at": written(pool.created_at),
    }
    await packing.add(files.POOL, rfc8785.dumps(about))
    return replace(
        of_map,
        title=pool.name,
        subjects=(pool.id, *of_map.subjects),
        pool=about,
        members=members,
        first_members=first[:SHOWN],
    )

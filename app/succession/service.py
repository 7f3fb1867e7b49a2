"""Candidates side by side: what each one's scores, eligibility and readiness rest on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.identity import Actor
from app.core.words import Language
from app.succession.errors import NAMED_TWICE, NOT_A_MEMBER, POOL_UNKNOWN, SchemesDiffer
from app.succession.schemas import Compared, NewComparison
from app.talent_maps import reading
from app.talent_pools import candidate_facts, candidates, standings
from app.talent_pools import service as pools
from app.talent_pools.errors import POSITION_UNKNOWN, PoolNotFound, unknown
from app.talent_pools.models import Pool
from app.talent_pools.profiles import Requirement
from app.talent_pools.standings import Group, MapUsed


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared: a member of a pool, and the map that the pool draws from."""

    pointer: str
    employee_id: UUID
    pool: Pool
    used: MapUsed


async def compare(
    session: AsyncSession, actor: Actor, asked: NewComparison, language: Language
) -> dict[str, Any]:
    """Hold members of pools that the actor may see against a position, side by side."""
    requirement = await candidate_facts.requirement(session, asked.position_id)
    if requirement is None:
        raise unknown("/position_id", "position-unknown", POSITION_UNKNOWN)
    sides = [
        await _side(session, actor, one, f"/candidates/{n}")
        for n, one in enumerate(asked.candidates)
    ]
    for n, side in enumerate(sides):
        if side.employee_id in (other.employee_id for other in sides[:n]):
            raise unknown(f"{side.pointer}/employee_id", "named-twice", NAMED_TWICE)
    schemes = {side.used.scheme_sha256: side.used.scheme for side in sides}
    if len(schemes) > 1:
        raise SchemesDiffer(schemes=", ".join(sorted(schemes.values())))
    ((sha256, scheme),) = schemes.items()
    return {
        "position_id": asked.position_id,
        "scheme": scheme,
        "scheme_sha256": sha256,
        "candidates": [await _shown(session, actor, side, requirement, language) for side in sides],
    }


async def _side(session: AsyncSession, actor: Actor, one: Compared, pointer: str) -> Side:
    try:
        pool = await pools.get(session, actor, one.pool_id)
    except PoolNotFound:
        raise unknown(f"{pointer}/pool_id", "talent-pool-unknown", POOL_UNKNOWN) from None
    used = await standings.find_map(session, pool.map_id)
    if used is None:
        raise unknown(f"{pointer}/pool_id", "talent-pool-unknown", POOL_UNKNOWN)
    return Side(pointer, one.employee_id, pool, used)


async def _shown(
    session: AsyncSession, actor: Actor, side: Side, requirement: Requirement, language: Language
) -> dict[str, Any]:
    """Rank, eligibility and readiness within the pool, and the trace of the scores; on record."""
    pool, used = side.pool, side.used
    group = Group(used.id, pool.id)
    people = await standings.ranked(session, group, employee_id=side.employee_id)
    if not people:
        raise unknown(f"{side.pointer}/employee_id", "not-a-member", NOT_A_MEMBER)
    question = candidates.question_of(used, requirement, pool.boxes)
    (candidate,) = await candidates.judged(session, people, question)
    trace = await reading.trace(session, actor, used.id, side.employee_id)
    return {
        **candidates.shown(candidate, actor, language),
        "pool_id": pool.id,
        "map_id": used.id,
        "as_of": used.as_of,
        "axes": trace["axes"],
    }

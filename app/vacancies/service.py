"""Benches of a pool: who stands ready behind each position.

Positions that ask the same have the same eligible people, so a pool is judged once for each profile
that occurs (three in a province of 861 positions), and not once for each position.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, RowMapping, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import Forbidden
from app.core.identity import Actor
from app.organisation.errors import PositionNotFound
from app.talent_pools import candidates
from app.talent_pools import service as talent_pools
from app.talent_pools.candidates import Candidate
from app.talent_pools.sifting import Slice
from app.vacancies import policy
from app.vacancies.strength import Bench, Coverage, covered, ready_for

EVERYBODY = 1_000_000
POSITIONS = text("""
with held as materialized (
  select agency_id, position_code, array_agg(id) as holders from employees
  where case when position_code in (select code from positions)
    then lower(legal_status) = 'aktif' end
  group by agency_id, position_code
)
select p.id as position_id, p.code, p.name, p.level, p.cohort, p.critical,
  coalesce(h.holders, '{}') as holders,
  row(p.cohort, p.required_rank, p.required_education, p.required_training,
    p.required_experience_years, p.admits_pppk)::text as profile
from positions p left join held h on h.agency_id = p.agency_id and h.position_code = p.code
where p.agency_id = :agency_id and (:critical is null or p.critical = :critical)
  and (:position_id is null or p.id = :position_id)
order by p.code collate "C"
""").bindparams(
    bindparam("agency_id", type_=Uuid()),
    bindparam("critical", type_=Boolean()),
    bindparam("position_id", type_=Uuid()),
)


@dataclass(frozen=True, slots=True)
class Benched:
    """A position with its bench."""

    position: RowMapping
    bench: Bench[UUID]

    def shown(self) -> dict[str, Any]:
        """Return the position with its numbers."""
        hidden = ("holders", "profile")
        about = {name: value for name, value in self.position.items() if name not in hidden}
        return {**about, "holders": self.bench.holders, "ready": len(self.bench.ready)}


async def benches(
    session: AsyncSession, actor: Actor, pool_id: UUID, *, critical: bool | None
) -> list[Benched]:
    """The bench of every position, or of the critical ones, in the order of their codes."""
    agency_id = await _agency_of(session, actor, pool_id)
    asked = {"agency_id": agency_id, "critical": critical, "position_id": None}
    found = (await session.execute(POSITIONS, asked)).mappings().all()
    eligible = await _eligible(session, actor, pool_id, found)
    return [
        Benched(
            position,
            Bench(
                ready_for(eligible[position["profile"]], set(position["holders"])),
                len(position["holders"]),
            ),
        )
        for position in found
    ]


async def coverage(
    session: AsyncSession, actor: Actor, pool_id: UUID, *, critical: bool | None
) -> Coverage:
    """The numbers over the benches of a pool."""
    found = await benches(session, actor, pool_id, critical=critical)
    return covered({one.position["position_id"]: one.bench for one in found})


async def of_position(
    session: AsyncSession, actor: Actor, pool_id: UUID, position_id: UUID
) -> list[Candidate]:
    """Who stands ready for one position, best first."""
    agency_id = await _agency_of(session, actor, pool_id)
    asked = {"agency_id": agency_id, "critical": None, "position_id": position_id}
    position = (await session.execute(POSITIONS, asked)).mappings().one_or_none()
    if position is None:
        raise PositionNotFound(id=position_id)
    wanted = Slice(limit=EVERYBODY, eligible=True)
    found, _ = await candidates.of_pool(session, actor, pool_id, position_id, wanted)
    holders = set(position["holders"])
    return [one for one in found if one.standing.employee_id not in holders]


async def _agency_of(session: AsyncSession, actor: Actor, pool_id: UUID) -> UUID:
    pool = await talent_pools.get(session, actor, pool_id)
    if not policy.can_view(actor):
        raise Forbidden
    return pool.agency_id


async def _eligible(
    session: AsyncSession, actor: Actor, pool_id: UUID, positions: Sequence[RowMapping]
) -> Mapping[str, list[UUID]]:
    """Who passes every rule, for each profile that occurs."""
    known: dict[str, list[UUID]] = {}
    wanted = Slice(limit=EVERYBODY, eligible=True)
    for position in positions:
        profile = position["profile"]
        if profile not in known:
            found, _ = await candidates.of_pool(
                session, actor, pool_id, position["position_id"], wanted
            )
            known[profile] = [one.standing.employee_id for one in found]
    return known

"""A pool held to its rule again, after calibrations moved people in or out of its boxes.

The rule is the pool's own, applied to the boxes that stand now. Whom it takes joins, unless they
were taken out by hand: that was somebody's decision, with a reason. Whoever came in by the rule and
does not meet it leaves, and so does whoever stands outside the pool's boxes, nominated or not.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.masking import nip_for
from app.talent_pools import policy, service
from app.talent_pools.errors import PoolExpired
from app.talent_pools.expiry import expired
from app.talent_pools.models import Member, Origin, Pool
from app.talent_pools.standings import BOXES, PLACED, RULE, STANDING, joining

# Analysts, who alone renew, read the log of their agency.
CHANGES = text(f"""
with entitled as (
{joining(f"{PLACED} where p.map_id = :map_id", STANDING)}
), removed as (
  select cast(data->>'employee_id' as uuid) as employee_id from audit_events
  where subject_id = :pool_id and kind = 'talent_pool.member_removed'
)
select p.employee_id, {BOXES}, round(p.value, 4)::text as value, e.nip, e.name, x.origin
from {PLACED}
join employees e on e.id = p.employee_id
left join entitled t on t.employee_id = p.employee_id
left join talent_pool_members x on x.pool_id = :pool_id and x.employee_id = p.employee_id
where p.map_id = :map_id and case
  when x.employee_id is null then t.employee_id is not null
    and not exists (select from removed r where r.employee_id = p.employee_id)
  else ({STANDING} = any (:boxes)) is not true
    or (x.origin = '{Origin.RULE.value}' and t.employee_id is null) end
order by p.place
""").bindparams(bindparam("map_id", type_=Uuid()), bindparam("pool_id", type_=Uuid()), *RULE)


async def preview(session: AsyncSession, actor: Actor, pool_id: UUID) -> dict[str, Any]:
    """Say who would join and leave."""
    return _shown(actor, await _changes(session, await _renewable(session, actor, pool_id)))


async def renew(
    session: AsyncSession, actor: Actor, pool_id: UUID, reason: str, *, today: date
) -> dict[str, Any]:
    """Let those join and leave whom the rule says; a pool that follows it already stays as it is.

    An expired pool takes nobody in, and one is not emptied.
    """
    pool = await _renewable(session, actor, pool_id)
    if expired(pool.expires_on, today):
        raise PoolExpired(name=pool.name, expires_on=pool.expires_on.isoformat())
    await session.refresh(pool, with_for_update=True)
    changes = await _changes(session, pool)
    joining_, leaving = _parted(changes)
    gone = [row.employee_id for row in leaving]
    there = Member.pool_id == pool.id
    await session.execute(delete(Member).where(there, Member.employee_id.in_(gone)))
    session.add_all(
        Member(
            agency_id=pool.agency_id,
            pool_id=pool.id,
            employee_id=row.employee_id,
            origin=Origin.RULE,
            added_by=actor.id,
        )
        for row in joining_
    )
    await session.flush()
    if not await session.scalar(select(func.count()).select_from(Member).where(there)):
        raise service.nobody(pool.boxes)
    if changes:
        people = {
            "joined": [str(row.employee_id) for row in joining_],
            "left": [str(person) for person in gone],
        }
        await service.put_on_record(session, actor, pool, "renewed", reason=reason, **people)
    return _shown(actor, changes)


async def _renewable(session: AsyncSession, actor: Actor, pool_id: UUID) -> Pool:
    pool = await service.get(session, actor, pool_id)
    if not policy.can_renew(actor, pool):
        raise Forbidden
    return pool


async def _changes(session: AsyncSession, pool: Pool) -> list[Row[Any]]:
    minimum = pool.rule["minimum_value"]
    values = {
        "map_id": pool.map_id,
        "pool_id": pool.id,
        "boxes": pool.boxes,
        "minimum": None if minimum is None else Decimal(minimum),
        "cohorts": pool.rule["cohorts"],
        "limit": pool.rule["limit"],
    }
    return list((await session.execute(CHANGES, values)).all())


def _parted(changes: list[Row[Any]]) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Those who join, and those who leave."""
    return [r for r in changes if r.origin is None], [r for r in changes if r.origin is not None]


def _shown(actor: Actor, changes: list[Row[Any]]) -> dict[str, Any]:
    people = [{**row._mapping, "nip": nip_for(actor, row.nip)} for row in changes]  # noqa: SLF001 - public in SQLAlchemy
    return {
        "joining": [one for one in people if one["origin"] is None],
        "leaving": [one for one in people if one["origin"] is not None],
    }

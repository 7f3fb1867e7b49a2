"""What happens to pools: made from a map, changed with a reason, approved as they stand."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.conflicts import service as conflicts
from app.core.db import violations
from app.core.errors import Fault, Forbidden
from app.core.identity import SYSTEM, Actor
from app.core.masking import nip_for
from app.talent_pools import policy, standings
from app.talent_pools.errors import (
    MAP_UNKNOWN,
    NOT_ON_MAP,
    AlreadyMember,
    ConflictOfInterest,
    ExpiresTooEarly,
    MapNotReady,
    MemberNotFound,
    NotInBoxes,
    PoolEmpty,
    PoolExpired,
    PoolNameTaken,
    PoolNotFound,
    unknown,
)
from app.talent_pools.expiry import expired
from app.talent_pools.models import Member, Origin, Pool, Status
from app.talent_pools.schemas import NewPool, Nomination, PoolRule
from app.talent_pools.standings import Condition, Group


async def create(session: AsyncSession, actor: Actor, new: NewPool) -> dict[str, Any]:
    """Make a pool of a finished map and fill it: everybody of the boxes who meets the rule."""
    if not policy.can_create(actor):
        raise Forbidden
    if new.expires_on <= new.valid_from:
        fault = Fault("/expires_on", ExpiresTooEarly.code, ExpiresTooEarly.detail)
        raise ExpiresTooEarly(errors=[fault])
    used = await standings.find_map(session, new.map_id)
    if used is None:
        raise unknown("/map_id", "talent-map-unknown", MAP_UNKNOWN)
    if used.known_at is None:
        raise MapNotReady(name=used.name)
    rule = _kept(new.rule)
    pool = Pool(
        **new.model_dump(exclude={"rule"}), agency_id=used.agency_id, rule=rule, created_by=actor.id
    )
    session.add(pool)
    with violations({"one_pool_per_name": PoolNameTaken(name=new.name)}):
        await session.flush()

    group = Group(used.id, pool.id, new.boxes)
    condition = Condition(new.rule.minimum_value, new.rule.cohorts, new.rule.limit)
    members = await standings.fill(session, group, actor.id, condition)
    if members == 0:
        raise nobody(new.boxes)
    await session.refresh(pool)
    after = audit.state_of(pool)
    await put_on_record(
        session, actor, pool, "created", after=after, map_id=str(used.id), members=members
    )
    return {**pool.shown(), "members": members}


async def find(session: AsyncSession, actor: Actor, pool_id: UUID) -> dict[str, Any]:
    """Show a pool with the number of its members."""
    pool = await get(session, actor, pool_id)
    return {**pool.shown(), "members": await count(session, pool.id)}


async def get(session: AsyncSession, actor: Actor, pool_id: UUID) -> Pool:
    """Find a pool that the actor may see."""
    found = select(Pool).where(Pool.id == pool_id, policy.visible_to(actor))
    pool = await session.scalar(found)
    if pool is None:
        raise PoolNotFound(id=pool_id)
    return pool


async def nominate(
    session: AsyncSession, actor: Actor, pool_id: UUID, nomination: Nomination, *, today: date
) -> dict[str, Any]:
    """Add a person to a pool by hand; their standing box must be one of the pool's.

    Nobody nominates whom they are related to by the register of conflicts of interest.
    """
    pool = await _changeable(session, actor, pool_id)
    if expired(pool.expires_on, today):
        raise PoolExpired(name=pool.name, expires_on=pool.expires_on.isoformat())
    standing = await standings.on_map(session, pool.map_id, nomination.employee_id)
    if standing is None:
        raise unknown("/employee_id", "not-on-the-map", NOT_ON_MAP)
    if standing.standing_box not in pool.boxes:
        raise NotInBoxes(box=standing.standing_box or "-", boxes=_written(pool.boxes))
    who = [nomination.employee_id]
    for edge in await conflicts.between(session, pool.agency_id, [actor.id], who, today):
        raise ConflictOfInterest(conflict_id=edge.conflict_id)

    member = Member(
        agency_id=pool.agency_id,
        pool_id=pool.id,
        employee_id=nomination.employee_id,
        origin=Origin.NOMINATION,
        reason=nomination.reason,
        added_by=actor.id,
    )
    session.add(member)
    already = AlreadyMember(employee_id=nomination.employee_id)
    with violations({"one_place_per_pool": already}):
        await session.flush()
    person, why, after = str(member.employee_id), nomination.reason, audit.state_of(member)
    await put_on_record(
        session, actor, pool, "member_added", after=after, employee_id=person, reason=why
    )
    group = Group(pool.map_id, pool.id)
    (ranked,) = await standings.ranked(session, group, employee_id=member.employee_id)
    return {**asdict(ranked), "nip": nip_for(actor, ranked.nip), **member.shown()}


async def remove(
    session: AsyncSession, actor: Actor, pool_id: UUID, employee_id: UUID, reason: str
) -> None:
    """Take a person out of a pool; the reason stays in the event log."""
    pool = await _changeable(session, actor, pool_id)
    gone = await session.execute(
        delete(Member)
        .where(Member.pool_id == pool.id, Member.employee_id == employee_id)
        .returning(Member)
    )
    member = gone.scalar()
    if member is None:
        raise MemberNotFound(employee_id=employee_id)
    who, before = str(employee_id), audit.state_of(member)
    await put_on_record(
        session, actor, pool, "member_removed", before=before, employee_id=who, reason=reason
    )


async def count(session: AsyncSession, pool_id: UUID) -> int:
    """Count the members of a pool."""
    members = select(func.count()).select_from(Member).where(Member.pool_id == pool_id)
    return (await session.scalars(members)).one()


async def canonical_content(session: AsyncSession, pool_id: UUID) -> dict[str, Any]:
    """Say all that a decision on the pool is about, in strings and whole numbers.

    From the map's id, scheme hash, day and instant anybody can recompute the map, and from the
    map the values and ranks of the members. Whom a calibration moved has that beside the box.
    """
    pool = await _fresh(session, pool_id)
    used = await standings.find_map(session, pool.map_id)
    if used is None:
        raise PoolNotFound(id=pool_id)
    return {
        "id": str(pool.id),
        "name": pool.name,
        "legal_basis": pool.legal_basis,
        "valid_from": pool.valid_from.isoformat(),
        "expires_on": pool.expires_on.isoformat(),
        "map": used.identity,
        "boxes": list(pool.boxes),
        "rule": pool.rule,
        "members": [
            {
                "employee_id": str(standing.employee_id),
                "box": standing.box,
                **standing.calibrated,
                "value": standing.value,
                "rank": standing.rank,
            }
            for standing in await standings.ranked(session, Group(pool.map_id, pool.id))
        ],
    }


async def mark_approved(
    session: AsyncSession, pool_id: UUID, request_id: UUID, decider_id: UUID
) -> None:
    """Note that the pool was approved as it stands; any later change undoes it."""
    pool = await _fresh(session, pool_id)
    before = audit.state_of(pool)
    pool.status, pool.approved_request_id = Status.APPROVED, request_id
    await session.flush()
    pool = await _fresh(session, pool_id)
    await put_on_record(
        session,
        SYSTEM,
        pool,
        "approved",
        on_behalf_of=decider_id,
        before=before,
        after=audit.state_of(pool),
        request=str(request_id),
        revision=pool.revision,
    )


async def _fresh(session: AsyncSession, pool_id: UUID) -> Pool:
    """Read a pool as it is in the database now, triggers included."""
    pool = await session.get(Pool, pool_id, populate_existing=True)
    if pool is None:
        raise PoolNotFound(id=pool_id)
    return pool


async def put_on_record(
    session: AsyncSession, actor: Actor, pool: Pool, what: str, **data: Any
) -> None:
    """Write down what happened to a pool."""
    kind, agency = f"talent_pool.{what}", pool.agency_id
    await audit.record(session, actor, kind, pool.id, agency_id=agency, **data)


async def _changeable(session: AsyncSession, actor: Actor, pool_id: UUID) -> Pool:
    """Find a pool that the actor may change, and hold it until the transaction ends."""
    pool = await get(session, actor, pool_id)
    if not policy.can_change(actor, pool):
        raise Forbidden
    await session.refresh(pool, with_for_update=True)
    return pool


def _kept(rule: PoolRule) -> dict[str, Any]:
    """Write a rule as it is kept and shown: values are text, so that nobody makes them floats."""
    minimum = rule.minimum_value
    return {
        "minimum_value": None if minimum is None else f"{minimum:.4f}",
        "cohorts": rule.cohorts,
        "limit": rule.limit,
    }


def _written(boxes: Sequence[int]) -> str:
    return ", ".join(str(box) for box in boxes)


def nobody(boxes: Sequence[int]) -> PoolEmpty:
    """Say that nobody would be a member."""
    fault = Fault("/rule", PoolEmpty.code, PoolEmpty.detail.filled(boxes=_written(boxes)))
    return PoolEmpty(boxes=_written(boxes), errors=[fault])

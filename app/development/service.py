"""What happens to plans: made from gaps, filled with activities, set to work, brought to an end."""

from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.cards import facts as measured
from app.cards.competencies import compared, usual_level
from app.core.db import violations
from app.core.errors import Fault, Forbidden
from app.core.identity import Actor
from app.core.words import Words
from app.development import errors, gaps, policy, progress
from app.development.errors import (
    AlreadyPlanned,
    PlanClosed,
    PlanNotFound,
    PlanRefused,
    Unfinished,
    WithoutActivities,
)
from app.development.models import Activity, Plan, Status
from app.development.schemas import NewActivity, NewPlan, PlanChange
from app.scoring_schemes.scheme import canonical
from app.talent_pools import candidate_facts, standings
from app.talent_pools.eligibility import judge
from app.talent_pools.errors import (
    MAP_UNKNOWN,
    NOT_ON_MAP,
    POSITION_UNKNOWN,
    MapNotReady,
    unknown,
)
from app.talent_pools.schemas import SUCCESSION_BOXES

OPEN = (Status.DRAFT, Status.ACTIVE)


async def create(session: AsyncSession, actor: Actor, new: NewPlan) -> Plan:
    """Make a plan from what a person lacks for a position, as the map knew it."""
    if not policy.can_edit(actor):
        raise Forbidden
    if new.ends_on <= new.starts_on:
        raise refused("/ends_on", "ends-too-early", errors.ENDS_TOO_EARLY)
    agency_id, content = await _found(session, new)
    plan = Plan(
        **new.model_dump(),
        agency_id=agency_id,
        content=content,
        content_sha256=sha256(canonical(content)).hexdigest(),
        status=Status.DRAFT,
        created_by=actor.id,
    )
    session.add(plan)
    with violations({"one_open_plan": AlreadyPlanned()}):
        await session.flush()
    await _record(session, actor, plan, "drafted", gaps=len(content["gaps"]))
    return plan


async def get(session: AsyncSession, actor: Actor, plan_id: UUID, *, lock: bool = False) -> Plan:
    """Find a plan that the actor may see."""
    found = select(Plan).where(Plan.id == plan_id, policy.visible_to(actor))
    plan = await session.scalar(found.with_for_update() if lock else found)
    if plan is None:
        raise PlanNotFound(id=plan_id)
    return plan


async def add_activity(
    session: AsyncSession, actor: Actor, plan_id: UUID, new: NewActivity
) -> Activity:
    """Put an activity into a plan that is open."""
    plan = await _editable(session, actor, plan_id)
    if plan.status not in OPEN:
        raise PlanClosed(status=plan.status, needed="draft, active")
    if new.gap not in gaps.CODES:
        raise refused("/gap", "gap-unknown", errors.GAP_UNKNOWN)
    if not plan.starts_on <= new.due_on <= plan.ends_on:
        raise refused("/due_on", "outside-the-period", errors.OUTSIDE_PERIOD)
    activity = Activity(
        **new.model_dump(),
        agency_id=plan.agency_id,
        plan_id=plan.id,
        employee_id=plan.employee_id,
        created_by=actor.id,
    )
    session.add(activity)
    await session.flush()
    gap, how = activity.gap, str(activity.kind)
    await _record(
        session, actor, plan, "activity_added", activity_id=str(activity.id), gap=gap, learning=how
    )
    return activity


async def change(session: AsyncSession, actor: Actor, plan_id: UUID, said: PlanChange) -> Plan:
    """Set a plan to work, or bring it to an end."""
    plan = await _editable(session, actor, plan_id)
    wanted = Status(said.status)
    before = {Status.ACTIVE: (Status.DRAFT,), Status.COMPLETED: (Status.ACTIVE,)}.get(wanted, OPEN)
    if plan.status not in before:
        raise PlanClosed(status=plan.status, needed=", ".join(before))
    if (wanted is Status.ABANDONED) != (said.reason is not None):
        raise refused("/reason", "reason-with-abandoning", REASON)
    stand = await progress.of_plan(session, plan.id)
    if wanted is Status.ACTIVE and not stand:
        raise WithoutActivities
    short = sum(one["percent"] < progress.WHOLE for one in stand)
    if wanted is Status.COMPLETED and short:
        raise Unfinished(count=short)
    was = audit.state_of(plan)
    plan.status, plan.reason = wanted, said.reason
    await session.flush()
    verb = {Status.ACTIVE: "activated"}.get(wanted, str(wanted))
    await _record(session, actor, plan, verb, before=was)
    return plan


async def _found(session: AsyncSession, new: NewPlan) -> tuple[UUID, dict[str, Any]]:
    """The agency, and what the plan is about: gaps, aspects and what they were found from."""
    used = await standings.find_map(session, new.map_id)
    if used is None:
        raise unknown("/map_id", "talent-map-unknown", MAP_UNKNOWN)
    if used.known_at is None:
        raise MapNotReady(name=used.name)
    standing = await standings.on_map(session, used.id, new.employee_id)
    if standing is None:
        raise unknown("/employee_id", "not-on-the-map", NOT_ON_MAP)
    requirement = await candidate_facts.requirement(session, new.position_id)
    position = await measured.position(session, new.position_id)
    if requirement is None or position is None:
        raise unknown("/position_id", "position-unknown", POSITION_UNKNOWN)
    people = await candidate_facts.people(session, [standing], used.as_of, used.known_at)
    boxes = frozenset(SUCCESSION_BOXES)
    judged = judge(people[new.employee_id], requirement, boxes, used.as_of)
    assessed = await measured.assessment(session, new.employee_id, used.as_of, used.known_at)
    usual = usual_level(position["level"])
    required = None if usual is None else [usual] * 9
    comparisons = compared(None if assessed is None else assessed["achieved"], required)
    return used.agency_id, {
        "employee_id": str(new.employee_id),
        "position_id": str(new.position_id),
        "map": used.identity,
        "assessed_on": None if assessed is None else _day(assessed["assessed_on"]),
        "gaps": gaps.of_rules(judged) + gaps.of_competencies(comparisons),
        "aspects": gaps.of_aspects(None if assessed is None else assessed["aspects"]),
    }


def _day(day: date) -> str:
    return day.isoformat()


async def _editable(session: AsyncSession, actor: Actor, plan_id: UUID) -> Plan:
    plan = await get(session, actor, plan_id, lock=policy.can_edit(actor))
    if not policy.can_edit(actor):
        raise Forbidden
    return plan


def refused(pointer: str, code: str, words: Words) -> PlanRefused:
    """Say that what stands at `pointer` cannot be."""
    return PlanRefused(errors=[Fault(pointer, code, words)])


REASON = Words(
    "Alasan wajib untuk menghentikan rencana, dan hanya untuk itu.",
    "A reason is needed to abandon a plan, and for nothing else.",
)


async def _record(
    session: AsyncSession,
    actor: Actor,
    plan: Plan,
    what: str,
    before: dict[str, Any] | None = None,
    **data: Any,
) -> None:
    await audit.record(
        session,
        actor,
        f"development_plan.{what}",
        plan.id,
        agency_id=plan.agency_id,
        before=before,
        after=audit.state_of(plan),
        employee_id=str(plan.employee_id),
        **data,
    )

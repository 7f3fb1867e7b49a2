"""How far a plan is: activities as last reported, the mix of their kinds, and new reports."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.errors import Fault, Forbidden
from app.core.identity import Actor
from app.core.words import Language, Words
from app.development import policy
from app.development.errors import ActivityNotFound, PlanClosed, PlanRefused
from app.development.mix import Kind, Planned, mix
from app.development.models import Activity, Plan, Progress, Status
from app.development.schemas import NewProgress
from app.employees import accesses
from app.employees.accesses import Look

WHOLE = 100
ACTIVITIES = text("""
select a.id, a.gap, a.kind, a.title, a.hours, a.due_on, coalesce(r.percent, 0) as percent,
  coalesce(r.reports, 0) as reports, r.reported_at
from development_activities a left join lateral (
  select p.percent, p.reported_at, count(*) over () as reports from development_progress p
  where p.activity_id = a.id order by p.reported_at desc, p.id desc limit 1
) r on true
where a.plan_id = :plan_id order by a.due_on, a.id""").bindparams(
    bindparam("plan_id", type_=Uuid())
)
WITH_HASH = Words(
    "Bukti dan SHA-256-nya ditulis bersama.", "Evidence and its SHA-256 are given together."
)


async def of_plan(session: AsyncSession, plan_id: UUID) -> list[dict[str, Any]]:
    """The activities of a plan with what was last reported, by their due days."""
    rows = await session.execute(ACTIVITIES, {"plan_id": plan_id})
    return [dict(row) for row in rows.mappings()]


async def shown(
    session: AsyncSession, actor: Actor, plan: Plan, language: Language
) -> dict[str, Any]:
    """A plan with its gaps in words, its activities and their mix; that it was read is recorded."""
    await accesses.record(session, actor, plan.employee_id, Look("development-plan", plan.id))
    activities = await of_plan(session, plan.id)
    columns = {c.key: getattr(plan, c.key) for c in Plan.__table__.columns}
    return {
        **columns,
        "gaps": [
            {**gap, "datum": gap["datum"] and gap["datum"][language]}
            for gap in plan.content["gaps"]
        ],
        "aspects": plan.content["aspects"],
        "activities": activities,
        "mix": mix(Planned(Kind(one["kind"]), one["hours"], one["percent"]) for one in activities),
    }


async def report(
    session: AsyncSession, actor: Actor, plan: Plan, activity_id: UUID, said: NewProgress
) -> Progress:
    """Keep how far an activity is said to be; earlier reports stay as they are."""
    wanted = select(Activity).where(Activity.id == activity_id, Activity.plan_id == plan.id)
    activity = await session.scalar(wanted)
    if activity is None:
        raise ActivityNotFound(id=activity_id)
    if not policy.can_report(actor, plan.employee_id):
        raise Forbidden
    if plan.status is not Status.ACTIVE:
        raise PlanClosed(status=plan.status, needed="active")
    if (said.evidence is None) != (said.evidence_sha256 is None):
        fault = Fault("/evidence_sha256", "evidence-without-hash", WITH_HASH)
        raise PlanRefused(errors=[fault])
    made = Progress(
        **said.model_dump(),
        agency_id=plan.agency_id,
        activity_id=activity.id,
        employee_id=plan.employee_id,
        reported_by=actor.id,
    )
    session.add(made)
    await session.flush()
    await audit.record(
        session,
        actor,
        "development_activity.reported",
        activity.id,
        agency_id=plan.agency_id,
        after=audit.state_of(made),
        plan_id=str(plan.id),
        employee_id=str(plan.employee_id),
        percent=said.percent,
        evidence_sha256=said.evidence_sha256,
    )
    return made

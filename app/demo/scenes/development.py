"""After the ranking: the candidate next in line is developed, and the year is reported on."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.cards import service as cards
from app.core.db import transaction
from app.core.identity import Actor, Role
from app.demo.cast import signed_in
from app.demo.organisation import AGENCY_CODE
from app.demo.province import TODAY
from app.demo.story import Stage
from app.development import progress
from app.development import service as development
from app.development.mix import Kind
from app.development.models import Plan, Status
from app.development.schemas import NewActivity, NewPlan, NewProgress, PlanChange
from app.monitoring import service as monitoring
from app.monitoring import workbook

FIND_PLAN = text("""
select id from development_plans where employee_id = :employee_id and position_id = :position_id
and status <> 'abandoned' order by id limit 1""")
ENDS = date(TODAY.year, 12, 31)
ACTIVITIES = (
    (Kind.EXPERIENCE, "Memimpin tim percepatan perizinan lintas bidang", "70", 9),
    (Kind.EXPOSURE, "Pendampingan oleh kepala bidang selama satu semester", "20", 6),
    (Kind.EDUCATION, "Pelatihan pengambilan keputusan", "10", 4),
)
"""How it is learned, what is done, hours, and the month in which it is due."""


class Outcome(NamedTuple):
    """What came of the scene."""

    plan_id: UUID
    gaps: int
    card: Path
    evidence: Path


async def play(stage: Stage, map_id: UUID, position_id: UUID, employee_id: UUID) -> Outcome:
    """The analyst plans for a candidate, the first report comes in, card and evidence are kept."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        where = {"employee_id": employee_id, "position_id": position_id}
        known: UUID | None = await session.scalar(FIND_PLAN, where)
        if known is None:
            new = NewPlan(**where, map_id=map_id, starts_on=TODAY, ends_on=ENDS)
            plan = await development.create(session, analyst, new)
        else:
            plan = await development.get(session, analyst, known)
        await _fill(session, analyst, plan)
        stage.places.card.write_bytes(await cards.card(session, analyst, map_id, employee_id))
        stage.places.merit.write_bytes(await _evidence(session, analyst, map_id))
        gaps = len(plan.content["gaps"])
    return Outcome(plan.id, gaps, stage.places.card, stage.places.merit)


async def _fill(session: AsyncSession, analyst: Actor, plan: Plan) -> None:
    """Activities for the first gaps, set to work, with a first report; each only once."""
    if plan.status is Status.DRAFT:
        codes = [gap["code"] for gap in plan.content["gaps"]] or ["experience"]
        there = {one["title"] for one in await progress.of_plan(session, plan.id)}
        for n, (kind, title, hours, month) in enumerate(ACTIVITIES):
            if title not in there:
                activity = NewActivity(
                    gap=codes[n % len(codes)],
                    kind=kind,
                    title=title,
                    hours=Decimal(hours),
                    due_on=date(TODAY.year, month, 28),
                )
                await development.add_activity(session, analyst, plan.id, activity)
        await development.change(session, analyst, plan.id, PlanChange(status="active"))
    activities = await progress.of_plan(session, plan.id)
    if plan.status is Status.ACTIVE and not any(one["reports"] for one in activities):
        said = NewProgress(percent=40, note="Dua dari lima perizinan sudah dipercepat.")
        await progress.report(session, analyst, plan, activities[0]["id"], said)


async def _evidence(session: AsyncSession, analyst: Actor, map_id: UUID) -> bytes:
    today = datetime.now(UTC).date()
    found = await monitoring.known(session, analyst, AGENCY_CODE, map_id, today)
    report = await monitoring.report(session, found, "id")
    return await workbook.xlsx(monitoring.merit_evidence(found, "id"), report)

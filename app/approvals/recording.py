"""What is recorded on the way of a request, as its kind declares: verified, presented, in force."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import attachments, handling, people, policy, route_view
from app.approvals.errors import NOT_FOR_KIND, RequesterNeverDecides
from app.approvals.examining_errors import MayNotRecord, PrerequisitesMissing, StepOutOfTurn
from app.approvals.examining_models import StepRecord
from app.approvals.examining_schemas import ExaminationRead
from app.approvals.kinds.registry import KINDS
from app.approvals.kinds.steps import Given, Record, Step
from app.approvals.models import Request, StageRow
from app.approvals.workflow import Status
from app.core import working_days
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor


async def record(
    session: AsyncSession, actor: Actor, request_id: UUID, said: dict[str, Any]
) -> StepRecord:
    """Record a step; what a stage requires is settled by it, or is not."""
    request = await handling.find(session, actor, request_id, lock=True)
    name, said = said["step"], {key: value for key, value in said.items() if key != "step"}
    step = KINDS[request.kind].steps.get(name)
    if step is None:
        raise InvalidRequest(errors=[Fault("/step", "not-for-kind", NOT_FOR_KIND)])
    if not policy.can_record(actor, step.roles):
        raise MayNotRecord(roles=handling.listed(step.roles))
    rows = await of_round(session, request)
    await _in_turn(session, actor, request, step, name, rows)
    today = working_days.today_in_office(datetime.now(UTC))
    given = Given(said, json.loads(request.content), told(rows), today)
    faults = [*step.faults(given), *await attachments.faults_in(session, request, said)]
    if faults:
        raise InvalidRequest(errors=faults)
    row = StepRecord(
        agency_id=request.agency_id,
        request_id=request.id,
        round=request.round,
        step=name,
        said=said,
        settles=step.settles(given),
        content_sha256=request.content_sha256,
        actor_id=actor.id,
        actor_name=actor.name,
    )
    session.add(row)
    await session.flush()
    await handling.record(
        session,
        actor,
        "approval_request.recorded",
        request,
        step=name,
        round=request.round,
        settles=row.settles,
        content_sha256=request.content_sha256,
    )
    return row


async def _in_turn(
    session: AsyncSession,
    actor: Actor,
    request: Request,
    step: Step,
    name: str,
    rows: Sequence[StepRecord],
) -> None:
    """The step is next: its stage waits, or the request is approved; what it follows is done."""
    if step.stage is not None:
        person = await people.person_of(session, actor.id)
        if {*actor.names, person} & await people.hands(session, request.authors):
            raise RequesterNeverDecides
        stages = await route_view.stages_of(session, request)
        waits = request.status is Status.SUBMITTED and stages[request.stage - 1].role == step.stage
    else:
        waits = request.status is Status.APPROVED
    there = {row.step: row.settles for row in rows}
    if not waits or (step.after is not None and not there.get(step.after)):
        raise StepOutOfTurn(step=name, state=request.status, after=step.after or "-")
    if name in there and not step.repeats:
        raise StepOutOfTurn(step=name, state=request.status, after=name)


async def of_round(session: AsyncSession, request: Request) -> Sequence[StepRecord]:
    """What was recorded in the current round, in its order."""
    statement = (
        select(StepRecord)
        .where(StepRecord.request_id == request.id, StepRecord.round == request.round)
        .order_by(StepRecord.recorded_at, StepRecord.id)
    )
    return (await session.scalars(statement)).all()


def told(rows: Sequence[StepRecord]) -> list[Record]:
    """The same as kinds know it."""
    return [Record(row.step, row.said, row.actor_name, row.recorded_at) for row in rows]


async def check_prerequisites(session: AsyncSession, request: Request, stage: StageRow) -> None:
    """What the stage requires has been settled in this round."""
    if not stage.prerequisites:
        return
    there = {row.step: row.settles for row in await of_round(session, request)}
    missing = [step for step in stage.prerequisites if not there.get(step)]
    if missing:
        raise PrerequisitesMissing(missing=", ".join(missing))


async def examination(session: AsyncSession, actor: Actor, request_id: UUID) -> ExaminationRead:
    """How far the examination of a request is."""
    request = await handling.find(session, actor, request_id)
    rows = await of_round(session, request)
    kind, records = KINDS[request.kind], told(rows)
    there = {row.step: row.settles for row in rows}
    stages = await route_view.stages_of(session, request)
    return ExaminationRead.model_validate(
        {
            "round": request.round,
            "steps": [_shown(row) for row in rows],
            "missing": [
                {"stage": stage.position, "role": stage.role, "steps": left}
                for stage in stages
                if (left := [one for one in stage.prerequisites if not there.get(one)])
            ],
            "reviews": kind.reviews(records),
            "conditions": kind.conditions(records),
        }
    )


def _shown(row: StepRecord) -> dict[str, Any]:
    return {
        "id": row.id,
        "step": row.step,
        "round": row.round,
        "said": row.said,
        "settles": row.settles,
        "actor_name": row.actor_name,
        "recorded_at": row.recorded_at,
    }

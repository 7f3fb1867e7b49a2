"""How a request's route is shown: what is frozen, or what it would be if submitted now."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import people, policy, rounds, stand_ins, voices, workflow
from app.approvals.kinds.registry import KINDS
from app.approvals.models import Decision, Request, Round, StageRow
from app.approvals.stand_ins import StandIns
from app.approvals.standing_routes import in_force
from app.approvals.workflow import Action, Route, Rule, Stage, Status
from app.core import working_days
from app.core.identity import Actor


async def stages_of(session: AsyncSession, request: Request) -> Sequence[StageRow]:
    """The frozen stages of the current round."""
    statement = (
        select(StageRow)
        .where(StageRow.request_id == request.id, StageRow.round == request.round)
        .order_by(StageRow.position)
    )
    return (await session.scalars(statement)).all()


async def preview(session: AsyncSession, request: Request) -> Route:
    """The route that the agency's requests of the kind take now."""
    default = KINDS[request.kind].route
    return (await in_force(session, request.agency_id, request.kind, default)).route


async def shown(
    session: AsyncSession, request: Request, decisions: Sequence[Decision]
) -> list[dict[str, Any]]:
    """The stages with their people and how far they are; without either before submission."""
    stages = [] if request.status in workflow.EDITABLE else await stages_of(session, request)
    if not stages:
        ahead = enumerate(await preview(session, request), start=1)
        return [_stage(n, stage, [], counted=stage.rule is not Rule.ALL) for n, stage in ahead]
    return await _frozen(session, request, stages, decisions)


async def in_full(
    session: AsyncSession, actor: Actor, request: Request, decisions: Sequence[Decision]
) -> dict[str, Any]:
    """The route with its hash, people and due days."""
    if request.status in workflow.EDITABLE:
        return await _planned(session, actor, request)
    one = (
        await session.scalars(
            select(Round).where(Round.request_id == request.id, Round.round == request.round)
        )
    ).one()
    stages = await stages_of(session, request)
    begun = working_days.today_in_office(one.submitted_at)
    return {
        "frozen": True,
        "version": one.route_version,
        "sha256": one.route_sha256,
        "stages": _due(begun, stages, await _frozen(session, request, stages, decisions)),
    }


async def _planned(session: AsyncSession, actor: Actor, request: Request) -> dict[str, Any]:
    """What a submission now would freeze; a stage with too few people is named."""
    submitter = actor if policy.can_submit(actor, request.kind) else None
    plan = await rounds.planned(session, submitter, request)
    counted = [
        stage._replace(needed=max(len({one.person_id for one in there}), 1))
        if stage.rule is Rule.ALL
        else stage
        for stage, there in zip(plan.route, plan.people, strict=True)
    ]
    able = [{one.person_id for one in there} for there in plan.people]
    short = workflow.first_short(counted, able)
    now = await stand_ins.of(session, request.agency_id, [stage.role for stage in counted])
    stages = [
        _stage(n, stage, [now.shown(stage.role, one) for one in there])
        | {"unstaffed": n == short, "state": "skipped" if stage.skipped else "ahead"}
        for n, (stage, there) in enumerate(zip(counted, plan.people, strict=True), start=1)
    ]
    return {
        "frozen": False,
        "version": plan.in_force.version,
        "sha256": plan.in_force.sha256,
        "stages": _due(working_days.today_in_office(datetime.now(UTC)), counted, stages),
    }


async def _frozen(
    session: AsyncSession,
    request: Request,
    stages: Sequence[StageRow],
    decisions: Sequence[Decision],
) -> list[dict[str, Any]]:
    standing = [d for d in decisions if d.round == request.round and not d.voided_at]
    live = Counter((d.stage, d.decision) for d in standing)
    named = await people.frozen_of(session, request)
    waits = request.status is Status.SUBMITTED
    roles = {row.role for row in stages}
    now = await stand_ins.of(session, request.agency_id, roles) if waits else StandIns()
    gone = stand_ins.heard(standing)
    shown = []
    for row in stages:
        here = [one for one in named if one.position == row.position]
        able = voices.reachable(
            {one.person_id for one in here}, now.leaves(row.role, here), now.absent(here), gone
        )
        shown.append(
            _stage(
                row.position,
                row,
                [now.shown(row.role, one, gone) for one in here],
                live[row.position, Action.APPROVE],
            )
            | {
                "state": _state(request, row, live),
                "blocked": _blocked(request, row, live, len(able)),
            }
        )
    return shown


def _state(request: Request, row: StageRow, live: Counter[tuple[int, Action]]) -> str:
    if row.skipped:
        return "skipped"
    if row.position == request.stage:
        return "waiting"
    stage = Stage(row.role, row.rule, row.needed)
    abstained = live[row.position, Action.ABSTAIN]
    over = request.status in (Status.APPROVED, Status.VOID) or row.position < request.stage
    done = workflow.passed(stage, live[row.position, Action.APPROVE], abstained)
    return "passed" if over and done else "ahead"


def _blocked(request: Request, row: StageRow, live: Counter[tuple[int, Action]], able: int) -> bool:
    """Whether those who are left could not give what is missing."""
    if request.status is not Status.SUBMITTED or row.skipped or row.position < request.stage:
        return False
    approvals = live[row.position, Action.APPROVE] + able
    stage = Stage(row.role, row.rule, row.needed)
    return not workflow.passed(stage, approvals, live[row.position, Action.ABSTAIN])


def _stage(
    position: int,
    stage: Stage | StageRow,
    deciders: list[dict[str, Any]],
    approvals: int = 0,
    *,
    counted: bool = True,
) -> dict[str, Any]:
    return {
        "position": position,
        "name": stage.name,
        "role": stage.role,
        "where": workflow.PLACES.get(stage.role, workflow.Place.AGENCY),
        "rule": stage.rule,
        "needed": stage.needed if counted else None,
        "days": stage.days,
        "condition": stage.condition,
        "escalates_to": stage.escalates_to,
        "people": deciders,
        "approvals": approvals,
        "state": "ahead",
        "blocked": False,
    }


def _due(
    begun: date, stages: Sequence[Stage | StageRow], shown: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """With the day by which each stage is due, if the ones before it take all their days."""
    day = begun
    for stage, one in zip(stages, shown, strict=True):
        if not stage.skipped:
            day = working_days.after(day, stage.days)
        one["due_on"] = None if stage.skipped else day
        one.setdefault("unstaffed", False)
    return shown

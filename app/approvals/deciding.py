"""Whether an actor may decide now, and why not."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import content, dossier, people, policy, route_view
from app.approvals.errors import (
    AlreadyDecided,
    ContentChanged,
    HasConflict,
    IllegalTransition,
    NotADecider,
    NotNamed,
    NotTheWaitingStage,
    RequesterNeverDecides,
)
from app.approvals.models import Decision, Request, StageRow
from app.approvals.schemas import DecisionDraft
from app.approvals.workflow import Action, Route, Stage, Status
from app.conflicts import service as conflicts
from app.core import working_days
from app.core.identity import Actor, Role


class Deciding(NamedTuple):
    """In which role somebody decides."""

    role: str
    person_id: UUID


async def live(session: AsyncSession, request: Request) -> list[Decision]:
    """The decisions of the current round that stand."""
    return [
        decision
        for decision in await dossier.decisions_of(session, request.id)
        if decision.round == request.round and decision.voided_at is None
    ]


def route_of(stages: Sequence[StageRow]) -> Route:
    """The frozen stages as the table of transitions knows them."""
    return tuple(
        Stage(stage.role, stage.rule, stage.needed, skipped=stage.skipped) for stage in stages
    )


async def role(
    session: AsyncSession,
    actor: Actor,
    request: Request,
    stages: Sequence[StageRow],
    earlier: Sequence[Decision],
    draft: DecisionDraft,
) -> Deciding:
    """The role in which the actor may decide on this content at the stage that waits.

    Raises, in this order: the actor had a hand in the request, decided already, plays no role on
    the route, decides on a content that is no more, comes too early or too late, at another's
    stage, was not among its people at submission, or has a relation to somebody in the content,
    who may only be abstained from.
    """
    content_sha256 = draft.content_sha256
    person = await people.person_of(session, actor.id)
    if {*actor.names, person} & await people.hands(session, request.authors):
        raise RequesterNeverDecides
    if any(decision.person_id == person for decision in earlier):
        raise AlreadyDecided(round=request.round)
    route = [stage.role for stage in stages] or [
        stage.role for stage in await route_view.preview(session, request)
    ]
    if not actor.has(*(Role(name) for name in route)):
        raise NotADecider(roles=", ".join(dict.fromkeys(route)))
    if request.change is not None or content_sha256 != request.content_sha256:
        await _content_changed(session, request, content_sha256)
    if request.status is not Status.SUBMITTED:
        raise IllegalTransition(status=request.status, action=Action.APPROVE)
    waiting = stages[request.stage - 1]
    if not policy.can_decide(actor, request, waiting.role):
        raise NotTheWaitingStage(stage=waiting.position, role=waiting.role)
    named = await people.frozen_of(session, request)
    if not any(
        one.position == waiting.position and (one.actor_id == actor.id or one.person_id == person)
        for one in named
    ):
        raise NotNamed(stage=waiting.position, round=request.round)
    if draft.decision != Action.ABSTAIN.value:
        await _impartial(session, actor, person, request)
    return Deciding(waiting.role, person)


async def _impartial(session: AsyncSession, actor: Actor, person: UUID, request: Request) -> None:
    """The register of conflicts knows no relation to anybody in the content."""
    named = content.people_in(json.loads(request.content))
    if not named:
        return
    today = working_days.today_in_office(datetime.now(UTC))
    edges = await conflicts.between(session, request.agency_id, {actor.id, person}, named, today)
    if edges:
        raise HasConflict(count=len(edges))


async def _content_changed(session: AsyncSession, request: Request, seen_sha256: str) -> None:
    differences = await dossier.changed(session, request, seen_sha256)
    if not differences:
        differences = await dossier.changed(session, request)
    raise ContentChanged(
        count=len(differences),
        content_sha256=request.content_sha256,
        status=request.status,
        change=request.change,
        changes=differences[: dossier.SHOWN_CHANGES],
    )

"""Whether an actor may decide now, and why not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import dossier, people, policy, route_view, stand_ins
from app.approvals.decision_schemas import DecisionDraft
from app.approvals.errors import (
    ActingHasNoLastWord,
    AlreadyDecided,
    ContentChanged,
    HasConflict,
    IllegalTransition,
    NoMandate,
    NotADecider,
    NotNamed,
    NotTheWaitingStage,
    RequesterNeverDecides,
)
from app.approvals.kinds.registry import KINDS
from app.approvals.models import Decision, Request, StagePerson, StageRow
from app.approvals.workflow import Action, Route, Stage, Status
from app.core import working_days
from app.core.identity import Actor, Role
from app.delegations import service as delegations

CONFLICTS = text("select approval_conflicts(:request, :actors, :day)")


class Deciding(NamedTuple):
    """In which role somebody decides, and for whom."""

    role: str
    person_id: UUID
    voice_id: UUID
    """The person whose decision it is."""
    on_behalf_of: UUID | None
    acting: str | None

    def context(self, actor: Actor) -> str:
        """What the database is told of the actor while the decision is made.

        Whoever stands in for another may do then what the role may do.
        """
        return replace(actor, roles=actor.roles | {Role(self.role)}).context


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

    Raises, in this order: the actor, or whom they stand in for, had a hand in the request or
    decided already; the actor plays no role on the route, decides on a content that is no more,
    comes too early or too late, at another's stage, was not named at submission and has no mandate
    of somebody who was, would give a last word that is not theirs, or has a relation, or stands in
    for somebody who has one, to a person in the content, who may only be abstained from.
    """
    person = await people.person_of(session, actor.id)
    stood_for = draft.on_behalf_of
    voice = person if stood_for is None else await people.person_of(session, stood_for)
    if {*actor.names, person, voice} & await people.hands(session, request.authors):
        raise RequesterNeverDecides
    if {person, voice} & stand_ins.heard(earlier):
        raise AlreadyDecided(round=request.round)
    route = [stage.role for stage in stages] or [
        stage.role for stage in await route_view.preview(session, request)
    ]
    acting_in = await delegations.offices(session, request.agency_id, actor.id)
    playing = replace(actor, roles=actor.roles | {Role(name) for name in acting_in})
    if stood_for is None and not playing.has(*(Role(name) for name in route)):
        raise NotADecider(roles=", ".join(dict.fromkeys(route)))
    if request.change is not None or draft.content_sha256 != request.content_sha256:
        await _content_changed(session, request, draft.content_sha256)
    if request.status is not Status.SUBMITTED:
        raise IllegalTransition(state=request.status, action=Action.APPROVE)
    waiting = stages[request.stage - 1]
    place = await _place(session, request, waiting, stood_for or actor.id, voice)
    if stood_for is None:
        acting = _own(request, waiting, place, playing).acting
    else:
        acting = (await _mandate(session, actor, request, waiting, place, person)).acting
    action = Action(draft.decision)
    if acting and waiting is stages[-1] and action in {Action.APPROVE, Action.REJECT}:
        _no_last_word(request)
    if action is not Action.ABSTAIN:
        await _impartial(session, [actor.id, stood_for or actor.id], request)
    return Deciding(waiting.role, person, voice, stood_for, acting)


async def _place(
    session: AsyncSession, request: Request, stage: StageRow, actor_id: UUID, person: UUID
) -> StagePerson | None:
    """Where the submission named somebody at a stage: in their own right, if at all possible."""
    places = [
        one
        for one in await people.frozen_of(session, request)
        if one.position == stage.position and (one.actor_id == actor_id or one.person_id == person)
    ]
    return min(places, key=lambda one: one.acting is not None, default=None)


def _own(
    request: Request, stage: StageRow, place: StagePerson | None, playing: Actor
) -> StagePerson:
    """The actor's own place at a stage, whose role they play or act in."""
    if not policy.can_decide(playing, request, stage.role):
        raise NotTheWaitingStage(stage=stage.position, role=stage.role)
    if place is None:
        raise NotNamed(stage=stage.position, round=request.round)
    return place


async def _mandate(
    session: AsyncSession,
    actor: Actor,
    request: Request,
    stage: StageRow,
    place: StagePerson | None,
    person: UUID,
) -> delegations.Mandate:
    """By what the actor may stand in for who was named: a delegation, else by acting for them."""
    if place is None or place.acting or place.person_id == person or not actor.whole_agency:
        raise NoMandate(stage=stage.position)
    found = [
        one
        for one in await delegations.mandates(session, request.agency_id, [stage.role])
        if (one.giver_person, one.person_id) == (place.person_id, person)
    ]
    if not found:
        raise NoMandate(stage=stage.position)
    return min(found, key=lambda one: one.acting is not None)


def _no_last_word(request: Request) -> None:
    if KINDS[request.kind].definitive_last_word:
        raise ActingHasNoLastWord


async def _impartial(session: AsyncSession, who: Sequence[UUID], request: Request) -> None:
    """Nobody in the content is themselves, or related to them by the register of conflicts."""
    today = working_days.today_in_office(datetime.now(UTC))
    values = {"request": request.id, "actors": who, "day": today}
    found = await session.scalar(CONFLICTS, values)
    if found:
        raise HasConflict(count=found)


async def _content_changed(session: AsyncSession, request: Request, seen_sha256: str) -> None:
    differences = await dossier.changed(session, request, seen_sha256)
    if not differences:
        differences = await dossier.changed(session, request)
    raise ContentChanged(
        count=len(differences),
        content_sha256=request.content_sha256,
        state=request.status,
        change=request.change,
        changes=differences[: dossier.SHOWN_CHANGES],
    )

"""Whether an actor may decide now, and why not."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import dossier, policy
from app.approvals.errors import (
    AlreadyDecided,
    ContentChanged,
    IllegalTransition,
    NotADecider,
    NotTheWaitingStage,
    RequesterNeverDecides,
)
from app.approvals.kinds.registry import KINDS
from app.approvals.models import Decision, Request, StageRow
from app.approvals.workflow import Action, Status
from app.core.identity import Actor, Role


async def live(session: AsyncSession, request: Request) -> list[Decision]:
    """The decisions of the current round that stand."""
    return [
        decision
        for decision in await dossier.decisions_of(session, request.id)
        if decision.round == request.round and decision.voided_at is None
    ]


async def role(
    session: AsyncSession,
    actor: Actor,
    request: Request,
    stages: Sequence[StageRow],
    earlier: Sequence[Decision],
    content_sha256: str,
) -> str:
    """The role in which the actor may decide on this content at the stage that waits.

    Raises, in this order: the actor had a hand in the request, decided already, plays no role on
    the route, decides on a content that is no more, comes too early or too late, or at another's
    stage.
    """
    route = {stage.role for stage in KINDS[request.kind].route} | {s.role for s in stages}
    if actor.id in request.authors:
        raise RequesterNeverDecides
    if any(decision.actor_id == actor.id for decision in earlier):
        raise AlreadyDecided(round=request.round)
    if not actor.has(*(Role(name) for name in route)):
        raise NotADecider(roles=", ".join(stage.role for stage in KINDS[request.kind].route))
    if request.change is not None or content_sha256 != request.content_sha256:
        await _content_changed(session, request, content_sha256)
    if request.status is not Status.SUBMITTED:
        raise IllegalTransition(status=request.status, action=Action.APPROVE)
    waiting = stages[request.stage - 1]
    if not policy.can_decide(actor, request, waiting.role):
        raise NotTheWaitingStage(stage=waiting.position, role=waiting.role)
    return waiting.role


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

"""A request with everything that belongs to it: route, decisions, what changed, letter."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import route_view, subjects
from app.approvals.content import changes
from app.approvals.models import Decision, LetterFile, Request, Round
from app.approvals.schemas import ApprovalRequestRead
from app.approvals.workflow import Status
from app.core.config import get_settings

SHOWN_CHANGES = 200
FALLEN = frozenset({Status.RETURNED, Status.VOID})


async def of(session: AsyncSession, request: Request) -> ApprovalRequestRead:
    """The whole request as its readers see it."""
    decisions = await decisions_of(session, request.id)
    differences = await changed(session, request) if request.status in FALLEN else []
    route = await route_view.shown(session, request, decisions)
    return ApprovalRequestRead.model_validate(
        {
            "id": request.id,
            "kind": request.kind,
            "agency_id": request.agency_id,
            "subject_id": request.subject_id,
            "title": request.title,
            "status": request.status,
            "round": request.round,
            "stage": request.stage,
            "content": json.loads(request.content),
            "content_sha256": request.content_sha256,
            "requester": {"id": request.requester_id, "name": request.requester_name},
            "created_at": request.created_at,
            "closed_at": request.closed_at,
            "route": route,
            "waits_for": [
                person
                for stage in route
                if stage["state"] == "waiting"
                for person in stage["people"]
                if person["open"]
            ],
            "decisions": [_decision(decision) for decision in decisions],
            "change": request.change,
            "changes": differences[:SHOWN_CHANGES],
            "letter": await _letter(session, request),
        }
    )


async def decisions_of(session: AsyncSession, request_id: UUID) -> Sequence[Decision]:
    """Every decision on a request, oldest first."""
    statement = (
        select(Decision)
        .where(Decision.request_id == request_id)
        .order_by(Decision.decided_at)
        # The database voids decisions by itself: never show what was read before.
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()


async def changed(
    session: AsyncSession, request: Request, seen_sha256: str | None = None
) -> list[dict[str, Any]]:
    """What differs from the content last submitted, or from the one with the hash that was seen."""
    rounds = select(Round.content).where(Round.request_id == request.id)
    if seen_sha256 is not None:
        rounds = rounds.where(Round.content_sha256 == seen_sha256)
    before = await session.scalar(rounds.order_by(Round.round.desc()).limit(1))
    if before is None:
        return []
    fallen = request.status in FALLEN
    now = await subjects.content_now(session, request) if fallen else json.loads(request.content)
    return [change._asdict() for change in changes(json.loads(before), now)]


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "round": decision.round,
        "stage": decision.stage,
        "role": decision.role,
        "actor": {"id": decision.actor_id, "name": decision.actor_name},
        "on_behalf_of": None
        if decision.on_behalf_of is None
        else {"id": decision.on_behalf_of, "name": decision.on_behalf_of_name},
        "acting": decision.acting,
        "decision": decision.decision,
        "reason_code": decision.reason_code,
        "reason": decision.reason,
        "to_stage": decision.to_stage,
        "content_sha256": decision.content_sha256,
        "decided_at": decision.decided_at,
        "voided_at": decision.voided_at,
        "voided_by": decision.voided_by,
    }


async def _letter(session: AsyncSession, request: Request) -> dict[str, Any] | None:
    if request.verify_code is None:
        return None
    sha256 = await session.scalar(
        select(LetterFile.pdf_sha256).where(LetterFile.request_id == request.id)
    )
    return {
        "number": request.letter_number,
        "date": request.letter_date,
        "sha256": sha256,
        "verify_code": request.verify_code,
        "verify_url": f"{get_settings().public_url.rstrip('/')}/verify/{request.verify_code}",
    }

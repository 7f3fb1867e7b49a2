"""What happens to requests: they are drafted, amended, submitted, decided; letters are issued."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import (
    content,
    deciding,
    dossier,
    drafting,
    issuing,
    policy,
    rounds,
    subjects,
    wording,
    workflow,
)
from app.approvals.errors import (
    REASON,
    AlreadyDecided,
    AlreadyRequested,
    AmendmentStale,
    IllegalTransition,
    LetterNotFound,
    LetterNotIssued,
    LetterVoid,
    MayNotRequest,
    MayNotSubmit,
    NotAmendable,
    RequesterNeverDecides,
    RequestNotFound,
)
from app.approvals.kinds.registry import KINDS
from app.approvals.models import Decision, LetterFile, Request
from app.approvals.schemas import (
    ApprovalRequestDraft,
    ApprovalRequestRead,
    ChecklistPatch,
    DecisionDraft,
    VerificationRead,
)
from app.approvals.workflow import Action, IllegalAction, Stage, State, Status
from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor, Role

# Needs no context, and gives away no more than its columns.
VERIFY = text("select * from verify_letter(:code)")


async def create(
    session: AsyncSession, actor: Actor, draft: ApprovalRequestDraft
) -> ApprovalRequestRead:
    """Draft a request for approval."""
    if not policy.can_request(actor, draft.kind):
        raise MayNotRequest(kind=draft.kind, roles=_names(KINDS[draft.kind].asks))

    subject = await drafting.subject(session, actor, draft)
    request = Request(
        agency_id=subject.agency_id,
        kind=draft.kind,
        subject_id=subject.id,
        exclusive=KINDS[draft.kind].exclusive,
        title=subject.title,
        content=content.canonical(subject.content),
        requester_id=actor.id,
        requester_name=actor.name,
        authors=[actor.id],
    )
    session.add(request)
    with violations({"one_live_request_per_subject": AlreadyRequested()}):
        await session.flush()
    await _record(session, actor, "approval_request.drafted", request, asks_for=request.kind)
    return await dossier.of(session, request)


async def find(session: AsyncSession, actor: Actor, request_id: UUID) -> ApprovalRequestRead:
    """A request with its route, decisions and content."""
    return await dossier.of(session, await _get(session, actor, request_id))


async def amend(
    session: AsyncSession, actor: Actor, request_id: UUID, patch: ChecklistPatch
) -> ApprovalRequestRead:
    """Change the content of a request that is a draft or was returned."""
    request = await _get(session, actor, request_id, lock=True)
    if not policy.can_request(actor, request.kind):
        raise MayNotRequest(kind=request.kind, roles=_names(KINDS[request.kind].asks))
    amended = KINDS[request.kind].amended
    if amended is None:
        raise NotAmendable(kind=request.kind)
    if request.status not in workflow.EDITABLE:
        raise IllegalTransition(status=request.status, action=Action.CHANGE)
    if patch.content_sha256 != request.content_sha256:
        raise AmendmentStale(content_sha256=request.content_sha256)

    before = audit.state_of(request)
    given = patch.model_dump(mode="json", exclude={"content_sha256"})
    request.content = content.canonical(amended(json.loads(request.content), given))
    request.authors = _with(request.authors, actor.id)
    await session.flush()
    await session.refresh(request)
    await _record(
        session,
        actor,
        "approval_request.amended",
        request,
        before=before,
        content_sha256=request.content_sha256,
    )
    return await dossier.of(session, request)


async def submit(session: AsyncSession, actor: Actor, request_id: UUID) -> ApprovalRequestRead:
    """Send a request on its way: its content is taken as it is now, its route is frozen."""
    request = await _get(session, actor, request_id, lock=True)
    if not policy.can_submit(actor, request.kind):
        raise MayNotSubmit(kind=request.kind, roles=_names(KINDS[request.kind].submits))
    before = audit.state_of(request)
    route = await rounds.frozen(session, request)
    state = _after(_state(request), Action.SUBMIT, route)
    await rounds.take_content(session, request)
    await rounds.open_round(session, actor, request, state.round, route)
    request.authors = _with(request.authors, actor.id)
    await _move(session, request, state)
    await _record(
        session,
        actor,
        "approval_request.submitted",
        request,
        before=before,
        round=request.round,
        content_sha256=request.content_sha256,
    )
    return await dossier.of(session, request)


async def decide(
    session: AsyncSession, actor: Actor, request_id: UUID, draft: DecisionDraft
) -> ApprovalRequestRead:
    """Approve, return or reject at the stage that waits; the last approval issues the letter."""
    action = Action(draft.decision)
    if action is not Action.APPROVE and not draft.reason:
        raise InvalidRequest(errors=[Fault("/reason", "missing", REASON)])
    request = await _get(session, actor, request_id, lock=True)
    before = audit.state_of(request)
    stages = await dossier.stages_of(session, request)
    earlier = await deciding.live(session, request)
    role = await deciding.role(session, actor, request, stages, earlier, draft.content_sha256)

    decision = Decision(
        agency_id=request.agency_id,
        request_id=request.id,
        round=request.round,
        stage=request.stage,
        role=role,
        actor_id=actor.id,
        actor_name=actor.name,
        decision=action,
        reason=draft.reason,
        content_sha256=draft.content_sha256,
    )
    session.add(decision)
    with violations(
        {
            "one_decision_per_person": AlreadyDecided(round=request.round),
            "requester_never_decides": RequesterNeverDecides(),
        }
    ):
        await session.flush()

    route = tuple(Stage(stage.role, stage.rule, stage.needed) for stage in stages)
    approvals = sum(d.stage == request.stage and d.decision is Action.APPROVE for d in earlier)
    state = _after(_state(request)._replace(approvals=approvals), action, route)
    if state.status is Status.APPROVED:
        await issuing.number(session, request, decision)
    if state.status in (Status.APPROVED, Status.REJECTED):
        request.closed_at = decision.decided_at
    await _move(session, request, state)
    await _record(
        session,
        actor,
        "approval_request.decided",
        request,
        before=before,
        decision=action,
        round=decision.round,
        stage=decision.stage,
        content_sha256=decision.content_sha256,
        status=request.status,
    )
    if state.status is Status.APPROVED:
        await _enact(session, actor, request)
    return await dossier.of(session, request)


async def letter(session: AsyncSession, actor: Actor, request_id: UUID) -> bytes:
    """The letter of an approved request as PDF, byte for byte as it was issued."""
    request = await _get(session, actor, request_id)
    if request.status is Status.VOID:
        raise LetterVoid
    pdf = await session.scalar(select(LetterFile.pdf).where(LetterFile.request_id == request.id))
    if pdf is None:
        raise LetterNotIssued(status=request.status)
    return pdf


async def verify(session: AsyncSession, code: str) -> VerificationRead:
    """What anybody may know of the letter with this code; needs no actor and no context."""
    row = (await session.execute(VERIFY, {"code": issuing.normal(code)})).one_or_none()
    if row is None:
        raise LetterNotFound(letter=code[:40])
    return VerificationRead(
        code=wording.spaced(issuing.normal(code)),
        status="valid" if row.status == Status.APPROVED else "void",
        number=row.number,
        date=row.issued_on,
        kind=row.kind,
        agency=row.agency,
        content_sha256=row.content_sha256,
        letter_sha256=row.letter_sha256,
    )


async def _enact(session: AsyncSession, actor: Actor, request: Request) -> None:
    """Issue the letter and set in motion what was approved."""
    await issuing.issue(session, request)
    await session.flush()
    if (enact := KINDS[request.kind].enact) is not None:
        await enact(session, request.subject_id, request.id, actor.id)
    await _record(
        session, actor, "approval_request.approved", request, number=request.letter_number
    )


async def _get(
    session: AsyncSession, actor: Actor, request_id: UUID, *, lock: bool = False
) -> Request:
    """A request that the actor may see; `lock` holds it, and its subject, until the end."""
    visible = (Request.id == request_id, policy.visible_to(actor))
    if lock:
        named = await session.execute(select(Request.kind, Request.subject_id).where(*visible))
        await subjects.hold(session, named.first())
    statement = select(Request).where(*visible).execution_options(populate_existing=True)
    request = await session.scalar(statement.with_for_update() if lock else statement)
    if request is None:
        raise RequestNotFound(id=request_id)
    return request


def _state(request: Request) -> State:
    return State(request.status, request.round, request.stage)


def _after(state: State, action: Action, route: workflow.Route) -> State:
    """What the table of transitions says, or 409."""
    try:
        return workflow.after(state, action, route)
    except IllegalAction as illegal:
        raise IllegalTransition(status=illegal.status, action=illegal.action) from illegal


async def _move(session: AsyncSession, request: Request, state: State) -> None:
    request.status, request.round, request.stage = state.status, state.round, state.stage
    await session.flush()
    await session.refresh(request)


async def _record(
    session: AsyncSession, actor: Actor, kind: str, request: Request, **values: Any
) -> None:
    after = audit.state_of(request)
    await audit.record(
        session, actor, kind, request.id, agency_id=request.agency_id, after=after, **values
    )


def _with(authors: Sequence[UUID], author: UUID) -> list[UUID]:
    return list(authors) if author in authors else [*authors, author]


def _names(roles: Iterable[Role]) -> str:
    return ", ".join(sorted(roles))

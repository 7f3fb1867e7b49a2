"""What happens to requests until they are decided: drafted, amended, submitted, withdrawn."""

import json
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import (
    content,
    dossier,
    drafting,
    handling,
    policy,
    rounds,
    route_view,
    workflow,
)
from app.approvals.errors import (
    AlreadyRequested,
    AmendmentStale,
    IllegalTransition,
    LetterNotFound,
    LetterNotIssued,
    LetterVoid,
    MayNotRequest,
    MayNotSubmit,
    NotAmendable,
)
from app.approvals.kinds import agencies
from app.approvals.kinds.registry import KINDS
from app.approvals.models import LetterFile, Request
from app.approvals.route_schemas import RequestRoute, RouteRead
from app.approvals.routes import document
from app.approvals.schemas import (
    Amendment,
    ApprovalRequestDraft,
    ApprovalRequestRead,
    SignatureRead,
    VerificationRead,
)
from app.approvals.signatures import base64url
from app.approvals.standing_routes import in_force
from app.approvals.workflow import Action, Status
from app.audit import service as audit
from app.core import codes
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.employees import accesses
from app.employees.accesses import Look

# Needs no context, and gives away no more than its columns.
VERIFY = text("select * from verify_letter(:code)")


async def create(
    session: AsyncSession, actor: Actor, draft: ApprovalRequestDraft
) -> ApprovalRequestRead:
    """Draft a request for approval."""
    if not policy.can_request(actor, draft.kind):
        raise MayNotRequest(kind=draft.kind, roles=handling.listed(KINDS[draft.kind].asks))

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
        authors=list(actor.names),
    )
    session.add(request)
    with violations({"one_live_request_per_subject": AlreadyRequested()}):
        await session.flush()
    await handling.record(
        session, actor, "approval_request.drafted", request, asks_for=request.kind
    )
    return await dossier.of(session, request)


async def find(session: AsyncSession, actor: Actor, request_id: UUID) -> ApprovalRequestRead:
    """A request with its route, decisions and content."""
    request = await handling.find(session, actor, request_id)
    if KINDS[request.kind].personal:
        named = content.people_in(json.loads(request.content))
        look = Look("approval-request", request.id)
        await accesses.record_each(session, actor, sorted(named), look)
    return await dossier.of(session, request)


async def amend(
    session: AsyncSession, actor: Actor, request_id: UUID, patch: Amendment
) -> ApprovalRequestRead:
    """Change the content of a request that is a draft or was returned."""
    request = await handling.find(session, actor, request_id, lock=True)
    if not policy.can_request(actor, request.kind):
        raise MayNotRequest(kind=request.kind, roles=handling.listed(KINDS[request.kind].asks))
    amended = KINDS[request.kind].amended
    if amended is None:
        raise NotAmendable(kind=request.kind)
    if request.status not in workflow.EDITABLE:
        raise IllegalTransition(state=request.status, action=Action.CHANGE)
    if patch.content_sha256 != request.content_sha256:
        raise AmendmentStale(content_sha256=request.content_sha256)

    before = audit.state_of(request)
    given = drafting.given_in(KINDS[request.kind], patch)
    request.content = content.canonical(amended(json.loads(request.content), given))
    request.authors = handling.with_author(request.authors, actor)
    await session.flush()
    await session.refresh(request)
    await handling.record(
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
    request = await handling.find(session, actor, request_id, lock=True)
    if not policy.can_submit(actor, request.kind):
        raise MayNotSubmit(kind=request.kind, roles=handling.listed(KINDS[request.kind].submits))
    before = audit.state_of(request)
    if request.status not in workflow.EDITABLE:
        raise IllegalTransition(state=request.status, action=Action.SUBMIT)
    await rounds.take_content(session, request)
    plan = rounds.frozen(await rounds.planned(session, actor, request))
    state = handling.after(handling.state_of(request), Action.SUBMIT, plan.route)
    await rounds.open_round(session, actor, request, state.round, plan)
    request.authors = handling.with_author(request.authors, actor)
    await handling.move(session, request, state)
    await handling.record(
        session,
        actor,
        "approval_request.submitted",
        request,
        before=before,
        round=request.round,
        content_sha256=request.content_sha256,
        route_sha256=plan.in_force.sha256,
    )
    return await dossier.of(session, request)


async def withdraw(session: AsyncSession, actor: Actor, request_id: UUID) -> ApprovalRequestRead:
    """Take a submitted request back: what was decided is void, and people are found anew."""
    request = await handling.find(session, actor, request_id, lock=True)
    if not policy.can_submit(actor, request.kind):
        raise MayNotSubmit(kind=request.kind, roles=handling.listed(KINDS[request.kind].submits))
    before = audit.state_of(request)
    state = handling.after(handling.state_of(request), Action.WITHDRAW, ())
    seen = request.content_sha256
    request.change = {"cause": "withdrawn", "before": seen, "after": seen, "by": actor.name}
    await handling.move(session, request, state)
    await handling.record(
        session, actor, "approval_request.withdrawn", request, before=before, round=request.round
    )
    return await dossier.of(session, request)


async def route_of(session: AsyncSession, actor: Actor, request_id: UUID) -> RequestRoute:
    """Who decides on a request, and by when: as frozen, or as a submission now would freeze it."""
    request = await handling.find(session, actor, request_id)
    decisions = await dossier.decisions_of(session, request.id)
    return RequestRoute.model_validate(await route_view.in_full(session, actor, request, decisions))


async def standing_route(
    session: AsyncSession, actor: Actor, kind: str, agency_id: UUID | None
) -> RouteRead:
    """The route that an agency's requests of a kind take."""
    if not policy.can_see_routes(actor):
        raise Forbidden
    where = await agencies.meant(session, actor, agency_id)
    standing = await in_force(session, where, kind, KINDS[kind].route)
    said = document(kind, standing.route)
    return RouteRead(
        agency_id=where,
        version=standing.version,
        sha256=standing.sha256,
        request_id=standing.request_id,
        **said,
    )


async def letter(session: AsyncSession, actor: Actor, request_id: UUID) -> bytes:
    """The letter of an approved request as PDF, byte for byte as it was issued."""
    request = await handling.find(session, actor, request_id)
    if request.status is Status.VOID:
        raise LetterVoid
    pdf = await session.scalar(select(LetterFile.pdf).where(LetterFile.request_id == request.id))
    if pdf is None:
        raise LetterNotIssued(state=request.status)
    return pdf


async def verify(session: AsyncSession, code: str) -> VerificationRead:
    """What anybody may know of the letter with this code; needs no actor and no context."""
    row = (await session.execute(VERIFY, {"code": codes.normal(code)})).one_or_none()
    if row is None:
        raise LetterNotFound(letter=code[:40])
    return VerificationRead(
        code=codes.spaced(codes.normal(code)),
        status="valid" if row.status == Status.APPROVED else "void",
        number=row.number,
        date=row.issued_on,
        kind=row.kind,
        agency=row.agency,
        content_sha256=row.content_sha256,
        letter_sha256=row.letter_sha256,
        signature=None
        if row.signature is None
        else SignatureRead(
            algorithm=row.signature_algorithm,
            key_id=row.key_id,
            value=base64url(row.signature),
        ),
    )

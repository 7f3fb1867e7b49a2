"""What can be asked about requests for approval."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response, status
from pydantic import Field

from app.approvals import decisions, examples, kind_examples, policy, queries, service
from app.approvals.decision_schemas import DecisionDraft
from app.approvals.errors import (
    ActingHasNoLastWord,
    AlreadyDecided,
    AlreadyRequested,
    AmendmentStale,
    BackToNowhere,
    ContentChanged,
    HasConflict,
    IllegalTransition,
    LastEditorAlone,
    LetterNotIssued,
    LetterVoid,
    MayNotRequest,
    MayNotSubmit,
    NoMandate,
    NotADecider,
    NotAmendable,
    NotNamed,
    NotTheWaitingStage,
    RequesterNeverDecides,
    RequestNotFound,
    StageUnstaffed,
)
from app.approvals.examining_errors import PrerequisitesMissing
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import HINDRANCES, REFUSALS
from app.approvals.route_schemas import RequestRoute
from app.approvals.schemas import (
    Amendment,
    ApprovalRequestDraft,
    ApprovalRequestItem,
    ApprovalRequestRead,
)
from app.approvals.signatures import Signing
from app.approvals.workflow import Status
from app.blind_sessions.errors import PoolInBlindSession
from app.core.db import Session
from app.core.identity import CurrentActor, Role
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import ChoosingReader
from app.core.routing import ReadRoute

router = APIRouter(prefix="/approval-requests", tags=["approvals"])
reads = APIRouter(prefix="/approval-requests", tags=["approvals"], route_class=ReadRoute)

Draft = Annotated[ApprovalRequestDraft, Body(openapi_examples=kind_examples.DRAFTS)]
Patch = Annotated[Amendment, Body(openapi_examples=kind_examples.AMENDMENTS)]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses={
        **problems(MayNotRequest, AlreadyRequested),
        201: answers(examples.DRAFT, "Drafted."),
    },
)
async def draft_approval_request(
    session: Session, actor: CurrentActor, draft: Draft
) -> ApprovalRequestRead:
    """Draft a request for approval.

    Kind `talent_pool` asks the committee, PyB and PPK to fix a kelompok rencana suksesi; its
    content is the pool with its members, values and ranks. Kind `implementation` asks BKN for
    *persetujuan penerapan*; its content is the readiness checklist. Kinds `talent_map` and
    `scoring_scheme` fix a finished map, and the scheme that the agency measures by; kind
    `placement` approves whom the PPK chose; kind `correction` corrects a record of a person. A
    draft decides nothing: submit it. For each subject one request can be open or in force, for
    each agency one `implementation` can be open.
    """
    return await service.create(session, actor, draft)


@reads.get(
    "",
    response_model=Page[ApprovalRequestItem],
    responses={200: answers(examples.PAGE)},
)
async def list_approval_requests(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    kind: Annotated[Kind, Field(description="Only this kind.")] | None = None,
    status: Annotated[Status, Field(description="Only requests that stand here.")] | None = None,
    subject_id: Annotated[UUID, Field(description="Only requests about this.")] | None = None,
    waiting_role: Annotated[
        Role, Field(description="Only requests that wait for this role: its inbox.")
    ]
    | None = None,
) -> bytes:
    """List requests for approval, newest first.

    Within the agency every request is listed; Kantor Regional and BKN see the requests of kind
    `implementation` that have been submitted.
    """
    return await queries.REQUESTS.page(
        reader,
        limit,
        cursor,
        kind=kind,
        status=status,
        subject_id=subject_id,
        waiting_role=waiting_role,
        **policy.seen_by(reader.actor),
    )


@router.get(
    "/{request_id}",
    responses={**problems(RequestNotFound), 200: answers(examples.SUBMITTED)},
)
async def get_approval_request(
    session: Session, actor: CurrentActor, request_id: UUID
) -> ApprovalRequestRead:
    """Get a request with its route, decisions and content.

    `content_sha256` is what a decision must name. Before submission `route` is a preview; from
    then on it is frozen. When the request has fallen back, `change` says why and `changes` what
    differs from the content last submitted.
    """
    return await service.find(session, actor, request_id)


@router.patch(
    "/{request_id}",
    responses={
        **problems(MayNotRequest, RequestNotFound, NotAmendable, IllegalTransition, AmendmentStale),
        200: answers(examples.DRAFT),
    },
)
async def amend_approval_request(
    session: Session, actor: CurrentActor, request_id: UUID, patch: Patch
) -> ApprovalRequestRead:
    """Change the content of a draft or a returned request that holds its content itself.

    For `implementation`, items of the checklist; for `route_change`, the route; for `correction`,
    what to correct. `content_sha256` says what was read: if somebody changed it since, nothing is
    overwritten.
    Whoever amends a request becomes one of its authors and cannot decide it.
    """
    return await service.amend(session, actor, request_id, patch)


@router.post(
    "/{request_id}/submission",
    responses={
        **problems(
            MayNotSubmit,
            RequestNotFound,
            IllegalTransition,
            PoolInBlindSession,
            StageUnstaffed,
            *REFUSALS,
        ),
        200: answers(examples.SUBMITTED),
    },
)
async def submit_approval_request(
    session: Session, actor: CurrentActor, request_id: UUID
) -> ApprovalRequestRead:
    """Submit a draft or a returned request.

    Opens a new round: the content is taken as it stands now, and the route is frozen with the
    number of approvals that each stage needs. Whoever submits a request cannot decide it. An
    `implementation` is submitted by the PPK once every item of the checklist is ready.
    """
    return await service.submit(session, actor, request_id)


@router.post(
    "/{request_id}/decisions",
    status_code=status.HTTP_201_CREATED,
    responses={
        **problems(
            RequesterNeverDecides,
            NotADecider,
            NotTheWaitingStage,
            NotNamed,
            NoMandate,
            ActingHasNoLastWord,
            RequestNotFound,
            AlreadyDecided,
            BackToNowhere,
            HasConflict,
            LastEditorAlone,
            ContentChanged,
            IllegalTransition,
            PrerequisitesMissing,
            *HINDRANCES,
        ),
        201: answers(examples.SUBMITTED, "Recorded."),
    },
)
async def decide_approval_request(
    session: Session,
    actor: CurrentActor,
    request_id: UUID,
    decision: DecisionDraft,
    signer: Signing,
) -> ApprovalRequestRead:
    """Decide at the stage that waits.

    `approve` counts for the stage; the last approval of the last stage issues the letter and,
    for a pool, marks it approved. `return` sends the request back to the requester or to an
    earlier stage, `reject` ends it, `abstain` takes you out for a conflict of interest; all three
    need a reason and its code. Only the people whom the submission named decide. The decision
    binds to `content_sha256`: when the content is no longer that, nothing is recorded and the 409
    says what changed. Nobody decides twice in a round, whatever accounts they have, and nobody
    decides what they drafted, edited or submitted. Whoever holds an accepted delegation of a person
    who was named, or acts in the office of one who is absent, decides for them by `on_behalf_of`;
    both have decided then. Silence never approves.
    """
    return await decisions.decide(session, actor, request_id, decision, signer)


@router.get(
    "/{request_id}/route",
    responses={**problems(RequestNotFound), 200: answers(examples.ROUTE)},
)
async def get_approval_request_route(
    session: Session, actor: CurrentActor, request_id: UUID
) -> RequestRoute:
    """Get who decides on a request, stage by stage, and by when.

    Before submission this is a preview: the agency's route in force, without the stages that the
    content skips, with the people who hold its roles today and the working days by which each is
    due; a stage with too few different people is marked. From submission on it is frozen.
    """
    return await service.route_of(session, actor, request_id)


@router.post(
    "/{request_id}/withdrawal",
    responses={
        **problems(MayNotSubmit, RequestNotFound, IllegalTransition),
        200: answers(examples.DRAFT, "Taken back; it can be submitted again."),
    },
)
async def withdraw_approval_request(
    session: Session, actor: CurrentActor, request_id: UUID
) -> ApprovalRequestRead:
    """Take a submitted request back.

    What was decided in this round is void. Submitted again, it takes the route then in force and
    finds its people anew: the way out where somebody who must decide has left.
    """
    return await service.withdraw(session, actor, request_id)


@router.get(
    "/{request_id}/letter.pdf",
    response_class=Response,
    responses={
        **problems(RequestNotFound, LetterNotIssued, LetterVoid),
        200: {
            "description": "The letter, byte for byte as it was issued.",
            "content": {
                "application/pdf": {
                    "schema": {"type": "string", "format": "binary"},
                    "example": "%PDF-1.7 …",
                }
            },
        },
    },
)
async def get_approval_letter(session: Session, actor: CurrentActor, request_id: UUID) -> Response:
    """Get the letter of an approved request as PDF.

    It bears number, date, approvals, the hash of the content and a QR code that leads to the
    public page where anybody can verify it.
    """
    pdf = await service.letter(session, actor, request_id)
    name = f'inline; filename="surat-{request_id}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})

"""What can be asked about the examination of a request."""

from uuid import UUID

from fastapi import APIRouter, status

from app.approvals import examples, recording
from app.approvals.errors import RequesterNeverDecides, RequestNotFound
from app.approvals.examining_errors import MayNotRecord, StepOutOfTurn
from app.approvals.examining_models import StepRecord
from app.approvals.examining_schemas import ExaminationRead, StepRead
from app.approvals.step_schemas import StepDraft
from app.core.db import Session
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems

router = APIRouter(prefix="/approval-requests/{request_id}", tags=["approvals"])


@router.post(
    "/steps",
    status_code=status.HTTP_201_CREATED,
    response_model=StepRead,
    responses={
        **problems(MayNotRecord, RequesterNeverDecides, RequestNotFound, StepOutOfTurn),
        201: answers(examples.STEP, "Recorded."),
    },
)
async def record_step(
    session: Session, actor: CurrentActor, request_id: UUID, draft: StepDraft
) -> StepRecord:
    """Record a step of the examination.

    For the readiness of a body: `verification` by its Kantor Regional, `presentation_scheduled`,
    `presentation_held` and `plenary` by BKN, each while its stage waits; once approved `in_force`,
    `condition_met` and `evaluation`. A record never changes; where a step may be repeated, the
    last one counts. It binds to the content of the round.
    """
    return await recording.record(session, actor, request_id, draft.model_dump(mode="json"))


@router.get(
    "/examination",
    responses={**problems(RequestNotFound), 200: answers(examples.EXAMINATION)},
)
async def get_examination(
    session: Session, actor: CurrentActor, request_id: UUID
) -> ExaminationRead:
    """Get how far the examination of a request is.

    What was recorded in this round, what a stage still requires before it may approve, the last
    verdict on each item of the checklist with its reviewer, and the conditions of the approval.
    """
    return await recording.examination(session, actor, request_id)

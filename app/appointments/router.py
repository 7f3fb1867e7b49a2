"""What can be asked about proposals, deviations and outcomes."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Response, status
from pydantic import Field

from app.appointments import examples, policy, queries, service
from app.appointments.choosing import DeviationReason, State
from app.appointments.errors import (
    NOT_YET,
    NamesInConflict,
    ObjectionPending,
    OutcomeTold,
    PoolNotUsable,
    ProposalNotFound,
    ProposalRefused,
    RankingChanged,
    SamePerson,
    TooEarly,
    WrongState,
)
from app.appointments.schemas import (
    Decree,
    DeviationRead,
    DueRead,
    NewChoice,
    NewOutcome,
    NewProposal,
    ProposalRead,
    ProposalRow,
    Rates,
    Withdrawal,
)
from app.blind_sessions.errors import PoolInBlindSession
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import ChoosingReader, Reader
from app.core.routing import ReadRoute
from app.core.working_days import today_in_office
from app.employees import accesses
from app.talent_pools.errors import PoolNotFound, UnknownReference

router = APIRouter(tags=["appointments"])
reads = APIRouter(tags=["appointments"], route_class=ReadRoute)

PROPOSALS, ONE = "/placement-proposals", "/placement-proposals/{proposal_id}"


@router.post(
    PROPOSALS,
    status_code=status.HTTP_201_CREATED,
    response_model=ProposalRead,
    responses={
        **problems(
            Forbidden,
            PoolNotFound,
            UnknownReference,
            PoolNotUsable,
            PoolInBlindSession,
            ProposalRefused,
            ObjectionPending,
            NamesInConflict,
        ),
        201: answers(examples.PROPOSED, "The proposal, with the ranking it rests on."),
    },
)
async def propose_placement(session: Session, actor: CurrentActor, new: NewProposal) -> Any:
    """Put up to three names for a post before the PPK.

    The names come from an approved pool that is valid today, and pass every rule of eligibility.
    Nobody is named whose objection (sanggah) is open, or by somebody related to them. The ranking
    of all who are eligible now is kept with its hash. For the committee, and analysts for it.
    """
    return await service.propose(session, actor, new)


@reads.get(
    PROPOSALS,
    response_model=Page[ProposalRow],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.ROW))},
)
async def list_placement_proposals(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    state: Annotated[State, Field(description="Only proposals that are this far.")] | None = None,
    pool_id: Annotated[UUID, Field(description="Only proposals from this pool.")] | None = None,
    position_id: Annotated[UUID, Field(description="Only proposals for this post.")] | None = None,
) -> bytes:
    """List placement proposals, newest first."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    filters = {"state": state, "pool_id": pool_id, "position_id": position_id}
    return await queries.PROPOSALS.page(reader, limit, cursor, **filters)


@reads.get(
    ONE,
    response_model=ProposalRead,
    responses={**problems(ProposalNotFound), 200: answers(examples.PROPOSED)},
)
async def get_placement_proposal(reader: Reader, proposal_id: UUID) -> bytes:
    """Get a placement proposal with its names, the choice and the outcomes.

    That the names were looked at is on record, where each of them can see it.
    """
    body = None
    if policy.can_list(reader.actor):
        body = await queries.PROPOSAL.one(reader, proposal_id=proposal_id)
    if body is None:
        raise ProposalNotFound(id=proposal_id)
    for name in orjson.loads(body)["names"]:
        await accesses.note(reader, UUID(name["employee_id"]), "placement-proposal")
    return body


@router.get(
    ONE + "/ranking",
    response_class=Response,
    responses={
        **problems(ProposalNotFound),
        200: answers(examples.RANKING, "The ranking in its RFC 8785 form."),
    },
)
async def get_placement_ranking(
    session: Session, actor: CurrentActor, proposal_id: UUID
) -> Response:
    """Get the ranking that a proposal rests on, to the byte.

    The SHA-256 of this body is the proposal's `ranking_sha256`.
    """
    proposal = await service.get(session, actor, proposal_id)
    return Response(proposal.ranking, media_type="application/json")


@router.post(
    ONE + "/choice",
    response_model=ProposalRead,
    responses={
        **problems(
            Forbidden,
            ProposalNotFound,
            ProposalRefused,
            WrongState,
            SamePerson,
            RankingChanged,
            ObjectionPending,
            NamesInConflict,
        ),
        200: answers(examples.CHOSEN, "Chosen, or waiting for the signature of the deviation."),
    },
)
async def choose_for_placement(
    session: Session, actor: CurrentActor, proposal_id: UUID, new: NewChoice
) -> Any:
    """Choose one of the names.

    Anybody but rank 1 needs `deviation`, and holds only once a second person has signed it. The
    ranking is computed again: if the pool or who is eligible changed, the choice is refused. For
    the PPK.
    """
    return await service.choose(session, actor, proposal_id, new)


@router.post(
    ONE + "/deviation/signature",
    response_model=ProposalRead,
    responses={
        **problems(
            Forbidden,
            ProposalNotFound,
            WrongState,
            SamePerson,
            RankingChanged,
            ObjectionPending,
            NamesInConflict,
        ),
        200: answers(examples.SIGNED, "The choice holds."),
    },
)
async def sign_deviation(session: Session, actor: CurrentActor, proposal_id: UUID) -> Any:
    """Sign the deviation as the second person.

    For the PyB, or a second PPK; never for whoever proposed or chose. Who does not agree withdraws
    the proposal with a reason instead.
    """
    return await service.sign(session, actor, proposal_id)


@router.post(
    ONE + "/appointment",
    response_model=ProposalRead,
    responses={
        **problems(Forbidden, ProposalNotFound, ProposalRefused, WrongState, *NOT_YET),
        200: answers(examples.APPOINTED, "Appointed."),
    },
)
async def record_appointment(
    session: Session, actor: CurrentActor, proposal_id: UUID, decree: Decree
) -> Any:
    """Put the decree (SK) of the appointment on record.

    For analysts and the PPK, once the choice holds, and nobody who was chosen objects. Where an
    approval was asked for (kind `placement`), it must have been given.
    """
    return await service.appoint(session, actor, proposal_id, decree)


@router.post(
    ONE + "/withdrawal",
    response_model=ProposalRead,
    responses={
        **problems(Forbidden, ProposalNotFound, WrongState),
        200: answers(examples.WITHDRAWN, "Withdrawn."),
    },
)
async def withdraw_placement(
    session: Session, actor: CurrentActor, proposal_id: UUID, withdrawal: Withdrawal
) -> Any:
    """Take a proposal back, with a reason.

    Once somebody was chosen, for the PPK alone. A deviation stays in the register.
    """
    return await service.withdraw(session, actor, proposal_id, withdrawal.reason)


@router.post(
    ONE + "/outcomes",
    status_code=status.HTTP_201_CREATED,
    response_model=ProposalRead,
    responses={
        **problems(Forbidden, ProposalNotFound, WrongState, TooEarly, OutcomeTold),
        201: answers(examples.TOLD, "The outcome is on record."),
    },
)
async def record_placement_outcome(
    session: Session, actor: CurrentActor, proposal_id: UUID, outcome: NewOutcome
) -> Any:
    """Record how the appointed person does after 6 or 12 months.

    Once each, and not before the time has come. For analysts and the committee.
    """
    return await service.tell_outcome(session, actor, proposal_id, outcome)


@reads.get(
    "/outcomes/due",
    response_model=Page[DueRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.DUE))},
)
async def list_outcomes_due(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List the outcomes that can be recorded and are not, the oldest first."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    today = today_in_office(datetime.now(UTC))
    return await queries.OUTCOMES_DUE.page(reader, limit, cursor, today=today)


@reads.get(
    "/deviations",
    response_model=Page[DeviationRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.DEVIATION))},
)
async def list_deviations(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    chosen_by: Annotated[UUID, Field(description="Only choices of this person.")] | None = None,
    reason_code: Annotated[DeviationReason, Field(description="Only this kind of reason.")]
    | None = None,
) -> bytes:
    """List the register of deviations: choices of somebody else than rank 1, newest first."""
    if not policy.can_see_register(reader.actor):
        raise Forbidden
    filters = {"chosen_by": chosen_by, "reason_code": reason_code}
    return await queries.DEVIATIONS.page(reader, limit, cursor, **filters)


@reads.get(
    "/deviations/rates",
    response_model=Rates,
    responses={**problems(Forbidden), 200: answers(examples.RATES)},
)
async def count_deviations(reader: Reader) -> bytes | None:
    """Count choices and deviations of each who appoints.

    Choices that were withdrawn later count too: a deviation is not undone by taking it back.
    """
    if not policy.can_see_register(reader.actor):
        raise Forbidden
    return await queries.RATES.one(reader)

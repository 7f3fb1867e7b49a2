"""What can be asked about calibrations of finished maps."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import Field

from app.calibrations import closing, examples, policy, queries, register, service
from app.calibrations.errors import (
    AlreadyAttending,
    AlreadyAuthorised,
    AlreadyCalibrated,
    AlreadyProposed,
    AlreadyVoted,
    AuthoriserInConflict,
    CalibrationNameTaken,
    CalibrationNotFound,
    CalibrationOver,
    CalibrationRefused,
    ConflictOfInterest,
    MoveNotFound,
    NotAMember,
    NotApproved,
    NotAttending,
    NotOnAgenda,
    NotTheAuthoriser,
    QuorumAbsent,
    VotingOver,
    WithoutBox,
)
from app.calibrations.models import State
from app.calibrations.schemas import (
    CalibratedNineBox,
    CalibrationRead,
    Cancellation,
    MoreAgenda,
    MoveRead,
    NewCalibration,
    NewMove,
    NewVote,
    RegisterRead,
)
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.talent_maps.errors import MapNotReady

router = APIRouter(prefix="/calibrations", tags=["calibrations"])
reads = APIRouter(prefix="/calibrations", tags=["calibrations"], route_class=ReadRoute)

MEMBERS = (CalibrationNotFound, NotAMember, CalibrationOver, NotAttending, ConflictOfInterest)
"""What may stand in a member's way."""


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=CalibrationRead,
    responses={
        **problems(
            Forbidden, CalibrationRefused, MapNotReady, CalibrationNameTaken, ConflictOfInterest
        ),
        201: answers(examples.CALIBRATION, "The session, open."),
    },
)
async def call_calibration(session: Session, actor: CurrentActor, new: NewCalibration) -> Any:
    """Call a calibration session on a finished talent map.

    With members (committee, PyB, PPK), a quorum and an agenda of people or boxes. Whoever calls it
    owns it, may extend the agenda while it is open, and closes it. Nobody puts somebody onto an
    agenda to whom they are related by the register of conflicts. For analysts and the committee.
    """
    return await service.create(session, actor, new)


@reads.get(
    "",
    response_model=Page[CalibrationRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.CALIBRATION))},
)
async def list_calibrations(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    map_id: Annotated[UUID, Field(description="Only sessions on this map.")] | None = None,
    state: Annotated[State, Field(description="Only sessions that are this far.")] | None = None,
) -> bytes:
    """List calibration sessions, newest first."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    return await queries.CALIBRATIONS.page(reader, limit, cursor, map_id=map_id, state=state)


@reads.get(
    "/{calibration_id}",
    response_model=CalibrationRead,
    responses={**problems(CalibrationNotFound), 200: answers(examples.CALIBRATION)},
)
async def get_calibration(reader: Reader, calibration_id: UUID) -> bytes:
    """Get a calibration session with its members, attendance and agenda."""
    body = None
    if policy.can_list(reader.actor):
        body = await queries.ONE.one(reader, calibration_id=calibration_id)
    if body is None:
        raise CalibrationNotFound(id=calibration_id)
    return body


@router.post(
    "/{calibration_id}/attendance",
    response_model=CalibrationRead,
    responses={
        **problems(CalibrationNotFound, NotAMember, CalibrationOver, AlreadyAttending),
        200: answers(examples.CALIBRATION, "The session, with the attendance."),
    },
)
async def attend_calibration(session: Session, actor: CurrentActor, calibration_id: UUID) -> Any:
    """Put one's own attendance on record; only members who attend take part."""
    return await service.attend(session, actor, calibration_id)


@router.post(
    "/{calibration_id}/agenda",
    status_code=status.HTTP_201_CREATED,
    response_model=CalibrationRead,
    responses={
        **problems(
            Forbidden, CalibrationNotFound, CalibrationRefused, CalibrationOver, ConflictOfInterest
        ),
        201: answers(examples.CALIBRATION, "The session, with the longer agenda."),
    },
)
async def extend_calibration_agenda(
    session: Session, actor: CurrentActor, calibration_id: UUID, more: MoreAgenda
) -> Any:
    """Take further people of the map, or boxes, onto the agenda of an open session.

    They come behind those that are there; nothing is taken off. Nobody puts somebody there to whom
    they are related by the register of conflicts of interest. The reason stays in the event log.
    For the owner.
    """
    return await service.extend(session, actor, calibration_id, more)


@router.post(
    "/{calibration_id}/moves",
    status_code=status.HTTP_201_CREATED,
    response_model=MoveRead,
    responses={
        **problems(
            *MEMBERS,
            CalibrationRefused,
            AuthoriserInConflict,
            WithoutBox,
            NotOnAgenda,
            AlreadyProposed,
            AlreadyCalibrated,
        ),
        201: answers(examples.MOVE, "The move, open to votes."),
    },
)
async def propose_move(
    session: Session, actor: CurrentActor, calibration_id: UUID, new: NewMove
) -> Any:
    """Propose another box for a person of the agenda, with reasons and who is to authorise it.

    One person, one move. Somebody without a box is not put into one by vote: unknown stays unknown.
    """
    calibration, move = await service.propose(session, actor, calibration_id, new)
    return await register.move_shown(session, calibration, move)


@router.post(
    "/{calibration_id}/moves/{move_id}/votes",
    status_code=status.HTTP_201_CREATED,
    response_model=MoveRead,
    responses={
        **problems(*MEMBERS, MoveNotFound, AlreadyVoted, VotingOver),
        201: answers(examples.APPROVED, "The vote is kept; it was the last of a quorum."),
    },
)
async def vote_on_move(
    session: Session, actor: CurrentActor, calibration_id: UUID, move_id: UUID, new: NewVote
) -> Any:
    """Vote on a move, once, with the reason.

    Votes are sealed: nobody sees any but their own before a quorum of them is there, and then all
    are opened at once and the voting is over. More than half of the votes must approve. A vote is
    never changed; a relation that becomes known later voids it, and voting resumes.
    """
    calibration, move = await service.vote(session, actor, calibration_id, move_id, new)
    return await register.move_shown(session, calibration, move)


@router.post(
    "/{calibration_id}/moves/{move_id}/authorisation",
    status_code=status.HTTP_201_CREATED,
    response_model=MoveRead,
    responses={
        **problems(
            *MEMBERS, MoveNotFound, NotTheAuthoriser, NotApproved, AlreadyAuthorised, VotingOver
        ),
        201: answers(examples.AUTHORISED, "The move stands once the session is closed."),
    },
)
async def authorise_move(
    session: Session, actor: CurrentActor, calibration_id: UUID, move_id: UUID
) -> Any:
    """Authorise an approved move, as the member whom it names; never the proposer."""
    calibration, move = await service.authorise(session, actor, calibration_id, move_id)
    return await register.move_shown(session, calibration, move)


@router.post(
    "/{calibration_id}/closing",
    response_model=CalibrationRead,
    responses={
        **problems(
            Forbidden, CalibrationNotFound, CalibrationOver, QuorumAbsent, AlreadyCalibrated
        ),
        200: answers(examples.CLOSED, "The session, frozen."),
    },
)
async def close_calibration(session: Session, actor: CurrentActor, calibration_id: UUID) -> Any:
    """Close a session with a quorum present: its moves stand, and nothing of it changes any more.

    The hash of the register goes into the log. The calibrated boxes stand beside the computed ones
    in the map's placements. For the owner.
    """
    return await closing.close(session, actor, calibration_id)


@router.post(
    "/{calibration_id}/cancellation",
    response_model=CalibrationRead,
    responses={
        **problems(Forbidden, CalibrationNotFound, CalibrationOver),
        200: answers(examples.CANCELLED, "The session, cancelled."),
    },
)
async def cancel_calibration(
    session: Session, actor: CurrentActor, calibration_id: UUID, cancellation: Cancellation
) -> Any:
    """Cancel a session, with the reason; it moves nobody. For the owner."""
    return await closing.cancel(session, actor, calibration_id, cancellation)


@router.get(
    "/{calibration_id}/register",
    response_model=RegisterRead,
    responses={**problems(CalibrationNotFound), 200: answers(examples.REGISTER)},
)
async def get_register(session: Session, actor: CurrentActor, calibration_id: UUID) -> Any:
    """Read the before/after register: each move with reasons, opened votes, authoriser and hash.

    From `record` and `content` anybody can recompute the hashes of a closed session. `standing`
    and `void_votes` are as of now: a relation that became known after the closing counts.
    """
    return await register.read(session, actor, calibration_id)


@router.get(
    "/{calibration_id}/nine-box",
    response_model=CalibratedNineBox,
    responses={**problems(CalibrationNotFound), 200: answers(examples.NINE_BOX)},
)
async def get_calibrated_nine_box(
    session: Session, actor: CurrentActor, calibration_id: UUID
) -> Any:
    """Count the people in each box before and after the moves that stand."""
    return await register.nine_box(session, actor, calibration_id)

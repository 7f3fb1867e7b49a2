"""What can be asked about blind sessions."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import Field

from app.blind_sessions import examples, policy, queries, revealing, service
from app.blind_sessions.errors import (
    AlreadyRanked,
    BlindSessionNotFound,
    BlindSessionOver,
    BlindSessionRefused,
    MemberBlinded,
    MemberInvolved,
    NotARanker,
    PoolBeingDecided,
    PoolInBlindSession,
    RankingRefused,
    StillSealed,
    TooFewCandidates,
    TooFewRankings,
)
from app.blind_sessions.models import State
from app.blind_sessions.schemas import (
    BlindSessionRead,
    Cancellation,
    CandidateRead,
    NewBlindSession,
    NewRanking,
    RankingRead,
    RegisterRead,
    ResultRead,
)
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.talent_pools.errors import MapNotReady, UnknownReference

router = APIRouter(prefix="/blind-sessions", tags=["blind sessions"])
reads = APIRouter(prefix="/blind-sessions", tags=["blind sessions"], route_class=ReadRoute)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=BlindSessionRead,
    responses={
        **problems(
            Forbidden,
            BlindSessionRefused,
            UnknownReference,
            MapNotReady,
            TooFewCandidates,
            PoolBeingDecided,
            PoolInBlindSession,
            MemberBlinded,
            MemberInvolved,
        ),
        201: answers(examples.SESSION, "The session, open."),
    },
)
async def open_blind_session(session: Session, actor: CurrentActor, new: NewBlindSession) -> Any:
    """Open a session in which the committee ranks the eligible of a pool without their names.

    The eligible are frozen as profiles under random pseudonyms. From now on and until the session
    is closed or cancelled, its members read nothing about people anywhere (403 `blinded`), and the
    pool can neither be sent for approval nor used for a placement. For analysts.
    """
    return await service.create(session, actor, new)


@reads.get(
    "",
    response_model=Page[BlindSessionRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.SESSION))},
)
async def list_blind_sessions(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    pool_id: Annotated[UUID, Field(description="Only sessions over this pool.")] | None = None,
    state: Annotated[State, Field(description="Only sessions that are this far.")] | None = None,
) -> bytes:
    """List blind sessions, newest first; whoever sits in an open one sees that one alone."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    return await queries.SESSIONS.page(reader, limit, cursor, pool_id=pool_id, state=state)


@reads.get(
    "/{session_id}",
    response_model=BlindSessionRead,
    responses={**problems(BlindSessionNotFound), 200: answers(examples.SESSION)},
)
async def get_blind_session(reader: Reader, session_id: UUID) -> bytes:
    """Get a blind session: what the position asks, who ranks, how far it is."""
    body = None
    if policy.can_list(reader.actor):
        body = await queries.ONE.one(reader, session_id=session_id)
    if body is None:
        raise BlindSessionNotFound(id=session_id)
    return body


@reads.get(
    "/{session_id}/candidates",
    response_model=Page[CandidateRead],
    responses={
        **problems(BlindSessionNotFound),
        200: answers(examples.page(examples.CANDIDATE)),
    },
)
async def list_blind_candidates(
    reader: Reader, session_id: UUID, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List the candidates as profiles, in the order of their pseudonyms, which is chance.

    Scores come in bands of five points and times in bands of years, without names, units, ids,
    dates or the rank in the pool.
    """
    shown = policy.can_list(reader.actor)
    if not shown or await queries.ONE.one(reader, session_id=session_id) is None:
        raise BlindSessionNotFound(id=session_id)
    return await queries.CANDIDATES.page(reader, limit, cursor, session_id=session_id)


@router.post(
    "/{session_id}/rankings",
    status_code=status.HTTP_201_CREATED,
    response_model=RankingRead,
    responses={
        **problems(
            BlindSessionNotFound, NotARanker, BlindSessionOver, AlreadyRanked, RankingRefused
        ),
        201: answers(examples.RANKING, "The ranking is on record, and sealed."),
    },
)
async def rank_blind_candidates(
    session: Session, actor: CurrentActor, session_id: UUID, new: NewRanking
) -> Any:
    """Give one's ranking of all candidates, best first, once, with a reason for each.

    Nobody else reads it before the session is closed. A reason that holds a NIP or the name of any
    civil servant of the agency is refused. For members.
    """
    return await service.rank(session, actor, session_id, new)


@router.post(
    "/{session_id}/closing",
    response_model=BlindSessionRead,
    responses={
        **problems(Forbidden, BlindSessionNotFound, BlindSessionOver, TooFewRankings),
        200: answers(examples.CLOSED, "The session, closed."),
    },
)
async def close_blind_session(session: Session, actor: CurrentActor, session_id: UUID) -> Any:
    """Close a session with a quorum of rankings: order and register can be read, members see again.

    For the owner.
    """
    return await service.close(session, actor, session_id)


@router.post(
    "/{session_id}/cancellation",
    response_model=BlindSessionRead,
    responses={
        **problems(Forbidden, BlindSessionNotFound, BlindSessionOver),
        200: answers(examples.CANCELLED, "The session, cancelled."),
    },
)
async def cancel_blind_session(
    session: Session, actor: CurrentActor, session_id: UUID, cancellation: Cancellation
) -> Any:
    """Cancel a session, with the reason; its register stays sealed for good. For the owner."""
    return await service.cancel(session, actor, session_id, cancellation)


@router.get(
    "/{session_id}/result",
    response_model=ResultRead,
    responses={
        **problems(BlindSessionNotFound, StillSealed),
        200: answers(examples.RESULT),
    },
)
async def get_blind_result(session: Session, actor: CurrentActor, session_id: UUID) -> Any:
    """Read the rankings of a closed session and the order they come to: by mean place, ties shared.

    A ranking does not count when its giver's relation to a candidate is on record.
    """
    return await revealing.result(session, actor, session_id)


@router.get(
    "/{session_id}/register",
    response_model=RegisterRead,
    responses={
        **problems(Forbidden, BlindSessionNotFound, StillSealed),
        200: answers(examples.REGISTER),
    },
)
async def get_blind_register(session: Session, actor: CurrentActor, session_id: UUID) -> Any:
    """Read who the pseudonyms of a closed session were; every look is on the people's record.

    For analysts, the PPK and auditors.
    """
    return await revealing.register(session, actor, session_id)

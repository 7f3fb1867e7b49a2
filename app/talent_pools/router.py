"""What can be asked about pools, their members and candidates for a position."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.literal import Day
from app.core.openapi import answers, problems
from app.core.paging import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    Page,
    cursor_invalid,
    decode_cursor,
    encode_cursor,
    link_to_next,
)
from app.core.reading import ChoosingReader
from app.core.routing import ReadRoute
from app.core.words import language_of
from app.core.working_days import today_in_office
from app.talent_pools import candidates, examples, policy, queries, service
from app.talent_pools import stability as steadiness
from app.talent_pools.errors import (
    AlreadyMember,
    ConflictOfInterest,
    ExpiresTooEarly,
    MapNotReady,
    MemberNotFound,
    NotInBoxes,
    PoolEmpty,
    PoolExpired,
    PoolNameTaken,
    PoolNotFound,
    UnknownReference,
)
from app.talent_pools.expiry import days_left, notice
from app.talent_pools.models import Status
from app.talent_pools.readiness import Readiness
from app.talent_pools.schemas import (
    CandidateRead,
    MemberRead,
    NewPool,
    Nomination,
    PoolRead,
    Reason,
)
from app.talent_pools.sifting import Slice

router = APIRouter(prefix="/talent-pools", tags=["talent pools"])
reads = APIRouter(prefix="/talent-pools", tags=["talent pools"], route_class=ReadRoute)

CANDIDATES = "talent-pool-candidates"


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=PoolRead,
    responses={
        **problems(
            Forbidden, MapNotReady, PoolNameTaken, PoolEmpty, ExpiresTooEarly, UnknownReference
        ),
        201: answers(examples.POOL, "The pool, filled."),
    },
)
async def create_talent_pool(session: Session, actor: CurrentActor, pool: NewPool) -> Any:
    """Create a succession group from a finished talent map.

    Everybody in the chosen boxes of the map who meets the rule becomes a member. The pool starts
    as a draft; an approval request of kind `talent_pool` makes it `approved`. For analysts.
    """
    return with_notice(await service.create(session, actor, pool))


@reads.get(
    "",
    response_model=Page[PoolRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.POOL))},
)
async def list_talent_pools(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    map_id: Annotated[UUID, Field(description="Only pools of this map.")] | None = None,
    status: Annotated[Status, Field(description="Only pools that stand here.")] | None = None,
    valid_on: Annotated[Day, Field(description="Only pools valid on this day.")] | None = None,
) -> bytes:
    """List succession groups, newest first.

    `notice` says that a group's end is near or past.
    """
    if not policy.can_list(reader.actor):
        raise Forbidden
    filters = {"map_id": map_id, "status": status, "valid_on": valid_on}
    today = today_in_office(datetime.now(UTC))
    return await queries.POOLS.page(reader, limit, cursor, today=today, **filters)


@router.get(
    "/{pool_id}",
    response_model=PoolRead,
    responses={**problems(PoolNotFound), 200: answers(examples.POOL)},
)
async def get_talent_pool(session: Session, actor: CurrentActor, pool_id: UUID) -> Any:
    """Get a succession group.

    `revision` rises with every change of the pool or its members, and a change after approval
    puts `status` back to `draft`.
    """
    return with_notice(await service.find(session, actor, pool_id))


@reads.get(
    "/{pool_id}/members",
    response_model=Page[MemberRead],
    responses={**problems(PoolNotFound), 200: answers(examples.page(examples.MEMBER))},
)
async def list_talent_pool_members(
    reader: ChoosingReader,
    pool_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> bytes:
    """List the members of a succession group in rank order.

    The order is that of the map's scheme; equal people share a rank and are listed by NIP.
    """
    known = policy.can_list(reader.actor)
    if not known or await queries.KNOWN_POOL.one(reader, pool_id=pool_id) is None:
        raise PoolNotFound(id=pool_id)
    pages = queries.members_for(reader.actor)
    return await pages.page(reader, limit, cursor, pool_id=pool_id)


@router.post(
    "/{pool_id}/members",
    status_code=status.HTTP_201_CREATED,
    response_model=MemberRead,
    responses={
        **problems(
            Forbidden,
            PoolNotFound,
            UnknownReference,
            NotInBoxes,
            AlreadyMember,
            PoolExpired,
            ConflictOfInterest,
        ),
        201: answers(examples.NOMINATED, "The new member, ranked among the others."),
    },
)
async def nominate_to_talent_pool(
    session: Session, actor: CurrentActor, pool_id: UUID, nomination: Nomination
) -> Any:
    """Add a person to a succession group by hand, with a reason.

    The person must stand in one of the pool's boxes on its map, by the calibrated box where a
    closed calibration moved them. The change undoes an approval of the pool. An expired pool takes
    nobody in, and nobody may nominate whom they are related to by the register of conflicts of
    interest. For analysts and the committee.
    """
    today = today_in_office(datetime.now(UTC))
    return await service.nominate(session, actor, pool_id, nomination, today=today)


@router.delete(
    "/{pool_id}/members/{employee_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, PoolNotFound, MemberNotFound),
)
async def remove_from_talent_pool(
    session: Session,
    actor: CurrentActor,
    pool_id: UUID,
    employee_id: UUID,
    reason: Annotated[Reason, Query(description="Why; kept in the event log.")],
) -> None:
    """Take a person out of a succession group, with a reason.

    The change undoes an approval of the pool. For analysts and the committee.
    """
    await service.remove(session, actor, pool_id, employee_id, reason)


@router.get(
    "/{pool_id}/candidates",
    response_model=Page[CandidateRead],
    responses={
        **problems(PoolNotFound, UnknownReference),
        200: answers(examples.page(examples.CANDIDATE)),
    },
)
async def list_candidates(
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    pool_id: UUID,
    position_id: Annotated[UUID, Query(description="The target position.")],
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    eligible: Annotated[
        bool | None, Query(description="Only those who pass every rule, or only the others.")
    ] = None,
    readiness: Annotated[
        Readiness | None, Query(description="Only those who could take the position so soon.")
    ] = None,
    stability: Annotated[
        bool | None, Query(description="Whether to show `rank_band`: how steady each rank is.")
    ] = None,
    accept_language: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Any:
    """List the members of a succession group held against a target position, in rank order.

    Each of the eight rules of eligibility says `pass`, `fail` or `unknown`, with the datum it
    rests on; unknown is never a pass. The rule `box` looks at `calibrated_box` where a closed
    calibration moved somebody, and at `box` otherwise; ranks stay those of the map.

    `readiness` is the worst of the `gaps`, the rules that do not pass: what time or a course closes
    within two years is `1-2-years`, a degree, a post or a promotion in between is `later`. Facts
    are those of the pool's map: as of its day, as known at its instant.

    With `stability=true` each candidate has a `rank_band`: all members are ranked again with each
    single weight of the scheme raised and lowered by 5 % of itself, and the band is from the best
    to the worst of these ranks. Whose bands overlap, small changes of weights may reorder.
    """
    after = 0 if cursor is None else _place_in(cursor)
    wanted = Slice(limit, after, eligible, readiness)
    found, last = await candidates.of_pool(session, actor, pool_id, position_id, wanted)
    following = None if last is None else encode_cursor(CANDIDATES, last)
    if following is not None:
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    language = language_of(accept_language)
    people = [candidate.standing.employee_id for candidate in found]
    bands = await steadiness.bands(session, actor, pool_id, people) if stability else {}
    items = [
        {**candidates.shown(one, actor, language), "rank_band": bands.get(who)}
        for who, one in zip(people, found, strict=True)
    ]
    return {"items": items, "next": following}


def with_notice(pool: dict[str, Any]) -> dict[str, Any]:
    """A pool as it is shown today."""
    today, end = today_in_office(datetime.now(UTC)), pool["expires_on"]
    return {**pool, "expires_in_days": days_left(end, today), "notice": notice(end, today)}


def _place_in(cursor: str) -> int:
    (place,) = decode_cursor(cursor, CANDIDATES, 1)
    if not isinstance(place, int) or not 0 <= place < 2**31:
        raise cursor_invalid()
    return place

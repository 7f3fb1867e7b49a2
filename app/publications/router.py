"""What can be asked about publications, and what a civil servant can ask about the own result."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
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
from app.core.reading import ChoosingReader, Reader
from app.core.routing import ReadRoute
from app.organisation.errors import AgencyUnclear
from app.publications import examples, inputs, policy, queries, service
from app.publications.errors import (
    AlreadyPublished,
    MapAttached,
    NoMapYet,
    NotPublished,
    NotTheMap,
    PublicationNameTaken,
    PublicationNotFound,
    PublicationRefused,
    ResultNotFound,
)
from app.publications.models import Phase
from app.publications.schemas import (
    AttachedMap,
    NewPublication,
    OwnInputsRead,
    OwnPlacementRead,
    OwnTraceRead,
    PublicationRead,
    StatisticsRead,
)
from app.scoring_schemes.errors import SchemeNotPublished, SchemeUnknown
from app.talent_maps.errors import MapNotReady

router = APIRouter(prefix="/publications", tags=["publications"])
reads = APIRouter(prefix="/publications", tags=["publications"], route_class=ReadRoute)
me = APIRouter(prefix="/me", tags=["me"])
me_reads = APIRouter(prefix="/me", tags=["me"], route_class=ReadRoute)

INPUTS = "own-inputs"


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=PublicationRead,
    responses={
        **problems(
            Forbidden,
            AgencyUnclear,
            SchemeUnknown,
            SchemeNotPublished,
            PublicationRefused,
            PublicationNameTaken,
        ),
        201: answers(examples.ANNOUNCED, "The round, announced."),
    },
)
async def announce_publication(session: Session, actor: CurrentActor, new: NewPublication) -> Any:
    """Announce a round: the scheme and day that people will be measured by.

    From `opens_on` until the cut-off every civil servant of the agency sees at
    `GET /v1/me/inputs` what would be read of them. For analysts.
    """
    return await service.announce(session, actor, new, now=datetime.now(UTC))


@reads.get(
    "",
    response_model=Page[PublicationRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.PUBLISHED))},
)
async def list_publications(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    phase: Annotated[Phase, Field(description="Only publications that stand here.")] | None = None,
    map_id: Annotated[UUID, Field(description="Only the publication of this map.")] | None = None,
) -> bytes:
    """List publications, newest first."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    return await queries.PUBLICATIONS.page(reader, limit, cursor, phase=phase, map_id=map_id)


@reads.get(
    "/{publication_id}",
    response_model=PublicationRead,
    responses={**problems(PublicationNotFound), 200: answers(examples.PUBLISHED)},
)
async def get_publication(reader: Reader, publication_id: UUID) -> bytes:
    """Get a publication: its days, and how far it is."""
    body = None
    if policy.can_list(reader.actor):
        body = await queries.ONE_PUBLICATION.one(reader, publication_id=publication_id)
    if body is None:
        raise PublicationNotFound(id=publication_id)
    return body


@router.post(
    "/{publication_id}/map",
    response_model=PublicationRead,
    responses={
        **problems(
            Forbidden, PublicationNotFound, PublicationRefused, MapNotReady, NotTheMap, MapAttached
        ),
        200: answers(examples.MAPPED),
    },
)
async def attach_map(
    session: Session, actor: CurrentActor, publication_id: UUID, attached: AttachedMap
) -> Any:
    """Attach the map that came of a round.

    It is by the announced scheme and day, and was computed after the cut-off; each round has one
    map and each map one round. For analysts.
    """
    return await service.attach(session, actor, publication_id, attached.map_id)


@router.post(
    "/{publication_id}/publication",
    response_model=PublicationRead,
    responses={
        **problems(Forbidden, PublicationNotFound, NoMapYet, AlreadyPublished),
        200: answers(examples.PUBLISHED),
    },
)
async def publish_results(session: Session, actor: CurrentActor, publication_id: UUID) -> Any:
    """Publish the results: each person sees the own one, and may object.

    The time for objections counts in working days of Indonesian offices from tomorrow and ends
    with its last day, in western Indonesian time. For the PPK.
    """
    return await service.publish(session, actor, publication_id, now=datetime.now(UTC))


@reads.get(
    "/{publication_id}/statistics",
    response_model=StatisticsRead,
    responses={
        **problems(PublicationNotFound, NotPublished),
        200: answers(examples.STATISTICS),
    },
)
async def get_statistics(reader: Reader, publication_id: UUID) -> bytes:
    """Count the people of a published map by box and by sex, talent level and unit.

    Counts below five are hidden, and as many others as it takes that no hidden number can be
    worked out from those shown. For everybody in the agency.
    """
    body = known = None
    if policy.can_list(reader.actor):
        body = await queries.STATISTICS.one(reader, publication_id=publication_id)
        known = body or await queries.ONE_PUBLICATION.one(reader, publication_id=publication_id)
    if known is None:
        raise PublicationNotFound(id=publication_id)
    if body is None:
        raise NotPublished
    return body


@me.get(
    "/inputs",
    response_model=Page[OwnInputsRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.INPUTS))},
)
async def list_my_inputs(
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> Any:
    """Show what would be read of oneself in each announced round, until its cut-off.

    The records that would count at D, what is read from them and what is missing, as known now;
    no score and no box. What is wrong can be put right until the cut-off: ask for a correction.
    For civil servants.
    """
    after = None if cursor is None else _round_in(cursor)
    now = datetime.now(UTC)
    items, last = await inputs.own(session, actor, now=now, limit=limit, after=after)
    following = None if last is None else encode_cursor(INPUTS, str(last))
    if following is not None:
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    return {"items": items, "next": following}


@me_reads.get(
    "/placements",
    response_model=Page[OwnPlacementRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.RESULT))},
)
async def list_my_placements(
    reader: ChoosingReader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List one's own results in published maps, newest first.

    For civil servants. Until `objections_until` one may object at `POST /v1/objections`.
    """
    if not policy.can_see_own(reader.actor):
        raise Forbidden
    own = reader.actor.employee_id
    return await queries.OWN_RESULTS.page(reader, limit, cursor, employee_id=own)


@me.get(
    "/placements/{map_id}",
    response_model=OwnTraceRead,
    responses={**problems(Forbidden, ResultNotFound), 200: answers(examples.TRACE)},
)
async def explain_my_placement(session: Session, actor: CurrentActor, map_id: UUID) -> Any:
    """Explain one's own result in a published map, down to the records that were used.

    Derived anew from the records as they were known when the map was computed. For civil servants.
    """
    return await service.own_trace(session, actor, map_id)


def _round_in(cursor: str) -> UUID:
    (last,) = decode_cursor(cursor, INPUTS, 1)
    try:
        return UUID(last)
    except (ValueError, TypeError, AttributeError):
        raise cursor_invalid() from None

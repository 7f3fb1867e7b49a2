"""What can be asked about talent maps."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import ChoosingReader
from app.core.routing import ReadRoute
from app.core.words import language_of
from app.organisation.errors import AgencyUnclear
from app.scoring_schemes.errors import SchemeNotPublished, SchemeUnknown
from app.talent_maps import examples, policy, queries, reading, service
from app.talent_maps.errors import (
    MapNameTaken,
    MapNotFound,
    MapNotReady,
    MapRefused,
    PlacementNotFound,
)
from app.talent_maps.models import State
from app.talent_maps.schemas import MapRead, NewMap, NineBoxRead, PlacementRead, TraceRead

router = APIRouter(prefix="/talent-maps", tags=["talent maps"])
reads = APIRouter(prefix="/talent-maps", tags=["talent maps"], route_class=ReadRoute)

AcceptLanguage = Annotated[str | None, Header(description="`id` (default) or `en`.")]
Box = Annotated[int, Field(ge=1, le=9, description="Only this box.")]
StandingBox = Annotated[
    int, Field(ge=1, le=9, description="Only who stands in this box, calibrations counted.")
]
MinStandingBox = Annotated[
    int, Field(ge=1, le=9, description="Only who stands in this box or one of a higher number.")
]
WithoutBox = Annotated[bool, Field(description="Only people without a box, or only the others.")]
Cohort = Annotated[int, Field(ge=1, le=4, description="Only this talent level.")]
Missing = Annotated[str, Field(max_length=64, description="Only people without this leaf.")]


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=MapRead,
    responses={
        **problems(
            Forbidden, AgencyUnclear, MapRefused, SchemeUnknown, SchemeNotPublished, MapNameTaken
        ),
        202: answers(examples.QUEUED, "The map, waiting for its job; ask `Location` again."),
    },
)
async def create_talent_map(
    session: Session, actor: CurrentActor, new: NewMap, response: Response
) -> Any:
    """Map a population: scheme x date x people gives scores, boxes and ranks.

    A job computes it; ask the address in `Location` until `state` is `done`. The same scheme, date
    and `known_at` always give the same placements, to the byte. For analysts.
    """
    today = datetime.now(UTC).date()
    talent_map = await service.create(session, actor, new, today=today)
    response.headers["Location"] = f"/v1/talent-maps/{talent_map.id}"
    return await service.shown(session, talent_map)


@reads.get(
    "",
    response_model=Page[MapRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.DONE))},
)
async def list_talent_maps(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    state: Annotated[State, Field(description="Only maps that are this far.")] | None = None,
    name: Annotated[str, Field(max_length=200, description="Only maps of this name.")]
    | None = None,
) -> bytes:
    """List talent maps, newest first.

    `progress` is in percent; a failed map says why in `failure`.
    """
    if not policy.can_list(reader.actor):
        raise Forbidden
    return await queries.MAPS.page(reader, limit, cursor, state=state, name=name)


@reads.get(
    "/{map_id}",
    response_model=MapRead,
    responses={**problems(MapNotFound), 200: answers(examples.DONE)},
)
async def get_talent_map(reader: ChoosingReader, map_id: UUID) -> bytes:
    """Get a talent map and how far it is.

    Finished, it holds what makes it recomputable: scheme hash, date and `known_at`.
    """
    body = None
    if policy.can_list(reader.actor):
        body = await queries.ONE_MAP.one(reader, map_id=map_id)
    if body is None:
        raise MapNotFound(id=map_id)
    return body


@reads.get(
    "/{map_id}/placements",
    response_model=Page[PlacementRead],
    responses={**problems(MapNotFound), 200: answers(examples.page(examples.PLACEMENT))},
)
async def list_placements(
    reader: ChoosingReader,
    map_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    box: Box | None = None,
    standing_box: StandingBox | None = None,
    min_standing_box: MinStandingBox | None = None,
    without_box: WithoutBox | None = None,
    cohort: Cohort | None = None,
    missing: Missing | None = None,
) -> bytes:
    """List the placements of a map in rank order.

    Equal people share a rank and are listed by NIP; people without a value come last. What a
    closed calibration decided stands beside the computed box, which never changes; `box` filters
    by the computed one, `standing_box` by the calibrated one where there is one.
    """
    if not policy.can_list(reader.actor):
        raise MapNotFound(id=map_id)
    if await queries.ONE_MAP.one(reader, map_id=map_id) is None:
        raise MapNotFound(id=map_id)
    filters = {
        "box": box,
        "standing_box": standing_box,
        "min_standing_box": min_standing_box,
        "without_box": without_box,
        "cohort": cohort,
        "missing": missing,
    }
    pages = queries.placements_for(reader.actor)
    return await pages.page(reader, limit, cursor, map_id=map_id, **filters)


@router.get(
    "/{map_id}/placements/{employee_id}",
    response_model=TraceRead,
    responses={
        **problems(MapNotFound, MapNotReady, PlacementNotFound),
        200: answers(examples.TRACE),
    },
)
async def trace_placement(
    session: Session, actor: CurrentActor, map_id: UUID, employee_id: UUID
) -> Any:
    """Explain a placement: every node of the scheme down to the records that were used.

    The trace is derived anew from the facts as they were known when the map was computed. With
    the scheme and these records a stranger can recompute every number.
    """
    return await reading.trace(session, actor, map_id, employee_id)


@router.get(
    "/{map_id}/nine-box",
    response_model=NineBoxRead,
    responses={**problems(MapNotFound, MapNotReady), 200: answers(examples.NINE_BOX)},
)
async def get_nine_box(
    session: Session,
    actor: CurrentActor,
    map_id: UUID,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Count the people in each box.

    With what each box says and what PermenPANRB 3/2020 recommends for it. `people` are counted as
    computed, `standing` where closed calibrations have put them.
    """
    return await reading.nine_box(session, actor, map_id, language_of(accept_language))


@router.get(
    "/{map_id}/nine-box.svg",
    response_class=Response,
    responses={
        **problems(MapNotFound, MapNotReady),
        200: {
            "description": "The picture.",
            "content": {"image/svg+xml": {"example": "<svg role='img'>…</svg>"}},
        },
    },
)
async def draw_nine_box(
    session: Session,
    actor: CurrentActor,
    map_id: UUID,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Draw the nine-box as an SVG with all its figures in words.

    Colours follow the meaning of the boxes and are legible in grey. Counts are the computed ones;
    where closed calibrations change one, the other stands behind an arrow.
    """
    picture = await reading.picture(session, actor, map_id, language_of(accept_language))
    return Response(picture, media_type="image/svg+xml")

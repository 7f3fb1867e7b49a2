"""What can be asked about movements between maps, and about one person's way through them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response

from app.core.db import Session
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
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.core.words import language_of
from app.employees import accesses
from app.employees.errors import EmployeeNotFound
from app.movements import examples, policy, queries, service
from app.movements.errors import NotComparable
from app.movements.schemas import ChangeRead, ComparisonRead, ReasonsRead, WaypointRead
from app.talent_maps.errors import MapNotFound, MapNotReady

router = APIRouter(tags=["movements"])
reads = APIRouter(tags=["movements"], route_class=ReadRoute)

CHANGES = "map-changes"
LINES = [*map(str, range(1, 10)), "without_box", "not_on_map"]
With = Annotated[UUID, Query(alias="with", description="The earlier map, of the same agency.")]
Change = Annotated[
    Literal["moved", "entered", "left"], Query(description="Only people who did this.")
]
AcceptLanguage = Annotated[str | None, Header(description="`id` (default) or `en`.")]
COMPARING = problems(MapNotFound, MapNotReady, NotComparable)


def picture_of(example: str) -> dict[str, Any]:
    """An SVG as the success of a route."""
    return {"description": "The picture.", "content": {"image/svg+xml": {"example": example}}}


@router.get(
    "/talent-maps/{map_id}/flows",
    response_model=ComparisonRead,
    responses={**COMPARING, 200: answers(examples.COMPARISON)},
)
async def get_flows(session: Session, actor: CurrentActor, map_id: UUID, earlier: With) -> Any:
    """Count who went from which box to which between two maps.

    With those who entered, left, or have no box on either; box numbers are each map's own.
    """
    two = await service.pair(session, actor, map_id, earlier)
    flows = await service.counted(session, two)
    return {
        **await service.described(session, two),
        "stayed": flows.stayed,
        "moved": flows.moved,
        "entered": flows.entered,
        "left": flows.left,
        "lines": LINES,
        "matrix": flows.matrix,
    }


@router.get(
    "/talent-maps/{map_id}/flows.svg",
    response_class=Response,
    responses={**COMPARING, 200: picture_of("<svg role='img'>…</svg>")},
)
async def draw_flows(
    session: Session,
    actor: CurrentActor,
    map_id: UUID,
    earlier: With,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Draw the flows between two maps as an SVG with all its figures in words.

    Shades follow how many people went a way, are legible in grey, and every number is written.
    """
    two = await service.pair(session, actor, map_id, earlier)
    picture = await service.flow_picture(session, two, language_of(accept_language))
    return Response(picture, media_type="image/svg+xml")


@router.get(
    "/talent-maps/{map_id}/comparison",
    response_model=Page[ChangeRead],
    responses={**COMPARING, 200: answers(examples.page(examples.CHANGE))},
)
async def compare_maps(
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    map_id: UUID,
    earlier: With,
    change: Change | None = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> Any:
    """List who stands elsewhere than on an earlier map, and why: facts or scheme.

    Why is computed, not guessed: each person is scored again by the earlier scheme over the later
    facts, and by the later scheme over the earlier facts. `facts`: the first alone gives the later
    cell; `scheme`: the second alone; `either`: each of them; `both`: neither alone.
    """
    two = await service.pair(session, actor, map_id, earlier)
    beyond = None if cursor is None else _person_in(cursor)
    items, last = await service.changes(
        session, actor, two, change=change, limit=limit, beyond=beyond
    )
    following = None if last is None else encode_cursor(CHANGES, str(last))
    if following is not None:
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    return {"items": items, "next": following}


@router.get(
    "/talent-maps/{map_id}/comparison/reasons",
    response_model=ReasonsRead,
    responses={**COMPARING, 200: answers(examples.REASONS)},
)
async def count_reasons(session: Session, actor: CurrentActor, map_id: UUID, earlier: With) -> Any:
    """Count how many people were moved by facts, by the scheme, by either or by both.

    Everybody is scored twice more for it, which takes as long as two maps do.
    """
    two = await service.pair(session, actor, map_id, earlier)
    return await service.reasons(session, two)


@reads.get(
    "/employees/{employee_id}/trajectory",
    response_model=Page[WaypointRead],
    responses={**problems(EmployeeNotFound), 200: answers(examples.page(examples.WAYPOINT))},
)
async def get_trajectory(
    reader: Reader,
    employee_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> bytes:
    """Follow a person through the finished maps, in the order of their days.

    `break` marks a map made by another scheme than the one before: values on either side of it
    cannot be compared. Civil servants follow themselves through published maps.
    """
    actor = reader.actor
    known = policy.can_follow(actor, employee_id)
    if not known or await queries.ONE_PERSON.one(reader, employee_id=employee_id) is None:
        raise EmployeeNotFound(id=employee_id)
    await accesses.note(reader, employee_id, "trajectory")
    values = {"employee_id": employee_id, "all": policy.can_follow_all(actor)}
    return await queries.TRAJECTORY.page(reader, limit, cursor, **values)


@router.get(
    "/employees/{employee_id}/trajectory.svg",
    response_class=Response,
    responses={**problems(EmployeeNotFound), 200: picture_of("<svg role='img'>…</svg>")},
)
async def draw_trajectory(
    session: Session,
    actor: CurrentActor,
    employee_id: UUID,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Draw a person's way through the latest maps as an SVG, broken where the scheme changed.

    Every value and box is written and in the text alternative. Civil servants see themselves, in
    published maps.
    """
    language = language_of(accept_language)
    picture = await service.trajectory_picture(session, actor, employee_id, language)
    return Response(picture, media_type="image/svg+xml")


def _person_in(cursor: str) -> UUID:
    (last,) = decode_cursor(cursor, CHANGES, 1)
    try:
        return UUID(last)
    except (ValueError, TypeError, AttributeError):
        raise cursor_invalid() from None

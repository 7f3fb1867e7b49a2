"""What can be asked about the benches of a pool, and the rows behind each number."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.masking import nip_for
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
from app.organisation.errors import PositionNotFound
from app.talent_pools.errors import MapNotReady, PoolNotFound
from app.vacancies import examples, service
from app.vacancies.schemas import BenchRead, CoverageRead, ReadyRead
from app.vacancies.strength import share

router = APIRouter(prefix="/talent-pools/{pool_id}", tags=["vacancies"])

Which = Annotated[
    Literal["critical", "others", "all"], Query(description="Which positions are looked at.")
]
OF = {"critical": True, "others": False, "all": None}
FEWEST = "Only positions with so many ready or more."
MOST = "Only positions with so many ready or fewer."


@router.get(
    "/bench",
    response_model=Page[BenchRead],
    responses={
        **problems(Forbidden, PoolNotFound, MapNotReady),
        200: answers(examples.page(examples.BENCH)),
    },
)
async def list_bench(  # noqa: PLR0913, PLR0917 - a route's parameters are its documentation
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    pool_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    positions: Which = "critical",
    min_ready: Annotated[int, Query(ge=0, le=1_000_000, description=FEWEST)] = 0,
    max_ready: Annotated[int, Query(ge=0, le=1_000_000, description=MOST)] = 1_000_000,
) -> Any:
    """List positions with the number of people of a pool who stand ready for each.

    Ready are those who pass every rule of eligibility as of the pool's map, and do not hold the
    position already. In the order of the positions' codes.
    """
    found = await service.benches(session, actor, pool_id, critical=OF[positions])
    rows = [one.shown() for one in found if min_ready <= len(one.bench.ready) <= max_ready]
    after = "" if cursor is None else _code_in(cursor)
    page = [row for row in rows if row["code"] > after][: limit + 1]
    following = None
    if len(page) > limit:
        following = encode_cursor("bench", page[limit - 1]["code"])
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    return {"items": page[:limit], "next": following}


@router.get(
    "/bench/{position_id}",
    response_model=Page[ReadyRead],
    responses={
        **problems(Forbidden, PoolNotFound, PositionNotFound, MapNotReady),
        200: answers(examples.page(examples.READY)),
    },
)
async def list_ready_for_position(  # noqa: PLR0913, PLR0917 - the same
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    pool_id: UUID,
    position_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> Any:
    """List who stands ready for a position, in rank order: the rows behind its number."""
    found = await service.of_position(session, actor, pool_id, position_id)
    after = -1 if cursor is None else _place_in(cursor)
    page = [one.standing for one in found if one.standing.place > after][: limit + 1]
    following = None
    if len(page) > limit:
        following = encode_cursor("ready", page[limit - 1].place)
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    items = [
        {
            "employee_id": one.employee_id,
            "nip": nip_for(actor, one.nip),
            "name": one.name,
            "box": one.box,
            "calibrated_box": one.calibrated_box,
            "calibration_id": one.calibration_id,
            "value": one.value,
            "rank": one.rank,
        }
        for one in page[:limit]
    ]
    return {"items": items, "next": following}


@router.get(
    "/coverage",
    response_model=CoverageRead,
    responses={
        **problems(Forbidden, PoolNotFound, MapNotReady),
        200: answers(examples.COVERAGE),
    },
)
async def get_coverage(
    session: Session,
    actor: CurrentActor,
    pool_id: UUID,
    positions: Which = "critical",
) -> Any:
    """Say how many positions have somebody of a pool ready, with the rows behind each number."""
    found = await service.coverage(session, actor, pool_id, critical=OF[positions])
    rows = f"/v1/talent-pools/{pool_id}/bench?positions={positions}"

    def counted(number: int, narrowed: str = "") -> dict[str, Any]:
        part = share(number, found.positions)
        return {"positions": number, "share": part, "rows": rows + narrowed}

    return {
        "positions": counted(found.positions),
        "with_one": counted(found.with_one, "&min_ready=1"),
        "with_two": counted(found.with_two, "&min_ready=2"),
        "without": counted(found.positions - found.with_one, "&max_ready=0"),
        "ready": found.ready,
        "people": found.people,
        "strength": found.strength,
    }


def _code_in(cursor: str) -> str:
    (code,) = decode_cursor(cursor, "bench", 1)
    if not isinstance(code, str):
        raise cursor_invalid()
    return code


def _place_in(cursor: str) -> int:
    (place,) = decode_cursor(cursor, "ready", 1)
    if not isinstance(place, int):
        raise cursor_invalid()
    return place

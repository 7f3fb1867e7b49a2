"""What can be asked about the assessors of a map."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from app.assessors import effect, examples, service
from app.assessors.errors import AssessorNotFound
from app.assessors.schemas import AssessorRead, EffectRead
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
from app.talent_maps.errors import MapNotFound, MapNotReady

router = APIRouter(prefix="/talent-maps/{map_id}/assessors", tags=["assessors"])

LIST = "assessors"


@router.get(
    "",
    response_model=Page[AssessorRead],
    responses={
        **problems(Forbidden, MapNotFound, MapNotReady),
        200: answers(examples.PAGE),
    },
)
async def list_map_assessors(
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    map_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> Any:
    """List who assessed the people of a map: severity, spread, repetition and drift.

    Only assessments that the map used count: the latest of each person that was valid at its day
    and known at its instant. Severity holds an assessor's scores against those that others gave
    people of the same talent level; below five assessments it is not said. For the committee,
    analysts and auditors.
    """
    start = 0 if cursor is None else _place_in(cursor)
    found = await service.compare(session, actor, map_id)
    following = None
    if len(found) > start + limit:
        following = encode_cursor(LIST, start + limit)
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    return {"items": found[start : start + limit], "next": following}


@router.get(
    "/{assessor_key}/effect",
    response_model=EffectRead,
    responses={
        **problems(Forbidden, MapNotFound, MapNotReady, AssessorNotFound),
        200: answers(examples.EFFECT),
    },
)
async def show_effect_of_assessor(
    session: Session,
    actor: CurrentActor,
    map_id: UUID,
    assessor_key: Annotated[
        str, Path(pattern="^[0-9a-f]{16}$", description="`key` of the list of assessors.")
    ],
) -> Any:
    """Show what becomes of a map when one assessor's assessments are left out.

    Everybody is scored again from the facts that the map knew, without those assessments: an older
    valid one counts instead, or there is no score. It is computed at once and nothing is kept. For
    the committee, analysts and auditors.
    """
    return await effect.effect(session, actor, map_id, assessor_key)


def _place_in(cursor: str) -> int:
    (place,) = decode_cursor(cursor, LIST, 1)
    if not isinstance(place, int) or not 0 <= place < 2**31:
        raise cursor_invalid()
    return place

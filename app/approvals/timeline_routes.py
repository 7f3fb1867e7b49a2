"""What can be asked about what happened to a request."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Response

from app.approvals import inbox_examples, policy, timeline_pictures
from app.approvals.errors import RequestNotFound
from app.approvals.timeline import TIMELINE
from app.approvals.timeline_schemas import HappenedRead
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.core.words import language_of

PREFIX = "/approval-requests/{request_id}"
reads = APIRouter(prefix=PREFIX, tags=["approvals"], route_class=ReadRoute)
router = APIRouter(prefix=PREFIX, tags=["approvals"])

DRAWN = 200
"""What a picture shows at most."""


@reads.get(
    "/timeline",
    response_model=Page[HappenedRead],
    responses={200: answers(inbox_examples.TIMELINE)},
)
async def list_approval_timeline(
    reader: Reader, request_id: UUID, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List what happened to a request, oldest first.

    Drafted, submitted with the route that was frozen, stages that began with their due days and
    ended, decisions and what voided them, returns, steps, attachments, comments, reminders and
    escalations. For whoever sees the request; of any other there is nothing. The picture is
    `…/timeline.svg`.
    """
    return await TIMELINE.page(
        reader, limit, cursor, request_id=request_id, **policy.seen_by(reader.actor)
    )


@router.get(
    "/timeline.svg",
    response_class=Response,
    responses={
        **problems(RequestNotFound),
        200: {
            "description": "The picture.",
            "content": {"image/svg+xml": {"example": "<svg role='img'>…</svg>"}},
        },
    },
)
async def draw_approval_timeline(
    reader: Reader,
    request_id: UUID,
    accept_language: Annotated[str | None, Header(description="`id` (default) or `en`.")] = None,
) -> Response:
    """Draw what happened to a request as an SVG that says all of it in words too.

    A row a stage of each round, with the days it waited, its due day and what was decided; legible
    in grey. It shows the first 200 entries; the data are `…/timeline`.
    """
    page = await TIMELINE.page(
        reader, DRAWN, None, request_id=request_id, **policy.seen_by(reader.actor)
    )
    happened = orjson.loads(page)
    if not happened["items"]:
        raise RequestNotFound(id=request_id)
    picture = timeline_pictures.timeline_svg(
        happened, datetime.now(UTC), language_of(accept_language)
    )
    return Response(picture, media_type="image/svg+xml")

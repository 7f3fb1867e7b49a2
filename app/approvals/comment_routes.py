"""What can be asked about what people say of a request."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import Field

from app.approvals import comment_queries, commenting, inbox_examples, policy
from app.approvals.comment_schemas import (
    CommentDraft,
    CommentRead,
    MentionRead,
    SeenRead,
    SeenUntil,
)
from app.approvals.errors import RequestNotFound
from app.approvals.examining_errors import MayNotComment
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute

PREFIX = "/approval-requests/{request_id}/comments"
router = APIRouter(prefix=PREFIX, tags=["approvals"])
reads = APIRouter(tags=["approvals"], route_class=ReadRoute)


@reads.get(
    PREFIX,
    response_model=Page[CommentRead],
    responses={200: answers(inbox_examples.COMMENTS)},
)
async def list_approval_comments(
    reader: Reader, request_id: UUID, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List what was said about a request, oldest first.

    For whoever sees the request, examiners outside too once it was sent to them; of any other
    there is nothing.
    """
    return await comment_queries.COMMENTS.page(
        reader, limit, cursor, request_id=request_id, **policy.seen_by(reader.actor)
    )


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses={
        **problems(MayNotComment, RequestNotFound),
        201: answers(inbox_examples.COMMENT, "Said."),
    },
)
async def comment_on_approval_request(
    session: Session, actor: CurrentActor, request_id: UUID, draft: CommentDraft
) -> CommentRead:
    """Say something about a request, for whoever may read it.

    It is no part of what is decided, it decides nothing, and it never changes. `mentions` calls
    people: those who may read the request, and of a Kantor Regional only those of the agency's own
    region. Anybody else is refused as unknown (422 `person-unknown`), whether they exist or not.
    """
    return await commenting.say(session, actor, request_id, draft)


@router.post(
    "/seen",
    responses={**problems(RequestNotFound), 200: answers({"seen": 1}, "Marked.")},
)
async def see_approval_comments(
    session: Session, actor: CurrentActor, request_id: UUID, seen: SeenUntil
) -> SeenRead:
    """Mark the comments that call oneself as seen, up to the last that was read.

    They leave the count of `/v1/approval-tasks/counts`, whichever account of a person marks them.
    """
    return SeenRead(seen=await commenting.see(session, actor, request_id, seen.until))


@reads.get(
    "/approval-mentions",
    response_model=Page[MentionRead],
    responses={**problems(Forbidden), 200: answers(inbox_examples.MENTIONS)},
)
async def list_approval_mentions(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    seen: Annotated[bool, Field(description="Only those that were seen, or were not.")]
    | None = None,
) -> bytes:
    """List the comments that call oneself, newest first."""
    if not policy.can_have_tasks(reader.actor):
        raise Forbidden
    return await comment_queries.MENTIONS.page(
        reader, limit, cursor, seen=seen, **policy.seen_by(reader.actor)
    )

"""How what people say about requests is worded."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.approvals.kinds.names import Kind
from app.approvals.route_schemas import PersonRead
from app.core.schemas import Body, Read

MOST = 20
"""People that a comment calls at most."""


class CommentDraft(Body):
    """What is to be said."""

    body: Annotated[
        str,
        Field(min_length=1, max_length=2000, examples=["Mohon diperiksa sebelum rapat."]),
    ]
    """The words. They are kept as they are, for whoever may read the request: no NIP, no health."""
    mentions: Annotated[list[UUID], Field(max_length=MOST, examples=[[]])] = []
    """Whom it calls, by the ids that routes, decisions and comments name people with."""


class CommentRead(Read):
    """What somebody said about a request. It never changes."""

    id: UUID
    """The comment."""
    actor: PersonRead
    """Who said it."""
    body: str
    """What was said."""
    said_at: datetime
    """When, by the database's clock."""
    mentions: list[PersonRead]
    """Whom it calls."""
    unseen: bool
    """Whether it calls the reader, who has not marked it as seen."""


class SeenUntil(Body):
    """How far the comments of a request were read."""

    until: UUID
    """The last comment that was read; what was said later stays unseen."""


class SeenRead(Read):
    """What was marked."""

    seen: int
    """How many mentions of the reader are seen now that were not."""


class MentionRequest(Read):
    """The request that is spoken about."""

    id: UUID
    """The request."""
    kind: Kind
    """What is asked for."""
    title: str
    """What is asked for, in one line."""
    agency_id: UUID
    """The agency that asks."""


class MentionRead(Read):
    """A comment that calls the reader."""

    id: UUID
    """The mention."""
    request: MentionRequest
    """What it is about."""
    comment_id: UUID
    """The comment."""
    actor: PersonRead
    """Who said it."""
    body: str
    """What was said."""
    said_at: datetime
    """When."""
    seen_at: datetime | None
    """When the reader marked it as seen."""

"""How attachments and what is recorded on the way are worded."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from app.approvals.checklist import Item
from app.core.schemas import Read


class AttachmentRead(Read):
    """A file that was sent to a request."""

    id: UUID
    """The attachment."""
    sha256: str
    """SHA-256 of its bytes; what the content names it by."""
    name: str
    """As the sender called it."""
    media_type: str
    """What it is, by its content."""
    size: int
    """Bytes."""
    uploaded_by_name: str
    """Who sent it."""
    uploaded_at: datetime
    """When it came."""


class StepRead(Read):
    """Something that was recorded on the way."""

    id: UUID
    """The record."""
    step: str
    """Which step."""
    round: int
    """The submission that it belongs to."""
    said: dict[str, Any]
    """What was recorded."""
    settles: bool
    """Whether the step is done with it."""
    actor_name: str
    """Who recorded it."""
    recorded_at: datetime
    """When."""


class MissingRead(Read):
    """What a stage still requires before it may approve."""

    stage: int
    """The stage."""
    role: str
    """Whose it is."""
    steps: list[str]
    """The steps."""


class ReviewRead(Read):
    """The last verdict on an item of the checklist."""

    code: Item
    """The item."""
    verdict: Literal["fit", "unfit"]
    """The verdict."""
    note: str
    """What was found."""
    reviewer: str
    """Whose verdict it is."""
    reviewed_at: datetime
    """When it was given."""


class ConditionRead(Read):
    """A condition of the approval."""

    number: int
    """Its number."""
    text: str
    """What is to be done."""
    due_on: date
    """By when."""
    met_on: date | None
    """When it was met; null while it is open."""
    attachment_sha256: str | None
    """The evidence."""


class ExaminationRead(Read):
    """How far the examination of a request is."""

    round: int
    """The submission that is examined."""
    steps: list[StepRead]
    """What was recorded in it, in order."""
    missing: list[MissingRead]
    """What stages still require."""
    reviews: list[ReviewRead]
    """The last verdict on each item that was reviewed."""
    conditions: list[ConditionRead]
    """The conditions that were made."""

"""How recording people is worded: one by NIP, or many at once."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, WithJsonSchema

from app.core.openapi import FaultRead
from app.core.schemas import Body, Read
from app.employees.recording import Verdict

MOST = 1000
ITEMS = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST,
    "items": {"$ref": "#/components/schemas/EmployeeCreation"},
}


class Batch(Body):
    """People to record."""

    items: Annotated[
        list[dict[str, Any]], Field(min_length=1, max_length=MOST), WithJsonSchema(ITEMS)
    ]
    """Up to 1,000 people, each in full: what is left out is empty from now on."""
    atomic: bool = False
    """All or nothing: with one item rejected, none is recorded."""


class ChangeRead(Read):
    """One field that differs; NIP, phone, email and birth date are masked as in every answer."""

    field: str
    """Name of the field."""
    before: Any
    """As it was known."""
    after: Any
    """As it is known now."""


class RecordedRead(Read):
    """What became of a person who was sent."""

    id: UUID
    """Opaque id of the person; it stays when the NIP changes."""
    verdict: Verdict
    """`created`, `changed` or `unchanged`."""
    changes: list[ChangeRead]
    """What differs from what was known; empty for a new person."""


class BatchItemRead(Read):
    """What became of one item."""

    index: int
    """Its place among the items, from 0."""
    verdict: Verdict
    """`created`, `changed`, `unchanged` or `rejected`."""
    id: UUID | None
    """The person's opaque id, unless rejected."""
    changed: list[str]
    """Names of the fields that differ."""
    errors: list[FaultRead]
    """Why it was rejected, with pointers into the request."""


class BatchRead(Read):
    """The verdicts, in the order of the items."""

    counts: dict[Verdict, int]
    """How many items have each verdict."""
    items: list[BatchItemRead]
    """One for each item that was sent, in their order."""

"""How what waits for somebody is worded."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.approvals.kinds.names import Kind
from app.approvals.route_schemas import PersonRead
from app.core.schemas import Read


class Capacity(StrEnum):
    """As what somebody may decide."""

    SELF = "self"
    """As the submission named them."""
    DELEGATE = "delegate"
    """By an accepted delegation of somebody whom it named."""
    ACTING = "acting"
    """By acting in the office, Plt. or Plh."""


class TaskRequest(Read):
    """The request of a task."""

    id: UUID
    """The request."""
    kind: Kind
    """What is asked for."""
    title: str
    """What is asked for, in one line."""
    agency_id: UUID
    """The agency that asks."""
    agency: str
    """Its name."""
    content_sha256: str
    """What a decision would have to name, once it is read."""


class TaskRead(Read):
    """A voice that somebody may give now, at the stage of a request that waits."""

    request: TaskRequest
    """The request."""
    round: int
    """The submission, counted from 1."""
    stage: int
    """The stage that waits, counted from 1."""
    stage_name: str
    """What it is called."""
    role: str
    """Who decides there."""
    since: datetime
    """Since when it waits."""
    days: int
    """Working days that it is given."""
    due_on: date
    """The last of them."""
    overdue: bool
    """Whether that day is over in western Indonesia."""
    as_: Annotated[Capacity, Field(alias="as")]
    """As what it is theirs."""
    acting: Literal["plt", "plh"] | None
    """How they act in the office, where they do."""
    actor: PersonRead
    """Who would decide."""
    on_behalf_of: PersonRead | None
    """In whose place, for `on_behalf_of` of the decision; null is for themselves."""
    until: date | None
    """The last day on which they may stand in (UTC); null is for themselves."""
    next: Literal["decide", "record_steps", "return_or_abstain", "return_or_reject", "abstain"]
    """What it needs: a decision; steps of the examination before it can be approved; of who acts
    in an office without its last word, a return or an abstention; of who changed the subject last
    and would approve it alone, a return, a rejection or an abstention; of who is in the content,
    or by the register of conflicts in a relation to somebody there, an abstention."""
    missing_steps: list[str]
    """Steps that are not settled and without which nobody approves here."""


class TaskCounts(Read):
    """How much waits for somebody."""

    requests: int
    """Requests that they may decide on now, in whatever capacity."""
    overdue: int
    """Those of them that are overdue."""
    self_: Annotated[int, Field(alias="self")]
    """Tasks as the submission named them."""
    delegate: int
    """Tasks in the place of who delegated theirs."""
    acting: int
    """Tasks by acting in an office."""
    mentions: int
    """Comments that call them and that they have not seen."""

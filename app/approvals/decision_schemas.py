"""How decisions are worded, and what became of many of them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.approvals.reasons import Reason
from app.approvals.schemas import Note, Sha256
from app.approvals.workflow import Status
from app.core.schemas import Body, Read


class DecisionDraft(Body):
    """One person's decision at the stage that waits."""

    decision: Literal["approve", "return", "reject", "abstain"]
    """`return` sends the request back for correction; `reject` ends it; `abstain`, for a conflict
    of interest, takes you out of the stage and approves nothing."""
    reason_code: Reason | None = None
    """Why, from the list of the decision: `in_order`, `in_order_with_notes` to approve (the first
    where none is given); `incomplete`, `data_wrong`, `unclear`, `procedure` to return;
    `not_eligible`, `not_lawful`, `not_needed`, `procedure` to reject; `family`, `business`,
    `subordinate`, `other_interest` to abstain."""
    reason: Note | None = None
    """Why, in words; required except to approve."""
    to_stage: Annotated[int, Field(ge=1, le=50)] | None = None
    """The earlier stage that a return goes back to; null is the requester. What was decided from
    that stage on is void, and is decided again."""
    on_behalf_of: UUID | None = None
    """The named person in whose place you decide, by their accepted delegation, or by acting in
    the office while they are absent; null is for yourself."""
    content_sha256: Sha256
    """The content that was read and is decided on, as the request shows it."""


class DecisionOn(DecisionDraft):
    """One decision of many."""

    request_id: UUID
    """The request."""


class ManyDecisions(Body):
    """Decisions on several requests."""

    items: Annotated[list[DecisionOn], Field(min_length=1, max_length=100)]
    """Each is made, or refused, for itself."""


class Verdict(Read):
    """What became of one decision of many."""

    request_id: UUID
    """The request."""
    status: int
    """The status that the decision would have been answered with on its own: 201 is recorded."""
    code: str | None
    """Why it was refused, if it was."""
    detail: str | None
    """The same in words."""
    request_status: Status | None
    """Where the request stands now; null where the decision was refused."""


class Verdicts(Read):
    """What became of each decision, in the order in which they were sent."""

    items: list[Verdict]
    """One for each."""

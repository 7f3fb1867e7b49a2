"""How what is recorded on the way of a request is worded, step by step."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from app.approvals.checklist import Item
from app.approvals.schemas import Sha256
from app.core.schemas import Body

Line = Annotated[str, Field(min_length=1, max_length=300)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
People = Annotated[list[Line], Field(min_length=1, max_length=100)]


class ItemVerdict(Body):
    """What a reviewer found of one item of the checklist."""

    code: Item
    """The item."""
    verdict: Literal["fit", "unfit"]
    """`fit` as it is, or `unfit`."""
    note: Words
    """What was looked at, and what was found."""


class Verification(Body):
    """The Kantor Regional verifies items of the checklist; several people may share the work."""

    step: Literal["verification"]
    """The step."""
    items: Annotated[list[ItemVerdict], Field(min_length=1, max_length=len(Item))]
    """The items; the last verdict on each counts."""


class PresentationScheduled(Body):
    """The presentation (*ekspose*) is scheduled, or scheduled anew."""

    step: Literal["presentation_scheduled"]
    """The step."""
    at: AwareDatetime
    """When."""
    place: Line
    """Where."""
    participants: People
    """Who is invited: offices, or people by their offices."""


class PresentationHeld(Body):
    """The presentation was held."""

    step: Literal["presentation_held"]
    """The step."""
    held_on: date
    """The day."""
    participants: People
    """Who was there."""
    note: Words | None = None
    """What was asked and answered."""
    attachment_sha256: Sha256 | None = None
    """The minutes, attached to the request."""


class Condition(Body):
    """A condition of an approval."""

    text: Words
    """What is to be done."""
    due_on: date
    """By when."""


class Plenary(Body):
    """The plenary meeting (*pleno*) and what it found; BKN's decision is made apart."""

    step: Literal["plenary"]
    """The step."""
    held_on: date
    """The day."""
    result: Literal["approved", "approved_with_conditions", "rejected"]
    """What it found; after `rejected` the stage can only reject or return."""
    conditions: Annotated[list[Condition], Field(max_length=30)] = []
    """With `approved_with_conditions`, each condition."""
    note: Words | None = None
    """Why."""
    attachment_sha256: Sha256 | None = None
    """The minutes (*berita acara*), attached to the request."""


class InForce(Body):
    """The approval is in force by a decree of the head of BKN."""

    step: Literal["in_force"]
    """The step."""
    number: Line
    """The decree's number."""
    decree_date: date
    """Its date."""
    attachment_sha256: Sha256 | None = None
    """The decree, attached to the request."""


class ConditionMet(Body):
    """A condition is met, as its evidence shows."""

    step: Literal["condition_met"]
    """The step."""
    condition: Annotated[int, Field(ge=1, le=30)]
    """Its number."""
    met_on: date
    """When."""
    note: Words
    """What was looked at."""
    attachment_sha256: Sha256
    """The evidence, attached to the request."""


class Evaluation(Body):
    """A periodic evaluation of talent management in the body."""

    step: Literal["evaluation"]
    """The step."""
    held_on: date
    """The day."""
    findings: Annotated[list[Words], Field(max_length=100)]
    """What was found; nothing where all was in order."""
    attachment_sha256: Sha256 | None = None
    """The report, attached to the request."""


StepDraft = Annotated[
    Verification
    | PresentationScheduled
    | PresentationHeld
    | Plenary
    | InForce
    | ConditionMet
    | Evaluation,
    Field(discriminator="step"),
]

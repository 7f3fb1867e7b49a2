"""How the pictures of a person are worded."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Read

Achieved = Annotated[int, Field(ge=0, le=5, examples=[3])]


class CompetencyRead(Read):
    """One of the nine competencies (PermenPANRB 38/2017)."""

    code: str
    """For example `integritas`."""
    achieved: Achieved | None
    """Level achieved; null when there is no assessment."""
    required: Achieved | None
    """Level required; null when nothing says so."""
    gap: int | None
    """Levels wanting; negative beyond what is required; null when either is not known."""


class RadarRead(Read):
    """A person's competencies, achieved and required."""

    employee_id: UUID
    position_id: UUID | None
    """The position that they are held against; null for the person's own."""
    assessed_on: date | None
    """Day of the latest assessment."""
    required_from: Literal["assessment", "level"] | None
    """`assessment`: the levels that it was made against; `level`: those usual for the jenjang."""
    competencies: list[CompetencyRead]
    """The nine competencies in the order of the regulation."""


class CardVerificationRead(Read):
    """What anybody may know of a talent card: nothing about its person."""

    code: str
    """The code."""
    document: Literal["talent_card"]
    status: Literal["authentic", "superseded"]
    """`superseded` when a newer result of the same person exists."""
    issued_at: datetime
    agency: str
    """The agency that issued it."""
    content_sha256: str
    """SHA-256 of what the card says, as printed on it."""
    pdf_sha256: str
    """SHA-256 of the PDF as it was issued."""

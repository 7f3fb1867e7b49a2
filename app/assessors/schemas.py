"""How assessors are worded."""

from typing import Annotated, Literal

from pydantic import Field

from app.assessors.severity import Unsaid
from app.core.schemas import Read, Score

AssessorKey = Annotated[str, Field(pattern="^[0-9a-f]{16}$", examples=["3f1c0a5be2d94c77"])]
Points = Annotated[Score, Field(examples=["2.4167"])]


class SeverityRead(Read):
    """How an assessor's scores lie against those that others gave people of the same level."""

    score: Literal["jpm", "potential"]
    """`jpm`: competencies, achieved over required; `potential`: the eight aspects."""
    compared: int
    """Assessments that could be compared."""
    severity: Points | None
    """Points below what others give (negative: above). Null when `unsaid` says why."""
    unsaid: Unsaid | None
    """`too_few`: fewer than five; `nobody_else`; `not_used` by the scheme; `unnamed`."""


class MeasuredRead(SeverityRead):
    """Severity and spread of one score."""

    spread: Points | None
    """Standard deviation of the assessor's scores; null below five."""


class DriftRead(Read):
    """What an assessor did in half a year."""

    half: Annotated[str, Field(examples=["2025-2"])]
    """`-1`: January to June; `-2`: July to December."""
    assessments: int
    scores: list[SeverityRead]
    """Against the same others as the whole; weighted by `compared` they give the whole."""


class AssessorRead(Read):
    """An assessor of a map."""

    key: AssessorKey | None
    """Name of the assessor in addresses; null for assessments that name nobody."""
    name: str | None
    """As the assessments have it."""
    institution: str | None
    assessments: int
    """Assessments that the map used."""
    identical: int
    """Those whose seventeen levels are the same as in another of the assessor's own."""
    identical_percent: Annotated[Score, Field(examples=["4.3478"])]
    """The same in per cent."""
    scores: list[MeasuredRead]
    drift: list[DriftRead]
    """By half year, oldest first."""


class EffectRead(Read):
    """What becomes of a map when one assessor's assessments are left out."""

    key: AssessorKey
    name: str
    institution: str | None
    assessments: int
    """Assessments of theirs that the map used."""
    lost: int
    """People who have no value without them."""
    gained: int
    """People who have a value only without them: an older assessment counts instead."""
    compared: int
    """People with a value both ways; they are ranked among themselves both ways."""
    rescored: int
    """Of these, whose value is another."""
    other_box: int
    """Of these, who stand in another box."""
    other_rank: int
    """Of these, whose rank is another."""
    largest: int
    """Ranks by which somebody moves at most."""
    mean_change: Annotated[Score, Field(examples=["0.4310"])] | None
    """Ranks by which they move on average, up or down; null of nobody."""

"""How the report, its evidence and follow-ups are worded."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Body, Read, Score

Section = Literal["mapping", "succession", "development", "retention", "openness"]


class FigureRead(Read):
    """A number of the report."""

    code: str
    section: Section
    title: str
    value: int | None
    """Null when it cannot be said: there is no map, or nothing of the kind is recorded."""
    rows: str | None
    """Address of the rows behind it, where there is one."""


class RatioRead(Read):
    """Two numbers held against each other."""

    code: str
    title: str
    part: int | None
    whole: int | None
    percent: Annotated[Score, Field(examples=["55.9717"])] | None
    """Null when either number is not known, or the whole is 0."""


class MissingRead(Read):
    """Why people have no box."""

    code: str
    """What is missing: the code of a leaf of the scheme."""
    people: int
    rows: str
    """Address of these people."""


class FollowUpRead(Read):
    """What was done about a recommendation."""

    id: UUID
    recommendation: str
    what: str
    done_by: str
    done_on: date
    recorded_at: datetime


class RecommendationRead(Read):
    """What the numbers recommend, and what was done about it."""

    code: str
    title: str
    figure: str
    """The number that it rests on."""
    value: int
    rows: str | None
    """Address of the rows behind the number."""
    follow_ups: list[FollowUpRead]


class ReportRead(Read):
    """The monitoring report: achievements, analysis, recommendations."""

    agency: str
    today: date
    map_id: UUID | None
    """The map that it is about; null when the agency has none."""
    map: str | None
    as_of: date | None
    achievements: list[FigureRead]
    """Capaian."""
    analysis: list[RatioRead]
    """Analisis."""
    without_box: list[MissingRead]
    """Why people have no box, the commonest reason first."""
    recommendations: list[RecommendationRead]
    """Rekomendasi, by closed rules."""


class ConditionRead(Read):
    """A part of what the highest score of a question asks."""

    code: str
    title: str
    met: bool | None
    """Null when it cannot be computed."""
    why: str | None
    """Why it cannot."""
    figures: list[FigureRead]
    """The numbers that it rests on, with the addresses of their rows."""


class QuestionRead(Read):
    """A sub-aspect of the merit worksheet with its evidence."""

    code: Literal["a2q1", "a2q2", "a2q3", "a2q4", "a2q5", "a2q6"]
    title: str
    conditions: list[ConditionRead]
    proposed_score: int | None
    """4 where every condition can be computed and is met; null otherwise."""
    score_reason: str
    """Why that score, or why none."""


class MeritEvidenceRead(Read):
    """Evidence for the questions of the merit worksheet about talent management."""

    agency: str
    today: date
    map_id: UUID | None
    questions: list[QuestionRead]


class NewFollowUp(Body):
    """What was done about a recommendation."""

    recommendation: Annotated[str, Field(min_length=2, max_length=32, examples=["complete-data"])]
    """Code of a recommendation."""
    what: Annotated[str, Field(min_length=10, max_length=1000)]
    done_by: Annotated[str, Field(min_length=3, max_length=200)]
    """Office or official."""
    done_on: date

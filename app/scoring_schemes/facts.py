"""What is known of one person, as far as schemes read it. Pure.

Every record carries the id by which it is stored, so that a trace can name it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Performance(NamedTuple):
    """A year's appraisal (rw_skp22); result is 1 above, 2 as expected, 3 below."""

    id: str
    year: int
    predicate: str
    result: int


class Award(NamedTuple):
    id: str
    awarded_on: date
    scale: str | None


class TeamAssignment(NamedTuple):
    id: str
    decree_on: date
    role: str | None
    scope: str | None


class Feedback(NamedTuple):
    id: str
    year: int
    score: Decimal


class Assessment(NamedTuple):
    """Levels of the nine competencies, achieved and required, and of the eight aspects."""

    id: str
    assessed_on: date
    achieved: tuple[int, ...]
    required: tuple[int, ...] | None
    aspects: tuple[int, ...]
    technical: Decimal | None


class Course(NamedTuple):
    id: str
    year: int
    held_on: date | None
    hours: Decimal | None


class Position(NamedTuple):
    """A position held; `assignment` (jenisPenugasanId) is None for a definitive one."""

    id: str
    started_on: date
    unit: str | None
    """SIASN's unit id, or the unit's name where there is none."""
    other_agency: bool
    assignment: str | None


class Discipline(NamedTuple):
    id: str
    started_on: date
    ended_on: date | None
    level: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's facts, as known at one instant."""

    employee_id: str
    education_level: str | None = None
    education_relevance: str | None = None
    position_since: date | None = None
    performances: tuple[Performance, ...] = ()
    awards: tuple[Award, ...] = ()
    team_assignments: tuple[TeamAssignment, ...] = ()
    feedbacks: tuple[Feedback, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    courses: tuple[Course, ...] = ()
    positions: tuple[Position, ...] = ()
    disciplines: tuple[Discipline, ...] = ()

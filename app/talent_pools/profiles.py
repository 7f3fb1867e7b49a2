"""What is known of a person at a date, and what a target position asks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.employees.ranks import CODES, NAMES, name_of

EDUCATION = {
    "05": "SD",
    "10": "SLTP",
    "12": "SLTP Kejuruan",
    "15": "SLTA",
    "17": "SLTA Kejuruan",
    "18": "SLTA Keguruan",
    "20": "D-I",
    "25": "D-II",
    "30": "D-III",
    "35": "D-IV",
    "40": "S-1",
    "42": "Profesi",
    "45": "S-2",
    "47": "Spesialis",
    "49": "Subspesialis",
    "50": "S-3",
}
"""SIASN codes of education, in order."""


class Training(NamedTuple):
    """A leadership training as the files name it; the day, or at least the year, if known."""

    name: str
    held_on: date | None
    year: int | None


class Discipline(NamedTuple):
    """A punishment: level `light`, `medium` or `heavy`; both days inclusive."""

    level: str
    started_on: date | None
    ended_on: date | None
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person at D."""

    box: int | None
    """The standing box: the calibrated one, else the computed one."""
    cohort: int | None
    employment: str
    rank_code: str
    rank_name: str
    education_level: str
    position_since: date | None
    position_level: str
    retirement_age: int | None
    birth_date: date
    trainings: Sequence[Training] = ()
    disciplines: Sequence[Discipline] = ()
    rank_since: date | None = None
    """TMT golongan."""
    calibrated_from: int | None = None
    """The computed box, where a calibration moved the person out of it."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a target position asks; empty text and zero ask nothing."""

    cohort: int | None
    rank: str
    education: str
    training: str
    experience_years: int
    admits_pppk: bool


def golongan(written: str) -> str:
    """Return the SIASN code of a golongan of PNS, given as code or name ('42', 'IV/B'), or ''."""
    text = written.strip()
    return text if text in NAMES else CODES.get(name_of(text), "")

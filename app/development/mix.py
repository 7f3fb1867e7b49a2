"""How a plan's hours lie against 70-20-10: experience, exposure, education. Pure.

The mix (Lombardo and Eichinger 1996; LAN's corporate-university guides use it) is a reference and
binds nobody. Hours are those planned; done are those times the percent last reported.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from app.assessors.severity import rounded, share


class Kind(StrEnum):
    """How something is learned."""

    EXPERIENCE = "experience"
    """By doing: assignments, projects, acting posts (70)."""
    EXPOSURE = "exposure"
    """From others: coaching, mentoring, benchmarking (20)."""
    EDUCATION = "education"
    """In a course or school (10)."""


REFERENCE = {Kind.EXPERIENCE: 70, Kind.EXPOSURE: 20, Kind.EDUCATION: 10}


class Planned(NamedTuple):
    """Hours of an activity, and the percent of it that is done."""

    kind: Kind
    hours: Decimal
    percent: int


def mix(activities: Iterable[Planned]) -> list[dict[str, Any]]:
    """Each kind's hours, its share of all hours and the reference; shares of nothing are None."""
    every = list(activities)
    total = _units(one.hours for one in every)
    return [
        {
            "kind": kind,
            "hours": rounded(Fraction(_units(one.hours for one in every if one.kind is kind))),
            "hours_done": rounded(
                sum(
                    (
                        Fraction(_units([one.hours]) * one.percent, 100)
                        for one in every
                        if one.kind is kind
                    ),
                    Fraction(0),
                )
            ),
            "percent": share(_units(one.hours for one in every if one.kind is kind), total),
            "reference_percent": REFERENCE[kind],
        }
        for kind in Kind
    ]


def _units(hours: Iterable[Decimal]) -> int:
    """Hours in ten-thousandths."""
    return sum(int(amount.scaleb(4)) for amount in hours)

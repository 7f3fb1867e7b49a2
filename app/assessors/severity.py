"""How an assessor's scores lie against those of others: exact, from counts and sums. Pure.

An assessor who had people of the lower ranks is not severe because of it. So every score is held
against the mean of what *other* assessors gave people of the same talent level, and the assessor's
severity is the mean of those differences:

    severity = sum over levels c of n(c) x (mean of the others in c - own mean in c) / sum of n(c)

Positive is severe, negative lenient, in points of the score. Levels in which nobody else assessed
say nothing and are left out. Spread is the standard deviation of the assessor's own scores (the
root of the mean square about their mean). Both are computed in whole numbers and rounded once, to
four decimals, half away from zero. The many-facet view of ratings (Linacre 1989) is the model;
this is its simplest form, which anybody can recompute with a calculator.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import NamedTuple, Self

FEWEST = 5
"""Of fewer assessments severity is not said: it would be the people, not the assessor."""

Level = int | None
"""A talent level; None for people without one, who are compared among themselves."""


class Tally(NamedTuple):
    """How many scores there are, their sum and the sum of their squares, in ten-thousandths."""

    number: int = 0
    total: int = 0
    squares: int = 0

    def __add__(self, other: Self) -> "Tally":  # type: ignore[override]  # sums, where tuples would join
        return Tally(
            self.number + other.number, self.total + other.total, self.squares + other.squares
        )

    def without(self, other: "Tally") -> "Tally":
        """What is left when the other's scores are taken away."""
        return Tally(
            self.number - other.number, self.total - other.total, self.squares - other.squares
        )


class Unsaid(StrEnum):
    """Why a figure is not said; it is never zero instead."""

    TOO_FEW = "too_few"
    """Fewer than five assessments that can be compared."""
    NOBODY_ELSE = "nobody_else"
    """No other assessor assessed anybody of these talent levels."""
    NOT_USED = "not_used"
    """The map's scheme does not read this score."""
    UNNAMED = "unnamed"
    """The assessments do not say who assessed."""


class Severity(NamedTuple):
    """Of how many assessments, and how severe; no figure without a reason."""

    compared: int
    points: Decimal | None
    unsaid: Unsaid | None


def severity(own: Mapping[Level, Tally], everyone: Mapping[Level, Tally]) -> Severity:
    """How severe an assessor is; `everyone` includes the assessor's own scores."""
    compared, distance = 0, Fraction(0)
    for level, tally in own.items():
        others = everyone[level].without(tally)
        if tally.number and others.number:
            compared += tally.number
            distance += tally.number * Fraction(others.total, others.number) - tally.total
    if compared < FEWEST:
        enough = sum(tally.number for tally in own.values()) >= FEWEST
        alone = enough and compared == 0
        return Severity(compared, None, Unsaid.NOBODY_ELSE if alone else Unsaid.TOO_FEW)
    return Severity(compared, rounded(distance / compared), None)


def spread(tally: Tally) -> Decimal | None:
    """The standard deviation of the scores; None below five of them."""
    if tally.number < FEWEST:
        return None
    variance = tally.number * tally.squares - tally.total**2
    units = (isqrt(4 * variance) + tally.number) // (2 * tally.number)
    return Decimal(units).scaleb(-4)


def rounded(units: Fraction) -> Decimal:
    """A quotient in ten-thousandths as points with four decimals, half away from zero."""
    top, bottom = abs(units.numerator), units.denominator
    whole = (2 * top + bottom) // (2 * bottom)
    return Decimal(whole if units >= 0 else -whole).scaleb(-4)


def share(part: int, whole: int) -> Decimal | None:
    """A part of a whole in per cent with four decimals, half up; None of nothing."""
    return None if whole == 0 else rounded(Fraction(100 * 10_000 * part, whole))

"""Exact numbers: decimal texts as fractions, scores as whole ten-thousandths, half up."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

UNITS = 10_000
"""A score is defined to four decimals (rules, section 3): so many units are one point."""
LONGEST = 40
"""Characters of a number; a longer one was not written by the service."""


class Malformed(ValueError):
    """Something is not what the format says; the text tells what and where."""


def exact(written: object) -> Fraction:
    """A number as it is written: text, or a whole number. A float has lost what was written."""
    if isinstance(written, bool) or not isinstance(written, int | str):
        raise Malformed(f"{written!r} is not a number written exactly")
    if isinstance(written, str):
        text = written.strip()
        if not text.lstrip("+-").replace(".", "", 1).isdecimal() or len(text) > LONGEST:
            raise Malformed(f"{written!r} is not a decimal number")
    return Fraction(written)


def half_up(numerator: int, denominator: int) -> int:
    """A quotient that is not negative, to the nearest whole number; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)


def units(number: Fraction) -> int:
    """A number in units, half up."""
    return half_up(number.numerator * UNITS, number.denominator)


def written(score: int | None) -> str | None:
    """A score as files have it: "83.3334"."""
    return None if score is None else f"{score // UNITS}.{score % UNITS:04d}"


def whole(fractions: Iterable[Fraction]) -> tuple[int, ...]:
    """The same proportions in whole numbers."""
    given = tuple(fractions)
    scale = lcm(*(one.denominator for one in given)) if given else 1
    return tuple(int(one * scale) for one in given)

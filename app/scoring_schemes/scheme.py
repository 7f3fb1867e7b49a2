"""A scoring scheme as values: its tree, its numbers, its canonical form and hash. Pure.

Numbers are decimals, never floats. A document writes them as text ("83.5") or as JSON integers; a
JSON fraction is refused, since readers disagree on what it means. At most six decimals, so that the
set-based arithmetic can hold every number as an exact 64-bit integer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum, StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

import rfc8785

from app.core.errors import Fault
from app.scoring_schemes.indicators import Indicator

FOUR_PLACES = Decimal("0.0001")


def quantised(score: Decimal) -> Decimal:
    """Four decimals, half up: the precision in which every node's score is defined."""
    return score.quantize(FOUR_PLACES, ROUND_HALF_UP)


def divided(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The quotient at four decimals, rounded once: exact, whatever precision the context has."""
    top, bottom = Decimal(numerator).as_integer_ratio(), Decimal(denominator).as_integer_ratio()
    over, under = top[0] * bottom[1] * 10_000, top[1] * bottom[0]
    return Decimal((2 * over + under) // (2 * under)).scaleb(-4)


class Refused(ValueError):
    """A document that is no scheme; carries every fault, in document order."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.pointer}: {fault.words.en}" for fault in faults))
        self.faults = faults


class Missing(StrEnum):
    """What a leaf without a value does to its axis."""

    BLOCK = "block"
    """The axis has no score."""
    ZERO = "zero"
    """The leaf scores 0."""
    RENORMALISE = "renormalise"
    """The leaf leaves the sum; the weights of the others count for more."""


class Aggregate(StrEnum):
    WEIGHTED = "weighted"
    MEAN = "mean"


class Numbering(StrEnum):
    """Which number is printed on which cell of the nine-box."""

    PERMENPANRB_3_2020 = "permenpanrb-3-2020"
    KEMENKEU = "kemenkeu"


class Level(IntEnum):
    """Where a score stands on its axis."""

    LOW = 0
    MID = 1
    HIGH = 2


class Band(NamedTuple):
    """From `start` (inclusive) up to the next band's start: `points`."""

    start: Decimal
    points: Decimal


class YearWeight(NamedTuple):
    years_ago: int
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Leaf:
    """One indicator of a person, worth points."""

    code: str
    title: str
    weight: Decimal
    """Its share in its parent; 1 in a mean."""
    indicator: Indicator
    missing: Missing
    points: Mapping[str, Decimal] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    look_back: tuple[YearWeight, ...] = ()
    years_ago: int = 0
    window_years: int = 0
    validity_years: int = 0
    cap_required: bool = False

    def leaves(self) -> Iterator["Leaf"]:
        yield self


@dataclass(frozen=True, slots=True)
class Group:
    """Children that are scored together."""

    code: str
    title: str
    weight: Decimal
    aggregate: Aggregate
    components: tuple["Node", ...]

    def leaves(self) -> Iterator[Leaf]:
        for component in self.components:
            yield from component.leaves()


Node = Leaf | Group


@dataclass(frozen=True, slots=True)
class Axis:
    """Performance or potential: components of 100 in all, and where mid and high begin."""

    name: str
    cutoffs: tuple[Decimal, Decimal]
    components: tuple[Node, ...]

    def leaves(self) -> Iterator[Leaf]:
        for component in self.components:
            yield from component.leaves()

    def level(self, score: Decimal) -> Level:
        """Low < cutoffs[0] <= mid < cutoffs[1] <= high."""
        return Level((score >= self.cutoffs[0]) + (score >= self.cutoffs[1]))


@dataclass(frozen=True, slots=True)
class Scheme:
    """A checked document."""

    code: str
    version: int
    title: str
    numbering: Numbering
    value: tuple[Decimal, Decimal]
    """The weights of performance and potential in a person's value; 100 in all."""
    ranking: tuple[str, ...]
    performance: Axis
    potential: Axis
    sha256: str

    @property
    def axes(self) -> tuple[Axis, Axis]:
        return (self.performance, self.potential)


def canonical(document: Mapping[str, Any]) -> bytes:
    """The document's RFC 8785 form: one spelling for everything that means the same."""
    return rfc8785.dumps(dict(document))


def identity(document: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()

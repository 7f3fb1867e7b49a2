"""Bench strength and coverage: how many stand ready behind each position, in exact numbers. Pure.

Ready are those who pass every rule of eligibility now and do not hold the position already: its
holder succeeds nobody. Coverage is the share of positions with at least so many ready. Somebody who
is ready for several positions counts at each of them; `people` counts them once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, TypeVar

Person = TypeVar("Person")
FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Bench(Generic[Person]):
    """Who stands ready for one position, best first, and who holds it."""

    ready: Sequence[Person]
    holders: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The numbers over some positions; a share of no positions is unknown, not zero."""

    positions: int
    with_one: int
    with_two: int
    ready: int
    people: int

    @property
    def coverage(self) -> str | None:
        """Share of the positions with one ready or more."""
        return share(self.with_one, self.positions)

    @property
    def double_coverage(self) -> str | None:
        """Share of the positions with two ready or more."""
        return share(self.with_two, self.positions)

    @property
    def strength(self) -> str | None:
        """Ready candidates per position."""
        return share(self.ready, self.positions)


def share(part: int, whole: int) -> str | None:
    """Return part ÷ whole with four decimals, half up, or None for a whole of nothing."""
    if whole == 0:
        return None
    return str((Decimal(part) / whole).quantize(FOUR_PLACES, ROUND_HALF_UP))


def ready_for(eligible: Sequence[Person], holders: Collection[Person]) -> list[Person]:
    """Those of the eligible who do not hold the position."""
    return [person for person in eligible if person not in holders]


def covered(benches: Mapping[object, Bench[Person]]) -> Coverage:
    """Count over all positions."""
    numbers = [len(bench.ready) for bench in benches.values()]
    return Coverage(
        positions=len(numbers),
        with_one=sum(n >= 1 for n in numbers),
        with_two=sum(n >= 2 for n in numbers),  # noqa: PLR2004 - as its name says
        ready=sum(numbers),
        people=len({person for bench in benches.values() for person in bench.ready}),
    )

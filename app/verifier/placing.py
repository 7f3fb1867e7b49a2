"""Cells, boxes and ranks (rules, sections 3 and 4): the second implementation."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.verifier.numbers import Malformed
from app.verifier.scheme import Axis, Scheme
from app.verifier.scoring import Scores, level

LEVELS = ("low", "mid", "high")
NUMBERINGS = {
    # Rows of performance from low to high; in each, potential from low to high.
    "permenpanrb-3-2020": ((1, 3, 6), (2, 5, 8), (4, 7, 9)),
    "kemenkeu": ((1, 2, 3), (4, 6, 7), (5, 8, 9)),
}
CELLS = tuple(f"{performance}/{potential}" for performance in LEVELS for potential in LEVELS)


class Placed(NamedTuple):
    """Where a person stands: level names, cell and box; None where a score is missing."""

    performance_level: str | None
    potential_level: str | None
    cell: str | None
    box: int | None


def boxes(numbering: str) -> tuple[tuple[int, ...], ...]:
    """The numbers on the grid."""
    if numbering not in NUMBERINGS:
        raise Malformed(f"unknown numbering: {numbering!r}")
    return NUMBERINGS[numbering]


def place(scheme: Scheme, scores: Scores) -> Placed:
    """The cell of a person, and the number that the scheme's numbering prints on it."""
    of_performance, of_potential = scheme.axes
    performance = _level(of_performance, scores.performance)
    potential = _level(of_potential, scores.potential)
    if performance is None or potential is None:
        return Placed(_name(performance), _name(potential), None, None)
    return Placed(
        _name(performance),
        _name(potential),
        f"{LEVELS[performance]}/{LEVELS[potential]}",
        boxes(scheme.numbering)[performance][potential],
    )


def _level(axis: Axis, reached: int | None) -> int | None:
    return None if reached is None else level(axis, reached)


def _name(of: int | None) -> str | None:
    return None if of is None else LEVELS[of]


def ranking_key(scheme: Scheme, scores: Scores) -> tuple[int, ...] | None:
    """What a person is ranked by, highest first; None for who has no value."""
    if scores.value is None:
        return None
    named = {
        "value": scores.value,
        "performance": scores.performance or 0,
        "potential": scores.potential or 0,
    }
    return tuple(named[key] for key in scheme.ranking)


def ranks(keys: Iterable[tuple[int, ...] | None]) -> Sequence[int | None]:
    """Ranks in the order given: descending, equal keys share one (1, 2, 2, 4)."""
    given = list(keys)
    first: dict[tuple[int, ...], int] = {}
    ordered = sorted((key for key in given if key is not None), reverse=True)
    for rank, key in enumerate(ordered, 1):
        first.setdefault(key, rank)
    return [None if key is None else first[key] for key in given]

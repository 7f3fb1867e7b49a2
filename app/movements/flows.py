"""How many people went from which box to which, between two maps. Pure.

Lines of the matrix are the nine boxes by their number, those without a box, and those who are not
on the map. Rows are where people stood before, columns where they stand after. Box numbers are each
map's own; who stayed is told by the cell, which no numbering changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

BOXES = 9
WITHOUT_BOX, NOT_ON_MAP = BOXES, BOXES + 1
LINES = BOXES + 2


class Stream(NamedTuple):
    """People who went one way."""

    was_on: bool
    cell_before: int | None
    is_on: bool
    cell_after: int | None
    people: int


@dataclass(slots=True)
class Flows:
    """The matrix, and what it comes to."""

    matrix: list[list[int]] = field(default_factory=lambda: [[0] * LINES for _ in range(LINES)])
    stayed: int = 0
    moved: int = 0
    entered: int = 0
    left: int = 0


def flows(
    streams: Iterable[Stream], numbers_before: Sequence[int], numbers_after: Sequence[int]
) -> Flows:
    """Count the streams between two maps; `numbers` name the box on each cell of a map."""
    counted = Flows()
    for stream in streams:
        row = _line(stream.was_on, stream.cell_before, numbers_before)
        line = _line(stream.is_on, stream.cell_after, numbers_after)
        counted.matrix[row][line] += stream.people
        if not stream.was_on:
            counted.entered += stream.people
        elif not stream.is_on:
            counted.left += stream.people
        elif stream.cell_before == stream.cell_after:
            counted.stayed += stream.people
        else:
            counted.moved += stream.people
    return counted


def _line(here: bool, cell: int | None, numbers: Sequence[int]) -> int:  # noqa: FBT001 - read from a row, in order
    if not here:
        return NOT_ON_MAP
    return WITHOUT_BOX if cell is None else numbers[cell] - 1

"""Counts that name nobody: small cells suppressed, and others with them, so that none comes back.

A cell of one to four people is small. Hiding it alone is no use where totals are shown: what is
left of a total tells it. So the smallest lines are shown together only, and further cells are
hidden until every hidden one could be another number: there is another table, with nobody less
than one in any hidden cell, that agrees with all that is shown. That this is so is found exactly:
a hidden cell can be one more or one less if, and only if, a closed walk through hidden cells,
adding and taking away by turns, leads through it (a cycle in the residual graph of the table).

Zeros are shown. A group all of whose people stand in one box is shown together with others: its
total would tell the box of each of them. Pure.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

THRESHOLD = 5
"""The fewest people that are counted openly."""
FEWEST_TOGETHER = 2

Counts = Sequence[Sequence[int]]
"""People by row and column."""
Cell = tuple[int, int]
Line = frozenset[int]
"""Rows, or columns, that are shown together."""


def small(people: int) -> bool:
    """Whether a count would point at somebody."""
    return 0 < people < THRESHOLD


def together(totals: Sequence[int], telling: Line = frozenset()) -> Line | None:
    """Which lines to show only together: the small and the `telling`, and enough others.

    None when there are not enough people to hide among; then nothing can be shown.
    """
    lines = {n for n, total in enumerate(totals) if small(total)} | telling
    others = sorted((total, n) for n, total in enumerate(totals) if total and n not in lines)
    while lines and not _hides(lines, totals):
        if not others:
            return None
        lines.add(others.pop(0)[1])
    return frozenset(lines)


def protected(counts: Counts, rows: Line) -> list[list[int | None]] | None:
    """The counts as they may be shown beside all totals; None in place of what is hidden.

    `rows` are those whose totals are shown together only; columns are chosen here, and their
    totals are hidden where all of their cells are. None when nothing can be shown.
    """
    columns = telling_columns(counts)
    if columns is None:
        return None
    row_groups = _groups(len(counts), rows)
    column_groups = _groups(len(counts[0]), columns)
    merged = [
        [
            sum(counts[r][c] for r in row_group for c in column_group)
            for column_group in column_groups
        ]
        for row_group in row_groups
    ]
    hidden = suppressed(merged)
    if hidden is None:
        return None
    shown: list[list[int | None]] = [[None] * len(row) for row in counts]
    for (i, row_group), (j, column_group) in product(
        enumerate(row_groups), enumerate(column_groups)
    ):
        if len(row_group) == len(column_group) == 1 and (i, j) not in hidden:
            ((r,), (c,)) = row_group, column_group
            shown[r][c] = counts[r][c]
    return shown


def telling_columns(counts: Counts) -> Line | None:
    """Which columns to show only together: the small, and those whose people stand in one row."""
    columns = [list(column) for column in zip(*counts, strict=True)]
    totals = [sum(column) for column in columns]
    if _spread(counts, range(len(columns))) == 1:
        return together(totals)  # everybody stands in one row, as the totals of rows say anyway
    alone = {n for n in range(len(columns)) if _spread(counts, [n]) == 1}
    lines = together(totals, frozenset(alone))
    while lines and _spread(counts, lines) == 1:
        lines |= {min((n for n, total in enumerate(totals) if total and n not in lines))}
    return lines


def suppressed(counts: Counts) -> frozenset[Cell] | None:
    """Which cells to hide where the totals of all rows and columns are shown.

    None when hiding every cell would not do.
    """
    hidden = {cell for cell in _cells(counts) if small(_at(counts, cell))}
    while pinned := _pinned(counts, hidden):
        square = _square(counts, hidden, pinned)
        if square is None:
            hidden = {cell for cell in _cells(counts) if _at(counts, cell)}
            return None if _pinned(counts, hidden) else frozenset(hidden)
        hidden |= square
    return frozenset(hidden)


def _hides(lines: set[int], totals: Sequence[int]) -> bool:
    people = sum(totals[n] for n in lines)
    return len(lines) >= FEWEST_TOGETHER and people >= max(THRESHOLD, len(lines) + 1)


def _spread(counts: Counts, columns: Iterable[int]) -> int:
    """In how many rows the people of some columns stand."""
    chosen = list(columns)
    return sum(1 for row in counts if any(row[c] for c in chosen))


def _groups(size: int, merged: Line) -> list[tuple[int, ...]]:
    alone: list[tuple[int, ...]] = [(n,) for n in range(size) if n not in merged]
    return [*alone, tuple(sorted(merged))] if merged else alone


def _cells(counts: Counts) -> Iterator[Cell]:
    return product(range(len(counts)), range(len(counts[0])))


def _at(counts: Counts, cell: Cell) -> int:
    return counts[cell[0]][cell[1]]


def _pinned(counts: Counts, hidden: set[Cell]) -> Cell | None:
    """A hidden cell that can be no other number, if there is one."""
    return next((cell for cell in sorted(hidden) if not _moves(counts, hidden, cell)), None)


def _moves(counts: Counts, hidden: set[Cell], cell: Cell) -> bool:
    """Whether a hidden cell can be one more or one less, and all totals stay."""
    row, column = cell
    more = _reaches(counts, hidden - {cell}, ("column", column), ("row", row))
    return more or (
        _at(counts, cell) > 1
        and _reaches(counts, hidden - {cell}, ("row", row), ("column", column))
    )


def _reaches(
    counts: Counts, hidden: set[Cell], start: tuple[str, int], goal: tuple[str, int]
) -> bool:
    """Whether a walk leads from a line to another: one more from a row, one less from a column.

    A cell of one person has nobody to take away: it is hidden, and so known not to be empty.
    """
    seen, waiting = {start}, deque([start])
    while waiting:
        kind, n = waiting.popleft()
        if (kind, n) == goal:
            return True
        following = (
            [("column", c) for r, c in hidden if r == n]
            if kind == "row"
            else [("row", r) for r, c in hidden if c == n and counts[r][c] > 1]
        )
        for line in following:
            if line not in seen:
                seen.add(line)
                waiting.append(line)
    return False


def _square(counts: Counts, hidden: set[Cell], cell: Cell) -> set[Cell] | None:
    """The cheapest three cells that let a pinned one be one more, by how many people they hide."""
    row, column = cell
    best: tuple[int, set[Cell]] | None = None
    for r, c in _cells(counts):
        if r == row or c == column or counts[r][c] < 1:
            continue
        if counts[row][c] > 1 and counts[r][column] > 1:
            corners = {(row, c), (r, column), (r, c)} - hidden
            cost = sum(_at(counts, corner) for corner in corners)
            if best is None or cost < best[0]:
                best = cost, corners
    return None if best is None else best[1]

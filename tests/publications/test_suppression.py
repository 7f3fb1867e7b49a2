"""No hidden number can be worked out from what is shown: tried by solving for it."""

from itertools import product

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.publications.suppression import (
    THRESHOLD,
    protected,
    small,
    suppressed,
    telling_columns,
    together,
)

COUNT = st.integers(0, 9) | st.integers(0, 200)


def tables(count, longest):
    return st.integers(1, longest).flatmap(
        lambda columns: st.lists(
            st.lists(count, min_size=columns, max_size=columns), min_size=1, max_size=longest
        )
    )


TABLES = tables(COUNT, 4)
SOLVED = tables(st.integers(0, 9), 3)
"""Small enough to try every table that agrees with them."""


def solutions(counts, hidden):
    """Every table with nobody missing from a hidden cell that has the same totals, by brute force.

    The cells are tried one by one; what a row and a column have left bounds them.
    """
    cells = sorted(hidden)
    rows = [
        sum(counts[r][c] for c in range(len(counts[0])) if (r, c) in hidden)
        for r in range(len(counts))
    ]
    columns = [
        sum(counts[r][c] for r in range(len(counts)) if (r, c) in hidden)
        for c in range(len(counts[0]))
    ]

    def tried(n):
        if n == len(cells):
            if not any(rows) and not any(columns):
                yield {}
            return
        r, c = cells[n]
        last_in_row = all(cell[0] != r for cell in cells[n + 1 :])
        last_in_column = all(cell[1] != c for cell in cells[n + 1 :])
        for value in range(1, min(rows[r], columns[c]) + 1):
            if (last_in_row and value != rows[r]) or (last_in_column and value != columns[c]):
                continue
            rows[r] -= value
            columns[c] -= value
            for rest in tried(n + 1):
                yield {(r, c): value, **rest}
            rows[r] += value
            columns[c] += value

    return tried(0)


def pinned(counts, hidden):
    """The hidden cells that have one value in every table that agrees."""
    values = {cell: set() for cell in hidden}
    for solution in solutions(counts, hidden):
        for cell, value in solution.items():
            values[cell].add(value)
        if all(len(found) > 1 for found in values.values()):
            break
    return {cell for cell, found in values.items() if len(found) < 2}


@settings(deadline=None)
@given(SOLVED)
@example([[1, 1], [1, 1]])
@example([[1, 9], [9, 9]])
@example([[3, 0, 7], [0, 4, 8], [7, 8, 2]])
def test_no_hidden_cell_has_one_possible_value(counts):
    hidden = suppressed(counts)

    assume(hidden is not None)
    assert pinned(counts, hidden) == set()


@given(TABLES)
def test_what_is_small_is_hidden_and_nothing_is_without_need(counts):
    hidden = suppressed(counts)
    cells = list(product(range(len(counts)), range(len(counts[0]))))

    assume(hidden is not None)
    assert {cell for cell in cells if small(counts[cell[0]][cell[1]])} <= hidden
    assert all(counts[r][c] for r, c in hidden)
    if not any(small(people) for row in counts for people in row):
        assert hidden == frozenset()


def test_the_oracle_finds_a_number_that_totals_tell():
    assert pinned([[3, 7], [8, 9]], {(0, 0)}) == {(0, 0)}
    assert pinned([[1, 1], [1, 1]], {(0, 0), (0, 1), (1, 0), (1, 1)}) != set()


def test_a_table_that_cannot_hide_its_cells_is_withheld():
    assert suppressed([[1, 1], [1, 1]]) is None
    assert suppressed([[3], [7]]) is None
    assert suppressed([[7, 8], [9, 50]]) == frozenset()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=10))
def test_lines_shown_together_are_two_at_least_and_none_of_them_is_certain(totals):
    lines = together(totals)

    if lines is None:
        assert sum(totals) < 2 * THRESHOLD or sum(map(bool, totals)) < 3
        return
    assert {n for n, total in enumerate(totals) if small(total)} <= lines
    assert all(totals[n] for n in lines)
    if lines:
        people = sum(totals[n] for n in lines)
        assert len(lines) >= 2
        assert people >= THRESHOLD
        assert people > len(lines), "each of them could be one person, and it would be certain"


@given(TABLES)
def test_what_is_shown_is_true_and_small_cells_and_lines_are_not_shown(counts):
    rows = together([sum(row) for row in counts])
    assume(rows is not None)
    shown = protected(counts, rows)
    assume(shown is not None)
    columns = telling_columns(counts)

    for (r, row), c in product(enumerate(shown), range(len(counts[0]))):
        if row[c] is not None:
            assert row[c] == counts[r][c]
            assert not small(row[c])
            assert r not in rows
            assert c not in columns


@given(TABLES)
@example([[6, 7, 0], [0, 0, 90]])
def test_what_a_group_shows_never_tells_the_box_of_all_its_people(counts):
    columns = telling_columns(counts)
    assume(columns is not None)
    everywhere = {r for r, row in enumerate(counts) if any(row)}
    shown = [[c] for c in range(len(counts[0])) if c not in columns] + [sorted(columns)]

    for group in shown:
        rows = {r for r, row in enumerate(counts) if any(row[c] for c in group)}
        assert len(rows) != 1 or len(everywhere) == 1

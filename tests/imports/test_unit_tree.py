"""A file of units against the tree that is there."""

from hypothesis import given
from hypothesis import strategies as st

from app.imports.unit_tree import CYCLE, PARENT_UNKNOWN, judge

names = st.sampled_from("ABCDEF")
links = st.lists(st.tuples(names, st.one_of(st.none(), names)), max_size=8)


def test_units_may_come_before_their_parents():
    assert judge([("C", "B"), ("B", "A"), ("A", None)], {}) == [None, None, None]


def test_a_parent_may_be_known_already():
    assert judge([("B", "A")], {"A": None}) == [None]


def test_without_its_parent_a_unit_and_all_below_it_are_rejected():
    codes = judge([("C", "B"), ("B", "X"), ("A", None)], {})

    assert codes == [PARENT_UNKNOWN, PARENT_UNKNOWN, None]


def test_a_known_unit_stays_where_it_is_when_its_row_is_rejected():
    assert judge([("B", "X"), ("C", "B")], {"A": None, "B": "A"}) == [PARENT_UNKNOWN, None]


def test_units_in_a_circle_are_rejected_and_those_that_hang_on_it():
    codes = judge([("A", "B"), ("B", "A"), ("C", "B"), ("D", None)], {})

    assert codes == [CYCLE, CYCLE, CYCLE, None]


def test_a_unit_above_itself_is_a_circle():
    assert judge([("A", "A")], {}) == [CYCLE]


def test_a_move_below_its_own_child_is_a_circle():
    assert judge([("A", "B")], {"A": None, "B": "A"}) == [CYCLE]


def test_of_two_rows_the_last_counts():
    assert judge([("A", "X"), ("A", None)], {}) == [None, None]
    assert judge([("A", None), ("A", "X")], {}) == [PARENT_UNKNOWN, PARENT_UNKNOWN]


@given(links)
def test_what_is_accepted_is_a_tree(rows):
    known = {"A": None, "B": "A", "C": "A"}

    codes = judge(rows, known)

    accepted = {unit: parent for (unit, parent), code in zip(rows, codes, strict=True) if not code}
    tree = known | accepted
    for unit in tree:
        way: list[str] = []
        at: str | None = unit
        while at is not None:
            assert at in tree
            assert at not in way
            way.append(at)
            at = tree[at]

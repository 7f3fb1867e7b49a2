"""One figure for the quality of an agency's records: never more than is so."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.employees.quality import percent


@given(st.integers(1, 20_000), st.lists(st.integers(0, 20_000), min_size=1, max_size=9))
def test_the_figure_is_the_share_of_checks_that_hold_rounded_down(people, broken):
    by_rule = {f"rule-{n}": min(count, people) for n, count in enumerate(broken)}

    said = percent(people, by_rule)

    exact = 100 * (1 - Fraction(sum(by_rule.values()), people * len(by_rule)))
    assert 0 <= exact - Fraction(said) < Fraction(1, 100)
    assert (said == "100.00") == (not any(by_rule.values()))


def test_of_nobody_nothing_is_said():
    assert percent(0, {"rank_known": 0}) is None

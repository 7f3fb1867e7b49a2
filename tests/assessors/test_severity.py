"""Severity and spread: exact, and nothing is said of too little."""

from decimal import Decimal
from fractions import Fraction
from statistics import pstdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.assessors.severity import FEWEST, Tally, Unsaid, rounded, severity, share, spread

points = st.integers(0, 2_000_000)
scores = st.lists(points, min_size=FEWEST, max_size=30)


def tally(numbers):
    return Tally(len(numbers), sum(numbers), sum(n * n for n in numbers))


def all_of(*tallies):
    return sum(tallies, Tally())


def test_severity_is_the_mean_distance_below_the_others_of_the_same_level():
    own = {1: tally([700_000] * 4), 2: tally([900_000] * 2)}
    others = {1: tally([800_000] * 3), 2: tally([850_000])}
    everyone = {level: all_of(own[level], others[level]) for level in own}

    # (4 x 10 - 2 x 5) / 6 = 5 points
    assert severity(own, everyone) == (6, Decimal("5.0000"), None)


@given(mine=scores, theirs=scores, lenient=st.integers(1, 10_000))
def test_whoever_gives_everybody_more_is_less_severe_by_just_that(mine, theirs, lenient):
    def said(numbers):
        return severity({1: tally(numbers)}, {1: tally(numbers + theirs)}).points

    more = [score + lenient for score in mine]

    # Each of the two is rounded once, half away from zero.
    difference = said(mine) - said(more)
    assert abs(difference - Decimal(lenient).scaleb(-4)) <= Decimal("0.0001")


def test_halves_are_rounded_away_from_zero_on_both_sides():
    mine, more = [0] * 22, [21] * 22
    theirs = [20, 21] * 11

    # 20.5 and -0.5 ten-thousandths.
    assert severity({1: tally(mine)}, {1: tally(mine + theirs)}).points == Decimal("0.0021")
    assert severity({1: tally(more)}, {1: tally(more + theirs)}).points == Decimal("-0.0001")


@given(mine=scores)
def test_whoever_assessed_all_alone_is_not_called_just(mine):
    alone = severity({1: tally(mine)}, {1: tally(mine)})

    assert alone == (0, None, Unsaid.NOBODY_ELSE)


@given(mine=st.lists(points, max_size=FEWEST - 1), theirs=scores)
def test_of_fewer_than_five_nothing_is_said(mine, theirs):
    few = severity({None: tally(mine)}, {None: tally(mine + theirs)})

    assert (few.points, few.unsaid) == (None, Unsaid.TOO_FEW)
    assert spread(tally(mine)) is None


@given(numbers=scores)
def test_spread_is_the_standard_deviation_to_four_decimals(numbers):
    variance = (
        Fraction(sum(n * n for n in numbers), len(numbers))
        - Fraction(sum(numbers), len(numbers)) ** 2
    )
    units = spread(tally(numbers)) * 10_000

    # The only whole number u with (u - 1/2)^2 <= variance < (u + 1/2)^2.
    half = Fraction(1, 2)
    assert units == 0 or (Fraction(units) - half) ** 2 <= variance
    assert variance < (Fraction(units) + half) ** 2
    assert abs(float(units) - pstdev(numbers)) <= 1


@given(st.fractions(-(10**9), 10**9))
def test_rounding_is_the_same_on_both_sides_of_zero(number):
    assert rounded(-number) == -rounded(number)
    assert abs(Fraction(rounded(number)) * 10_000 - number) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 7, "0.0000"), (1, 3, "33.3333"), (2, 3, "66.6667"), (7, 7, "100.0000")],
)
def test_shares_are_per_cent(part, whole, percent):
    assert str(share(part, whole)) == percent


def test_nothing_has_no_share():
    assert share(0, 0) is None


@given(halves=st.lists(scores, min_size=1, max_size=4), theirs=scores)
def test_half_years_weighted_give_the_whole(halves, theirs):
    assume(theirs)
    mine = [score for half in halves for score in half]
    whole = severity({1: tally(mine)}, {1: tally(mine + theirs)})
    parts = [severity({1: tally(half)}, {1: tally(half + theirs)}) for half in halves]

    weighted = sum(part.points * part.compared for part in parts) / whole.compared
    assert abs(weighted - whole.points) <= Decimal("0.0001")

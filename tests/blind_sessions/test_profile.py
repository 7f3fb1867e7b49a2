"""What a profile says, and how coarsely."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blind_sessions.profile import YEARS, band, years
from app.blind_sessions.pseudonyms import LABELS, dealt

DAY = date(2026, 1, 1)


@given(st.decimals(0, 100, places=4))
def test_a_score_lies_in_its_band_of_five(score):
    lower, upper = (Decimal(end) for end in band(score).split("-"))

    assert upper - lower == 5
    assert lower <= score < upper or score == upper == 100


@given(st.integers(0, 20000))
def test_more_time_in_a_position_is_never_a_lower_band(days):
    order = [name for _, name in reversed(YEARS)]
    since = DAY - timedelta(days=days)

    longer = years(since - timedelta(days=1), DAY)
    assert order.index(years(since, DAY)) <= order.index(longer)


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (date(2024, 1, 2), "0-1"),
        (date(2024, 1, 1), "2-4"),
        (date(2016, 1, 1), "10+"),
        (date(2026, 6, 1), None),
        (None, None),
    ],
    ids=["a day short", "two years", "ten", "later than the day", "unknown"],
)
def test_years_are_full_ones(since, said):
    assert years(since, DAY) == said


@given(st.integers(0, len(LABELS)), st.randoms(use_true_random=False))
def test_pseudonyms_differ_and_are_labels(count, random):
    names = dealt(count, random.sample)

    assert len(set(names)) == len(names) == count
    assert set(names) <= set(LABELS)

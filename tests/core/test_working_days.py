"""Days that count: no weekend, no holiday, no cuti bersama."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import working_days

DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-03-17", True),
        ("2026-03-18", False),  # cuti bersama before Nyepi
        ("2026-03-19", False),  # Nyepi
        ("2026-03-21", False),  # Saturday, Idul Fitri
        ("2026-03-24", False),  # cuti bersama after Idul Fitri
        ("2026-03-25", True),
        ("2026-08-17", False),
    ],
)
def test_offices_are_closed_on_holidays_and_cuti_bersama(day, works):
    assert working_days.is_working(date.fromisoformat(day)) is works


def test_a_term_runs_over_the_long_holiday():
    assert working_days.after(date(2026, 3, 17), 1) == date(2026, 3, 25)
    assert working_days.between(date(2026, 3, 17), date(2026, 3, 25)) == 1


def test_a_term_of_no_days_is_refused():
    with pytest.raises(ValueError, match="0"):
        working_days.after(date(2026, 3, 17), 0)


@given(DAYS, st.integers(1, 30))
def test_a_term_ends_on_a_working_day_and_counts_what_it_says(day, days):
    end = working_days.after(day, days)
    assert working_days.is_working(end)
    assert working_days.between(day, end) == days
    assert working_days.between(day, end - timedelta(days=1)) == days - 1


def test_days_begin_at_midnight_in_the_office():
    evening = datetime(2026, 3, 16, 17, 0, tzinfo=UTC)
    assert working_days.today_in_office(evening) == date(2026, 3, 17)
    assert working_days.end_of(date(2026, 3, 16)) == evening

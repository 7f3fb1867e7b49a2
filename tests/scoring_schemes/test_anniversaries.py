from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.scoring_schemes.anniversaries import earliest_start, full_years, latest_start, plus_years

some_days = st.dates(date(1950, 1, 1), date(2050, 12, 31))
leap_days = st.sampled_from([date(2020, 2, 29), date(2021, 2, 28), date(2024, 2, 29)])
days = some_days | leap_days


def test_a_leap_day_has_its_anniversary_on_the_28th():
    assert plus_years(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert plus_years(date(2024, 2, 29), -3) == date(2021, 2, 28)
    assert plus_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_a_year_is_full_on_its_anniversary():
    assert full_years(date(2021, 1, 1), date(2026, 1, 1)) == 5
    assert full_years(date(2021, 1, 2), date(2026, 1, 1)) == 4
    assert full_years(date(2020, 2, 29), date(2021, 2, 28)) == 1


@given(days, st.integers(0, 40))
def test_the_latest_start_is_the_last_day_with_that_many_full_years(until, years):
    start = latest_start(until, years)

    assert full_years(start, until) >= years
    assert full_years(start + timedelta(days=1), until) < years


@given(days, st.integers(1, 40))
def test_the_earliest_start_is_the_first_day_still_valid(until, years):
    start = earliest_start(until, years)

    assert plus_years(start, years) >= until
    assert plus_years(start - timedelta(days=1), years) < until

"""The day of retirement, against published vectors."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.talent_pools.retirement import months_later, pension_date, retirement_age

births = st.dates(date(1940, 1, 1), date(2010, 12, 31))


@pytest.mark.parametrize(
    ("birth", "age", "leaves"),
    [
        (date(1968, 4, 11), 58, date(2026, 5, 1)),
        (date(1966, 12, 31), 60, date(2027, 1, 1)),
        (date(1986, 9, 26), 58, date(2044, 10, 1)),
        (date(1970, 2, 1), 65, date(2035, 3, 1)),
        (date(1968, 2, 29), 58, date(2026, 3, 1)),
    ],
)
def test_retirement_takes_effect_on_the_first_of_the_next_month(birth, age, leaves):
    assert pension_date(birth, age) == leaves


@pytest.mark.parametrize(
    ("position_level", "age"),
    [
        ("JPT Pratama", 60),
        ("jpt  madya", 60),
        ("Ahli Utama", 65),
        ("JF Ahli Madya", 60),
        ("Ahli Muda", 58),
        ("Administrator", 58),
        ("Pelaksana", 58),
    ],
)
def test_the_age_limit_follows_the_jenjang(position_level, age):
    assert retirement_age(position_level) == age


@given(births, st.sampled_from([58, 60, 65]))
def test_nobody_retires_before_the_age_limit_nor_a_whole_month_after(birth, age):
    leaves = pension_date(birth, age)

    assert leaves.day == 1
    assert (leaves.year * 12 + leaves.month) - (birth.year * 12 + birth.month) == 12 * age + 1


@given(births, st.integers(0, 600))
def test_months_add_up_and_never_spill_into_the_next_month(day, months):
    later = months_later(day, months)

    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1

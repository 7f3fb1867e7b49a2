"""Ranks, states and days of proposals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.appointments.choosing import (
    FOLLOWS,
    State,
    after_choice,
    among_eligible,
    deviates,
    outcome_due,
    twice,
)

ranks = st.lists(st.integers(1, 30), max_size=30).map(sorted)


@pytest.mark.parametrize(
    ("pool", "own"),
    [([], []), ([3], [1]), ([1, 2, 2, 4], [1, 2, 2, 4]), ([5, 5, 9, 12, 12], [1, 1, 3, 4, 4])],
)
def test_ranks_among_the_eligible_leave_out_the_others(pool, own):
    assert among_eligible(pool) == own


@given(ranks)
def test_a_rank_is_one_more_than_the_number_of_those_above(pool):
    for own, pool_rank in zip(among_eligible(pool), pool, strict=True):
        assert own == 1 + sum(other < pool_rank for other in pool)


def test_whoever_shares_rank_one_is_no_deviation():
    assert [deviates(rank) for rank in among_eligible([4, 4, 9])] == [False, False, True]


@given(st.integers(1, 40))
def test_a_choice_holds_at_once_or_waits_for_the_signature(rank):
    state = after_choice(rank)

    assert state in FOLLOWS[State.PROPOSED]
    assert State.CHOSEN in {state, *FOLLOWS[state]}


def test_every_state_that_goes_on_can_be_withdrawn():
    assert {state for state, following in FOLLOWS.items() if State.WITHDRAWN in following} == {
        state for state, following in FOLLOWS.items() if following
    }


@given(st.lists(st.integers(1, 4), max_size=6))
def test_somebody_named_again_is_pointed_at(names):
    assert len(twice(names)) == len(names) - len(set(names))


@pytest.mark.parametrize(
    ("effective_on", "month", "day"),
    [
        (date(2026, 3, 16), 6, date(2026, 9, 16)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_an_outcome_is_due_on_the_same_day_months_later(effective_on, month, day):
    assert outcome_due(effective_on, month) == day

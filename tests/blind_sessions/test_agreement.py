"""The agreed order of rankings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blind_sessions.agreement import agreed, faults

NAMES = ("K-10", "K-11", "K-12", "K-13")
rankings = st.lists(st.permutations(NAMES), min_size=1, max_size=6)


def ranks(found):
    return {one.pseudonym: one.rank for one in found}


@given(rankings, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_who_ranked_first(given_, random):
    shuffled = random.sample(given_, len(given_))

    assert agreed(shuffled) == agreed(given_)


@given(st.permutations(NAMES), st.integers(1, 5))
def test_a_panel_of_one_mind_gets_its_own_order(order, members):
    assert [one.pseudonym for one in agreed([order] * members)] == list(order)


@given(rankings)
def test_a_rank_is_one_more_than_how_many_are_better(given_):
    found = agreed(given_)

    for one in found:
        assert one.rank == 1 + sum(other.mean < one.mean for other in found)


@given(rankings)
def test_whoever_all_place_above_another_stands_above_them(given_):
    found = ranks(agreed(given_))

    for one in NAMES:
        for other in NAMES:
            if all(ranking.index(one) < ranking.index(other) for ranking in given_):
                assert found[one] < found[other]


def test_equal_means_share_a_rank_and_the_next_is_left_out():
    found = agreed([["K-10", "K-11", "K-12"], ["K-11", "K-10", "K-12"]])

    assert [(one.pseudonym, one.rank, one.shown) for one in found] == [
        ("K-10", 1, "1.50"),
        ("K-11", 1, "1.50"),
        ("K-12", 3, "3.00"),
    ]


def test_a_mean_is_shown_to_two_decimals_half_up():
    better, worse = ["K-10", "K-11"], ["K-11", "K-10"]

    found = agreed([better] * 7 + [worse])

    assert [one.shown for one in found] == ["1.13", "1.88"]  # 1.125 and 1.875


def test_no_ranking_makes_no_order():
    assert agreed([]) == []


@pytest.mark.parametrize(
    ("ranking", "found"),
    [
        (["K-10", "K-11"], []),
        (["K-10", "K-10"], [(1, "pseudonym-twice"), (None, "candidate-missing")]),
        (["K-10", "K-99", "K-11"], [(1, "pseudonym-unknown")]),
        (["K-11"], [(None, "candidate-missing")]),
    ],
    ids=["whole", "twice", "unknown", "missing"],
)
def test_a_ranking_names_every_candidate_once(ranking, found):
    assert faults(ranking, ["K-10", "K-11"]) == found

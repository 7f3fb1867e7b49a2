from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.talent_maps.ranking import ranks

keys = st.lists(st.tuples(st.integers(0, 5).map(Decimal), st.integers(0, 5).map(Decimal)))


def test_equal_keys_share_a_rank_and_the_next_is_skipped():
    values = [(Decimal(70),), (Decimal(90),), (Decimal(80),), (Decimal(80),)]

    assert ranks(values) == [4, 1, 2, 2]


@given(keys)
def test_a_rank_is_one_more_than_the_number_of_better_ones(given_keys):
    assert ranks(given_keys) == [1 + sum(other > key for other in given_keys) for key in given_keys]

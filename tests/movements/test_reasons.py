"""Facts or scheme, told by mixing both; and the flows that this comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.movements.flows import LINES, NOT_ON_MAP, WITHOUT_BOX, Stream, flows
from app.movements.reasons import Why, why
from app.scoring_schemes.scheme import Numbering
from app.talent_maps.nine_box import NUMBERS

PERMENPANRB, KEMENKEU = NUMBERS[Numbering.PERMENPANRB_3_2020], NUMBERS[Numbering.KEMENKEU]
CELL = st.none() | st.integers(0, 8)


@pytest.mark.parametrize(
    ("old_scheme", "new_scheme", "expected"),
    [
        pytest.param(4, 1, Why.FACTS, id="facts"),
        pytest.param(1, 4, Why.SCHEME, id="scheme"),
        pytest.param(4, 4, Why.EITHER, id="either"),
        pytest.param(1, None, Why.BOTH, id="both"),
    ],
)
def test_what_alone_gives_the_later_cell_moved_the_person(old_scheme, new_scheme, expected):
    assert why(4, old_scheme, new_scheme) is expected


def test_losing_the_box_has_a_reason_too():
    assert why(None, None, 3) is Why.FACTS
    assert why(None, 3, None) is Why.SCHEME


STREAMS = st.lists(
    st.builds(Stream, st.booleans(), CELL, st.booleans(), CELL, st.integers(1, 500)), max_size=30
).map(lambda found: [s for s in found if s.was_on or s.is_on])


@given(STREAMS)
def test_nobody_is_lost_between_two_maps(streams):
    counted = flows(streams, PERMENPANRB, KEMENKEU)

    everybody = sum(stream.people for stream in streams)
    assert sum(map(sum, counted.matrix)) == everybody
    assert counted.stayed + counted.moved + counted.entered + counted.left == everybody
    assert sum(counted.matrix[NOT_ON_MAP]) == counted.entered
    assert sum(row[NOT_ON_MAP] for row in counted.matrix) == counted.left
    assert counted.matrix[NOT_ON_MAP][NOT_ON_MAP] == 0


def test_who_stayed_in_a_cell_stayed_whatever_number_it_carries():
    low_high = 2  # box 6 of PermenPANRB 3/2020 and box 3 of Kemenkeu
    counted = flows([Stream(True, low_high, True, low_high, 7)], PERMENPANRB, KEMENKEU)  # noqa: FBT003

    assert (counted.stayed, counted.moved) == (7, 0)
    assert counted.matrix[5][2] == 7
    assert len(counted.matrix) == LINES
    assert WITHOUT_BOX == 9

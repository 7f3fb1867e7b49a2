from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring_schemes.scheme import Axis, Level, Numbering
from app.talent_maps.nine_box import NUMBERS, Cell, box, cell_in, cell_of, meaning

LOW, MID, HIGH = Level
levels = st.sampled_from(Level)


def cell(potential: str, performance: str, mid=("60", "60"), high=("80", "80")) -> Cell:
    """The cell of two scores; cut-offs are given as (potential, performance)."""
    axes = [Axis("axis", (Decimal(mid[side]), Decimal(high[side])), ()) for side in (0, 1)]
    return Cell(axes[1].level(Decimal(performance)), axes[0].level(Decimal(potential)))


@pytest.mark.parametrize(
    ("potential", "performance", "number"),
    [
        ("80", "80", 9), ("60", "60", 5), ("79.99", "80", 7), ("59.99", "60", 2),
        ("80", "79.99", 8), ("60", "59.99", 3), ("80", "59.99", 6), ("59.99", "80", 4),
        ("0", "0", 1), ("100", "100", 9), ("60.5", "60.5", 5), ("80.4", "60.5", 8),
    ],
)  # fmt: skip
def test_scores_meet_in_the_box_of_the_regulation(potential, performance, number):
    assert box(cell(potential, performance)) == number


@pytest.mark.parametrize(
    ("potential", "performance", "number"),
    [("76.9", "84.9", 5), ("77", "85", 9), ("68", "69.9", 3), ("67.9", "85", 4)],
)
def test_each_axis_has_its_own_cutoffs(potential, performance, number):
    assert box(cell(potential, performance, ("68", "70"), ("77", "85"))) == number


def test_another_profile_prints_other_numbers_on_the_same_cells():
    assert box(Cell(LOW, HIGH), Numbering.KEMENKEU) == 3
    assert box(Cell(HIGH, LOW), Numbering.KEMENKEU) == 5
    assert box(Cell(MID, MID), Numbering.KEMENKEU) == 6


@pytest.mark.parametrize("numbering", Numbering)
def test_every_profile_numbers_every_cell_once(numbering):
    assert sorted(NUMBERS[numbering]) == list(range(1, 10))


@given(levels, levels, st.sampled_from(Numbering))
def test_a_number_leads_back_to_its_cell(performance, potential, numbering):
    place = Cell(performance, potential)

    assert cell_in(box(place, numbering), numbering) == place
    assert cell_of(place.index) == place


@given(levels, levels, levels, st.sampled_from(Numbering))
def test_more_potential_never_lowers_the_number(performance, one, other, numbering):
    low, high = sorted([one, other])

    assert box(Cell(performance, low), numbering) <= box(Cell(performance, high), numbering)


def test_a_cell_says_what_it_means():
    said = meaning(Cell(HIGH, HIGH))

    assert said.category.en == "Performance above expectation, high potential"
    assert said.actions[0].id == "Dipromosikan dan dipertahankan"
    assert Cell(HIGH, MID).name == "high/mid"

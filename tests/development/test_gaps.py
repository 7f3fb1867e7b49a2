"""Gaps, the mix of learning and the closed list of measures: pure."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.cards.competencies import compared, gaps, strengths, usual_level
from app.development.gaps import CODES, of_competencies
from app.development.measures import MEASURES, recommended
from app.development.mix import Kind, Planned, mix
from app.employees.levels import COMPETENCIES
from app.talent_maps.nine_box import ACTIONS, CELLS

levels = st.lists(st.integers(0, 5), min_size=9, max_size=9)
activities = st.lists(
    st.builds(
        Planned,
        kind=st.sampled_from(Kind),
        hours=st.decimals(Decimal("0.0001"), 10_000, places=4),
        percent=st.integers(0, 100),
    )
)


@given(achieved=levels, required=levels)
def test_every_competency_is_a_gap_a_strength_or_just_enough(achieved, required):
    comparisons = compared(achieved, required)
    short = {one.code for one in gaps(comparisons)}
    beyond = {one.code for one in strengths(comparisons)}
    even = {code for code, a, r in zip(COMPETENCIES, achieved, required, strict=True) if a == r}

    assert short | beyond | even == set(COMPETENCIES)
    assert not short & beyond
    assert {gap["code"] for gap in of_competencies(comparisons)} == short


@given(levels)
def test_what_was_never_assessed_or_asked_is_unknown_and_not_a_failure(some):
    for comparisons in (compared(None, some), compared(some, None)):
        assert {gap["result"] for gap in of_competencies(comparisons)} == {"unknown"}
        assert gaps(comparisons) == strengths(comparisons) == []


@given(activities)
def test_shares_total_a_hundred_and_no_more_is_done_than_planned(some):
    made = mix(some)

    assert [one["kind"] for one in made] == list(Kind)
    assert sum(one["reference_percent"] for one in made) == 100
    assert sum(one["hours"] for one in made) == sum((one.hours for one in some), Decimal(0))
    for one in made:
        assert one["hours_done"] <= one["hours"]
    if some:
        assert abs(sum(one["percent"] for one in made) - 100) <= Decimal("0.0002")
    else:
        assert {one["percent"] for one in made} == {None}


def test_every_recommendation_of_the_annex_is_a_measure_and_none_is_left_over():
    assert {code for cell in range(CELLS) for code in recommended(cell)} == set(MEASURES)
    assert [len(recommended(cell)) for cell in range(CELLS)] == [len(a) for a in ACTIONS]
    assert recommended(8) == ("promotion", "national_pool", "reward")


def test_the_usual_levels_are_those_of_the_jenjang():
    written = ("JPT Pratama", "Administrator", "Pengawas", "Pelaksana", "JF Ahli Madya", "Terampil")

    assert [usual_level(title) for title in written] == [4, 3, 2, 1, 4, 1]
    assert usual_level("Wakil Ketua") is None
    assert usual_level(None) is None
    assert len(CODES) == 25

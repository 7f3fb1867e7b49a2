"""What each indicator reads of a person's facts at D."""

from datetime import date
from decimal import Decimal

import pytest

from app.scoring_schemes.facts import (
    Award,
    Course,
    Discipline,
    Position,
    TeamAssignment,
)
from tests.scoring_schemes.people import an_assessment, points_of, someone


@pytest.mark.parametrize(
    ("assessed_on", "as_of", "valid"),
    [
        (date(2022, 10, 3), date(2025, 10, 3), True),
        (date(2022, 10, 3), date(2025, 10, 4), False),
        (date(2024, 2, 29), date(2027, 2, 28), True),
        (date(2024, 2, 29), date(2027, 3, 1), False),
        (date(2026, 1, 2), date(2026, 1, 1), False),
    ],
)
def test_an_assessment_is_valid_for_three_years_to_the_day(assessed_on, as_of, valid):
    person = someone(assessments=(an_assessment(assessed_on=assessed_on),))

    assert (points_of("potensi", person, as_of=as_of) == "80.0000") is valid


def test_an_older_assessment_does_not_stand_in_for_the_latest():
    newer = an_assessment(id="as-2", assessed_on=date(2025, 7, 1), aspects=(3,) * 8)

    assert points_of("potensi", someone(assessments=(newer, an_assessment()))) == "60.0000"


@pytest.mark.parametrize(
    ("achieved", "expected"),
    [((3, 3, 3, 3, 2, 2, 2, 2, 2), "81.4815"), ((5, 5, 5, 3, 2, 2, 2, 2, 2), "81.4815")],
)
def test_a_capped_level_counts_at_most_its_required_level(achieved, expected):
    person = someone(assessments=(an_assessment(achieved=achieved),))

    assert points_of("penilaian_kompetensi", person) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 1, 1), "0.0000"),
        (date(2021, 1, 2), "85.0000"),
        (date(2026, 1, 1), "85.0000"),
        (date(2026, 1, 2), "0.0000"),
    ],
)
def test_an_award_counts_within_its_window(day, expected):
    assert points_of("penghargaan", someone(awards=(Award("aw-1", day, "nasional"),))) == expected


def test_the_best_of_several_counts():
    person = someone(
        team_assignments=(
            TeamAssignment("te-1", date(2025, 3, 1), "anggota", "internal"),
            TeamAssignment("te-2", date(2025, 2, 1), "ketua", "lintas_instansi"),
        ),
        positions=(
            *someone().positions,
            Position("po-2", date(2024, 1, 1), "unit-1", False, "PLH_SETARA"),  # noqa: FBT003
            Position("po-3", date(2023, 1, 1), "unit-1", False, "PLT_SETARA"),  # noqa: FBT003
        ),
    )

    assert points_of("tim_kerja", person) == "100.0000"
    assert points_of("penugasan_nondefinitif", person) == "60.0000"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((), "0.0000"), (("4.5", "0.5"), "60.0000"), (("19.99",), "80.0000"), (("20",), "100.0000")],
)
def test_hours_of_the_year_before_are_added_and_banded(hours, expected):
    courses = tuple(
        Course(f"co-{number}", 2025, date(2025, 5, 1), Decimal(length))
        for number, length in enumerate(hours)
    )
    last_year = Course("co-9", 2024, date(2024, 5, 1), Decimal(40))

    assert points_of("pengembangan_kompetensi", someone(courses=(*courses, last_year))) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2021, 1, 1), "100.0000"),
        (date(2021, 1, 2), "80.0000"),
        (date(2025, 1, 2), "40.0000"),
        (date(2026, 2, 1), "100.0000"),
    ],
)
def test_tenure_counts_full_years_of_the_position_held_at_d(since, expected):
    assert points_of("lama_jabatan", someone(position_since=since)) == expected


@pytest.mark.parametrize(
    ("unit", "other_agency", "assignment", "started_on", "expected"),
    [
        ("unit-1", False, None, date(2019, 1, 1), "60.0000"),
        ("unit-2", False, None, date(2019, 1, 1), "80.0000"),
        (None, True, None, date(2019, 1, 1), "100.0000"),
        (None, True, None, date(2026, 1, 2), "60.0000"),
        ("unit-2", True, "PLT_SETARA", date(2019, 1, 1), "60.0000"),
    ],
)
def test_diversity_looks_at_definitive_positions(
    unit, other_agency, assignment, started_on, expected
):
    before = Position("po-2", started_on, unit, other_agency, assignment)

    assert points_of("keragaman", someone(positions=(*someone().positions, before))) == expected


@pytest.mark.parametrize(
    ("level", "end", "cancelled", "expected"),
    [
        ("light", date(2025, 1, 1), False, "75.0000"),
        ("medium", date(2025, 12, 31), False, "50.0000"),
        ("light", date(2026, 1, 1), False, "0.0000"),
        ("heavy", date(2025, 6, 1), False, "25.0000"),
        ("heavy", date(2026, 6, 1), True, "100.0000"),
        ("heavy", None, False, "25.0000"),
    ],
)
def test_a_punishment_counts_by_its_level_and_nothing_while_served(level, end, cancelled, expected):
    punishment = Discipline("di-1", date(2025, 1, 1), end, level, cancelled)

    assert points_of("integritas", someone(disciplines=(punishment,))) == expected

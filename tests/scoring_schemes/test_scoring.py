from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring_schemes.document import parse
from app.scoring_schemes.facts import (
    Assessment,
    Award,
    Course,
    Discipline,
    Facts,
    Feedback,
    Performance,
    Position,
    TeamAssignment,
)
from app.scoring_schemes.scheme import Level
from app.scoring_schemes.scoring import OutOfScale, Scores, Status, score, score_points
from tests.scoring_schemes.scheme_strategies import YEARS_OF_D, documents, facts
from tests.scoring_schemes.test_scheme import shipped

BKN = parse(shipped("bkn-411-2025"))
PU = parse(shipped("pu-djbk"))
D = date(2026, 1, 1)


def written(scores: Scores) -> tuple[str, str, str]:
    return (str(scores.performance.score), str(scores.potential.score), str(scores.value))


def points(codes: str, given: str) -> dict[str, Decimal]:
    return {
        code: Decimal(worth) for code, worth in zip(codes.split(), given.split(","), strict=True)
    }


PERFORMANCE_OF_BKN = "kinerja_utama penghargaan tim_kerja umpan_balik"
POTENTIAL_OF_BKN = (
    "penilaian_kompetensi pengembangan_kompetensi pengalaman_jabatan potensi pendidikan"
    " bidang_ilmu integritas"
)


@pytest.mark.parametrize(
    ("performance", "potential", "expected"),
    [
        ("100,85,85,100", "85,100,80,80,90,100,100", ("95.5000", "89.0000", "92.2500")),
        ("80,0,0,85", "75,80,60,70,80,100,100", ("56.5000", "79.5000", "68.0000")),
        ("60,0,0,70", "82,100,86.6667,88,90,75,100", ("43.0000", "88.5667", "65.7834")),
        ("100,100,100,100", "55,40,40,50,60,50,75", ("100.0000", "53.7500", "76.8750")),
    ],
)
def test_points_weigh_as_in_decree_411(performance, potential, expected):
    scores = score_points(
        BKN,
        {
            "performance": points(PERFORMANCE_OF_BKN, performance),
            "potential": points(POTENTIAL_OF_BKN, potential),
        },
    )

    assert written(scores) == expected


@pytest.mark.parametrize(
    ("potential", "performance", "expected"),
    [
        ("93.47,90,100,100,66.666666,100", "80", ("80.0000", "93.5888", "86.7944")),
        ("76.04,90,100,100,53.333333,50", "100", ("100.0000", "74.0927", "87.0464")),
    ],
)
def test_points_weigh_as_in_the_directorate(potential, performance, expected):
    """The worked rows of the directorate's spreadsheet, rounded at every node as the rules say."""
    codes = "potensi_kompetensi pendidikan bidang_ilmu pengembangan pengalaman integritas"

    scores = score_points(
        PU,
        {
            "performance": {"kinerja_utama": Decimal(performance)},
            "potential": points(codes, potential),
        },
    )

    assert written(scores) == expected


def test_points_beyond_the_scale_are_an_error():
    with pytest.raises(OutOfScale):
        score_points(
            PU,
            {
                "performance": {"kinerja_utama": Decimal(90)},
                "potential": {"potensi_kompetensi": Decimal(101)},
            },
        )


def test_without_potential_there_is_no_box_and_the_codes_say_why():
    scores = score_points(PU, {"performance": {"kinerja_utama": Decimal(90)}, "potential": {}})

    assert scores.value is None
    assert scores.performance.level is Level.HIGH
    assert scores.missing == (
        "kompetensi", "potensi", "pendidikan", "bidang_ilmu", "lama_jabatan", "keragaman",
        "integritas",
    )  # fmt: skip


def an_assessment(**changes) -> Assessment:
    whole = Assessment(
        "as-1", date(2025, 6, 1), (3,) * 9, (3,) * 9, (5, 5, 4, 4, 4, 4, 3, 3), Decimal("72.44")
    )
    return whole._replace(**changes)


def someone(**changes) -> Facts:
    """A person of whom everything is known."""
    whole = Facts(
        employee_id="em-1",
        education_level="40",
        education_relevance="fairly",
        position_since=date(2021, 1, 1),
        performances=(
            Performance("pf-1", 2025, "sangat_baik", 1),
            Performance("pf-2", 2024, "baik", 2),
        ),
        assessments=(an_assessment(),),
        feedbacks=(Feedback("fb-1", 2025, Decimal("83.68")),),
        positions=(
            Position("po-1", date(2021, 1, 1), "unit-1", other_agency=False, assignment=None),
        ),
    )
    return replace(whole, **changes)


def node(scores: Scores, code: str):
    def below(nodes):
        for one in nodes:
            yield one
            yield from below(one.children)

    axes = (scores.performance, scores.potential)
    return next(one for axis in axes for one in below(axis.components) if one.node.code == code)


def points_of(code: str, person: Facts, scheme=BKN, as_of: date = D) -> str | None:
    one = node(score(scheme, person, as_of), code).score
    return None if one is None else str(one)


def test_the_trace_names_records_values_and_shares():
    scores = score(BKN, someone(), D)

    leaf = node(scores, "kinerja_utama")
    assert (leaf.status, str(leaf.score), str(leaf.contribution)) == (
        Status.SCORED, "100.0000", "60.0000")  # fmt: skip
    assert [(used.kind, used.id) for used in leaf.reading.facts] == [("performances", "pf-1")]
    assert leaf.reading.raw == "2025: sangat_baik"
    assert node(scores, "penilaian_kompetensi").reading.raw == "27/27"
    assert node(scores, "kinerja_penguat").status is Status.SCORED


def test_an_unknown_360_score_leaves_the_sum_and_is_never_zero():
    scores = score(BKN, someone(feedbacks=()), D)

    assert node(scores, "umpan_balik").status is Status.LEFT
    assert str(node(scores, "kinerja_penguat").score) == "0.0000"
    assert str(scores.performance.score) == "60.0000"


def test_a_blocked_leaf_blocks_its_axis_only():
    scores = score(BKN, someone(assessments=()), D)

    assert scores.missing == ("penilaian_kompetensi", "potensi")
    assert (scores.potential.score, scores.potential.level, scores.value) == (None, None, None)
    assert str(scores.performance.score) is not None


def test_an_axis_with_nothing_left_names_all_its_leaves():
    scores = score(PU, someone(performances=()), D)

    assert scores.missing == ("kinerja_utama",)


def test_a_missing_year_gives_its_weight_to_the_others():
    person = someone(performances=(Performance("pf-2", 2024, "baik", 2),))

    assert points_of("kinerja_utama", someone(), PU) == "92.0000"
    assert points_of("kinerja_utama", person, PU) == "80.0000"
    assert points_of("kinerja_utama", person, BKN) is None


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


def test_a_raw_value_without_points_is_missing():
    scores = score(BKN, someone(education_level="42"), D)

    assert scores.missing == ("pendidikan",)
    assert node(scores, "pendidikan").reading.raw == "42"


@given(documents(), st.data())
def test_every_score_has_four_decimals_and_lies_on_the_scale(document, data):
    as_of = data.draw(st.sampled_from(YEARS_OF_D))
    scheme = parse(document)

    scores = score(scheme, data.draw(facts(as_of)), as_of)

    for axis in (scores.performance, scores.potential):
        assert (axis.score is None) == bool(axis.missing)
        assert (axis.level is None) == (axis.score is None)
        assert axis.score is None or axis.score.as_tuple().exponent == -4
    assert (scores.value is None) == bool(scores.missing)


@given(documents(), st.data())
def test_a_stranger_recomputes_every_group_from_the_trace(document, data):
    as_of = data.draw(st.sampled_from(YEARS_OF_D))
    scores = score(parse(document), data.draw(facts(as_of)), as_of)

    def check(children, expected):
        present = [child for child in children if child.score is not None]
        weights = sum(child.node.weight for child in present)
        total = sum(child.node.weight * child.score for child in present)
        assert abs(total / weights - expected) <= Decimal("0.00005")
        for child in children:
            if child.children and child.score is not None:
                check(child.children, child.score)

    for axis in (scores.performance, scores.potential):
        if axis.score is not None:
            check(axis.components, axis.score)

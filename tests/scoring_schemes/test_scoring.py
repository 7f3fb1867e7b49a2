"""How leaves, groups and axes make scores; the vectors of the rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring_schemes.document import parse
from app.scoring_schemes.facts import (
    Performance,
)
from app.scoring_schemes.scheme import Level
from app.scoring_schemes.scoring import OutOfScale, Scores, Status, score, score_points
from tests.scoring_schemes.people import BKN, PU, D, node, points_of, someone
from tests.scoring_schemes.scheme_strategies import YEARS_OF_D, documents, facts


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

"""Corrections are judged by the rules of imports, and keep what tells a record from others."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.employees.history_queries import MODELS, HistoryKind
from app.imports.correcting import CORRECTABLE, corrected
from app.imports.histories import MATRIX, PREDICATES

TODAY = date(2026, 1, 5)
SKP = {"year": 2024, "result": 2, "conduct": 3, "quadrant": 4, "predicate": "kurang"}
RANK = {
    "since": date(2020, 4, 1),
    "rank_code": "33",
    "rank_name": "III/c",
    "decree_no": "823/1",
    "decree_on": None,
    "service_years": 8,
    "service_months": None,
}
POSITION = {
    "started_on": date(2020, 1, 2),
    "ended_on": date(2022, 1, 1),
    "kind": "2",
    "unit_siasn_id": "U1",
    "unit_name": "Bidang",
    "agency_name": "Kementerian Lain",
    "other_agency": True,
    "name": "Analis",
    "echelon": None,
    "assignment": None,
    "decree_no": "821/1",
    "decree_on": date(2020, 1, 2),
}
COURSE = {
    "held_on": date(2024, 5, 6),
    "year": 2024,
    "name": "Kursus",
    "hours": Decimal("20.5"),
    "certificate_no": "S-1",
    "institution": None,
}
KNOWN = {"performances": SKP, "ranks": RANK, "positions": POSITION, "courses": COURSE}


def changed(history, values, source_id="7C9E6679-7425-40DE-944B-E07FC1F90AE7"):
    key = str(SKP["year"]) if history == "performances" else source_id
    after, wrong = corrected(history, key, KNOWN[history], values, TODAY)
    assert wrong == []
    return {name: value for name, value in after.items() if value != KNOWN[history][name]}


def faults(history, values, source_id="7C9E6679-7425-40DE-944B-E07FC1F90AE7"):
    key = str(SKP["year"]) if history == "performances" else source_id
    return [tuple(one) for one in corrected(history, key, KNOWN[history], values, TODAY)[1]]


def test_the_closed_table_leaves_out_what_few_may_read():
    left_out = {str(kind) for kind in HistoryKind} - set(CORRECTABLE)

    assert left_out == {"disciplines", "feedbacks", "assessments"}
    for history, kind in CORRECTABLE.items():
        columns = set(MODELS[HistoryKind(history)].__table__.columns.keys())
        assert set(kind.fields) <= set(kind.columns) <= columns


@given(result=st.integers(1, 3), conduct=st.integers(1, 3))
def test_quadrant_and_predicate_follow_as_in_an_import(result, conduct):
    after, wrong = corrected(
        "performances", "2024", SKP, {"result": result, "conduct": conduct}, TODAY
    )

    assert [one.code for one in wrong] == (
        ["changes-nothing"] * 2 if (result, conduct) == (2, 3) else []
    )
    assert after["quadrant"] == MATRIX[result, conduct]
    assert after["predicate"] == PREDICATES[after["quadrant"] - 1]


@pytest.mark.parametrize(
    ("history", "values", "expected"),
    [
        ("ranks", {"rank_code": "34"}, {"rank_code": "34", "rank_name": "III/d"}),
        ("ranks", {"rank_name": "III.D"}, {"rank_code": "34", "rank_name": "III/d"}),
        ("ranks", {"service_years": "9"}, {"service_years": 9}),
        ("courses", {"held_on": "2025-01-02"}, {"held_on": date(2025, 1, 2), "year": 2025}),
        ("courses", {"held_on": None}, {"held_on": None}),
        ("courses", {"hours": "24,25"}, {"hours": Decimal("24.25")}),
        ("positions", {"ended_on": "02-01-2022"}, {"ended_on": date(2022, 1, 2)}),
    ],
)
def test_values_are_read_and_what_follows_from_them_follows(history, values, expected):
    assert changed(history, values) == expected


@pytest.mark.parametrize(
    ("history", "values", "code", "column"),
    [
        ("performances", {"conduct": "x"}, "out-of-scale", "conduct"),
        ("performances", {"result": None}, "out-of-scale", "result"),
        ("ranks", {"since": "2020-02-30"}, "date-invalid", "since"),
        ("ranks", {"rank_code": "99"}, "code-unknown", "rank_code"),
        ("ranks", {"decree_no": "9" * 101}, "text-too-long", "decree_no"),
        ("positions", {"ended_on": "2019-12-31"}, "days-reversed", "ended_on"),
        ("positions", {"other_agency": "false"}, "not-correctable", "other_agency"),
        ("positions", {"unit_siasn_id": "U2"}, "not-correctable", "unit_siasn_id"),
        ("courses", {"hours": -1}, "out-of-scale", "hours"),
        ("courses", {"id": "x"}, "not-correctable", "id"),
        ("courses", {"name": "Kursus "}, "changes-nothing", "name"),
    ],
)
def test_what_no_import_would_take_is_refused_by_its_column(history, values, code, column):
    assert faults(history, values) == [(code, column)]


def test_a_key_made_of_what_a_record_says_stays():
    key = "|2020-04-01|33|823/1"

    assert faults("ranks", {"rank_code": "34"}, key) == [("key-stays", "rank_code")]
    assert changed("ranks", {"service_years": 9}, key) == {"service_years": 9}


@given(values=st.dictionaries(st.sampled_from([*RANK, "id"]), st.text(max_size=12) | st.none()))
def test_nothing_else_changes_and_what_is_right_is_right_again(values):
    after, wrong = corrected("ranks", "SIASN-1", RANK, values, TODAY)
    if wrong:
        return
    again, _ = corrected("ranks", "SIASN-1", after, {"decree_no": "lain"}, TODAY)

    named = set(values) | {"rank_code", "rank_name"}
    assert all(after[name] == RANK[name] for name in set(RANK) - named)
    assert again == {**after, "decree_no": "lain"}

"""Every check of every kind, in its order, and the values of a row that passes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.employees.levels import ASPECTS, COMPETENCIES
from app.imports.histories import MATRIX, PREDICATES
from app.imports.kinds import KINDS
from app.imports.records import Record
from app.imports.rows import Judge, Judged, date_of
from tests.imports.world import DEWI, SARI, a_performance, a_person

TODAY = date(2026, 6, 1)


def judge(kind: str, *rows: dict[str, Any]) -> list[Judged]:
    judging = Judge(KINDS[kind], TODAY)
    return [
        judging.judge(Record(n, tuple(row), tuple(row.values())))
        for n, row in enumerate(rows, start=1)
    ]


def code(kind: str, row: dict[str, Any]) -> tuple[str | None, str | None]:
    (judged,) = judge(kind, row)
    return judged.before or judged.after or judged.finding, judged.pointer


def an_assessment(**values: Any) -> dict[str, Any]:
    return {
        "nip": DEWI,
        "tanggal": "18-06-2024",
        "tujuan": "pemetaan",
        **dict.fromkeys(COMPETENCIES, "3"),
        **{f"{c}_syarat": "4" for c in COMPETENCIES},
        **dict.fromkeys(ASPECTS, "5"),
        "jpm_teknis": "79,44",
    } | values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26-09-1986", date(1986, 9, 26)),
        ("1986-09-26", date(1986, 9, 26)),
        ("1986-09-26T00:00:00", date(1986, 9, 26)),
        ("1986-09-26 07:30:00", date(1986, 9, 26)),
        ("29-02-2000", date(2000, 2, 29)),
        ("29-02-1900", None),
        ("31-02-1980", None),
        ("2025/13/40", None),
        ("26/09/1986", None),
        ("1-3-1998", None),
        ("26-09-86", None),
        ("kemarin", None),
        ("٢٦-٠٩-١٩٨٦"[:2], None),
    ],
)
def test_dates_are_day_month_year_or_iso(text, day):
    assert date_of(text) == day


@given(st.dates())
def test_both_forms_of_a_date_are_the_same_day(day):
    assert date_of(day.isoformat()) == date_of(f"{day:%d-%m}-{day.year:04d}") == day


@given(st.text(max_size=25))
def test_no_text_is_more_than_no_date(text):
    assert date_of(text) is None or isinstance(date_of(text), date)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, (None, None)),
        ({"nip_baru": " 19960818 202204 2 003 "}, (None, None)),
        ({"nip_baru": "19960818202204200"}, ("nip-invalid", "/nip_baru")),
        ({"nip_baru": "12345", "tanggal_lahir": "x"}, ("nip-invalid", "/nip_baru")),
        ({"nip_baru": 1.98609262015051e17}, ("nip-invalid", "/nip_baru")),
        ({"nip_baru": int(DEWI)}, (None, None)),
        ({"tanggal_lahir": "31-02-1980", "nama": " "}, ("date-invalid", "/tanggal_lahir")),
        ({"tmt_jabatan": "00-00-0000"}, ("date-invalid", "/tmt_jabatan")),
        ({"nama": "   "}, ("name-missing", "/nama")),
        ({"tanggal_lahir": "01-01-1901"}, ("nip-birth-mismatch", "/tanggal_lahir")),
        ({"jenis_kelamin": "M"}, ("nip-sex-mismatch", "/jenis_kelamin")),
        ({"jenis_kelamin": "Perempuan"}, (None, None)),
        ({"tahun_lulus": "dulu"}, ("value-unreadable", "/tahun_lulus")),
        ({"nomor_hp": "0" * 40}, ("text-too-long", "/nomor_hp")),
        ({"nama": "x" * 201}, ("text-too-long", "/nama")),
    ],
)
def test_the_checks_of_an_employee_come_in_their_order(change, expected):
    assert code("pegawai", a_person(DEWI, tahun_lulus="2018") | change) == expected


def test_the_values_of_an_employee():
    (judged,) = judge("pegawai", a_person(DEWI))

    values = judged.values
    assert values is not None
    assert values[:4] == (DEWI, f"PNS-{DEWI}", None, "Dewi Contoh")
    assert values[6:14] == (
        date(1996, 8, 18),
        "F",
        "081234567890",
        None,
        "PNS",
        "Aktif",
        date(2022, 4, 1),
        "34",
    )
    assert "III/d" in values
    assert values[-7:-4] == (1, None, "05")
    assert values[-2] == "very"
    assert judged.identity == ("UNIT-2",)


def test_birth_sex_and_employment_come_from_the_nip_where_the_file_is_silent():
    row = a_person(SARI, tanggal_lahir="", jenis_kelamin="", jenis_pegawai_nama="")
    (judged,) = judge("pegawai", row)

    assert judged.values is not None
    assert judged.values[6:8] == (date(1992, 5, 8), "F")
    assert judged.values[10] == "PPPK"
    assert judged.finding is None


def test_the_second_row_of_a_nip_is_a_duplicate_even_of_a_rejected_one():
    first, second, third = judge(
        "pegawai", a_person(DEWI, nama=""), a_person(DEWI), a_person(DEWI, nama="")
    )

    assert first.before == "name-missing"
    assert second.after == "nip-duplicate"
    assert third.before == "name-missing"


def test_keys_match_without_regard_to_case_and_underscores():
    row = {key.upper().replace("_", " "): value for key, value in a_person(DEWI).items()}

    (judged,) = judge("pegawai", row)

    assert judged.values is not None
    assert judged.values[3] == "Dewi Contoh"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, (None, None)),
        ({"hasilKinerjaNilai": "7"}, ("out-of-scale", "/hasilKinerjaNilai")),
        ({"hasilKinerjaNilai": ""}, ("out-of-scale", "/hasilKinerjaNilai")),
        ({"PerilakuKerjaNilai": "0"}, ("out-of-scale", "/PerilakuKerjaNilai")),
        ({"PerilakuKerjaNilai": "1,5"}, ("out-of-scale", "/PerilakuKerjaNilai")),
        ({"hasilKinerjaNilai": "7", "tahun": "2029"}, ("out-of-scale", "/hasilKinerjaNilai")),
        ({"tahun": "2027"}, ("year-future", "/tahun")),
        ({"tahun": "2026"}, (None, None)),
        ({"tahun": ""}, ("value-missing", "/tahun")),
        ({"tahun": "9" * 30}, ("out-of-scale", "/tahun")),
        ({"tahun": "2027", "KuadranKinerjaNilai": "5"}, ("year-future", "/tahun")),
        ({"KuadranKinerjaNilai": "5"}, ("predicate-contradiction", "/KuadranKinerjaNilai")),
        ({"KuadranKinerjaNilai": ""}, ("predicate-contradiction", "/KuadranKinerjaNilai")),
    ],
)
def test_the_checks_of_a_performance_come_in_their_order(change, expected):
    assert code("rw_skp22", a_performance() | change) == expected


@pytest.mark.parametrize(("result", "conduct"), list(MATRIX))
def test_the_quadrant_of_the_matrix_and_no_other_is_accepted(result, conduct):
    quadrant = MATRIX[result, conduct]
    row = a_performance(hasilKinerjaNilai=result, PerilakuKerjaNilai=str(conduct))

    for claimed in range(1, 6):
        (judged,) = judge("rw_skp22", row | {"KuadranKinerjaNilai": claimed})
        if claimed == quadrant:
            assert judged.values is not None
            assert judged.values[-1] == PREDICATES[quadrant - 1]
        else:
            assert judged.after == "predicate-contradiction"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, (None, None)),
        ({"tanggal": "2025/13/40", "integritas": ""}, ("date-invalid", "/tanggal")),
        ({"tanggal": ""}, ("date-invalid", "/tanggal")),
        ({"integritas": "9", "growthMindset": " "}, ("value-missing", "/growthMindset")),
        ({"intelektual": "6"}, ("out-of-scale", "/intelektual")),
        ({"intelektual": "-1"}, ("out-of-scale", "/intelektual")),
        ({"komunikasi": "2.5"}, ("out-of-scale", "/komunikasi")),
        ({"integritas_syarat": "6"}, ("out-of-scale", "/integritas_syarat")),
        ({"jpm_teknis": "100.01"}, ("out-of-scale", "/jpm_teknis")),
        ({"jpm_teknis": "1.234,5"}, ("out-of-scale", "/jpm_teknis")),
    ],
)
def test_the_checks_of_an_assessment_come_in_their_order(change, expected):
    assert code("asesmen", an_assessment() | change) == expected


def test_the_values_of_an_assessment():
    whole, without = judge("asesmen", an_assessment(), an_assessment(integritas_syarat=""))

    assert whole.values is not None
    assert without.values is not None
    assert whole.values[0] == "2024-06-18|pemetaan"
    assert whole.values[-4:] == ([3] * 9, [4] * 9, [5] * 8, Decimal("79.44"))
    assert without.values[-3] is None

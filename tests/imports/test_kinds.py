"""The kinds of files by name, and the checks of the smaller ones."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.codes import CODES, FINDING_CODES
from app.imports.histories import months_later
from app.imports.kinds import KINDS, KindName, kind_of
from tests.imports.test_judging import code, judge
from tests.imports.world import DEWI, a_unit


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("pegawai.csv", "pegawai"),
        ("PEGAWAI.XLSX", "pegawai"),
        ("pegawai-2026 (1).csv", "pegawai"),
        ("rw-skp22.ndjson", "rw_skp22"),
        ("rw_jabatan.json", "rw_jabatan"),
        ("jabatan.csv", "jabatan"),
        ("ref_unor", "ref_unor"),
        ("folder/asesmen.csv", "asesmen"),
        ("pegawaian.csv", None),
        ("rw_skp.ndjson", None),
        ("gaji.csv", None),
        ("", None),
    ],
)
def test_a_files_name_tells_its_kind(name, kind):
    assert kind_of(name) == kind


def test_the_names_of_kinds_are_those_of_the_api():
    assert [str(name) for name in KindName] == list(KINDS)


MUTATION = {"tmtJabatan": "01-01-2020"}
PUNISHMENT = {"hukumanTanggal": "01-01-2020"}
PERSON = {"nipBaru": DEWI, "id": "7C9E6679-7425-40DE-944B-E07FC1F90AE7"}


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        ("rw_jabatan", {"tmtJabatan": "32-01-2020"}, ("date-invalid", "/tmtJabatan")),
        ("rw_jabatan", {"tmtJabatan": ""}, ("date-invalid", "/tmtJabatan")),
        (
            "rw_jabatan",
            {"tmtJabatan": "01-01-2020", "tanggalSk": "?"},
            ("date-invalid", "/tanggalSk"),
        ),
        ("rw_golongan", {"tmtGolongan": "2020-02-30"}, ("date-invalid", "/tmtGolongan")),
        ("rw_pendidikan", {"tglLulus": "", "tahunLulus": "18"}, ("out-of-scale", "/tahunLulus")),
        ("rw_kursus", {"tahunKursus": "2024", "jumlahJam": "-1"}, ("out-of-scale", "/jumlahJam")),
        ("rw_kursus", {"jumlahJam": "4"}, ("value-missing", "/tahunKursus")),
        ("rw_kursus", {"tahunKursus": "2024", "jumlahJam": "4,5"}, (None, None)),
        ("rw_diklat", {"tanggal": "01-01-2020"}, ("value-missing", "/latihanStrukturalNama")),
        ("rw_penghargaan", {"skDate": "01-13-2020"}, ("date-invalid", "/skDate")),
        (
            "rw_hukdis",
            {"hukumanTanggal": "01-01-2020"},
            ("value-missing", "/jenisTingkatHukumanId"),
        ),
        (
            "rw_hukdis",
            PUNISHMENT | {"jenisTingkatHukumanId": "X"},
            ("out-of-scale", "/jenisTingkatHukumanId"),
        ),
        ("umpan_balik", {"tahun": "2025", "nilai": "100,5"}, ("out-of-scale", "/nilai")),
        ("umpan_balik", {"tahun": "2025", "nilai": ""}, ("value-missing", "/nilai")),
        ("tim_kerja", {"tanggal_sk": "x", "nomor_sk": "1"}, ("date-invalid", "/tanggal_sk")),
        ("tim_kerja", {"tanggal_sk": "01-01-2025"}, ("value-missing", "/nomor_sk")),
        ("jabatan", {"kode": "", "nama": "A"}, ("value-missing", "/kode")),
        ("ref_unor", {"Id": "", "NamaUnor": "A"}, ("value-missing", "/Id")),
    ],
)
def test_the_other_kinds_have_checks_of_their_own(kind, row, expected):
    assert code(kind, PERSON | row if "Id" not in row else row) == expected


def test_a_punishment_without_an_end_ends_after_its_term():
    row = PERSON | {"hukumanTanggal": "31-08-2024", "jenisTingkatHukumanId": "S", "masaBulan": "6"}

    (judged,) = judge("rw_hukdis", row)

    assert judged.values is not None
    assert judged.values[1:4] == (date(2024, 8, 31), date(2025, 2, 27), "medium")


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_a_term_of_months_ends_before_the_same_day_of_its_last_month(day, months):
    last = months_later(day, months)

    assert last > day
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) in (months, months - 1)


def test_scale_and_role_are_written_as_the_lists_write_them():
    award = {"skDate": "01-02-2024", "skalaHarga": "Lintas Instansi"}
    team = {"nip": DEWI, "nomor_sk": "1", "tanggal_sk": "01-02-2024", "peran": "KETUA"}

    (first,) = judge("rw_penghargaan", PERSON | award)
    (second,) = judge("tim_kerja", team)

    assert first.values is not None
    assert second.values is not None
    assert first.values[4] == "lintas_instansi"
    assert second.values[3] == "ketua"


def test_a_row_without_siasns_id_is_known_by_what_it_is_about():
    course = {"nipBaru": DEWI, "tanggalKursus": "01-02-2024", "namaKursus": "X", "jumlahJam": "2"}

    same, other = judge("rw_kursus", course, course | {"namaKursus": "Y" * 300})

    assert same.values is not None
    assert other.values is not None
    assert same.values[0] == "|2024-02-01||X"
    assert len(other.values[0]) <= 100


def test_a_unit_says_whose_it_is():
    (judged,) = judge("ref_unor", a_unit("B", "A"))

    assert judged.identity == ("A",)
    assert judged.values == ("B", "A", "Unit B", "Kepala B", "01")


@given(
    st.sampled_from(sorted(KINDS)),
    st.lists(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=4), max_size=3),
    st.data(),
)
def test_no_row_is_more_than_judged(kind, rows, data):
    headings = [heading for names in KINDS[kind].fields.values() for heading in names]
    wild = st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats(), st.booleans())
    rows = [row | data.draw(st.dictionaries(st.sampled_from(headings), wild)) for row in rows]

    for judged in judge(kind, *rows):
        rejected = judged.before or judged.after
        assert (judged.values is None) == (rejected is not None)
        assert rejected is None or rejected in CODES
        assert judged.finding is None or judged.finding in CODES


def test_every_code_says_something_in_both_languages():
    assert all(words.id and words.en and words.id != words.en for words in CODES.values())
    assert not set(FINDING_CODES) & {"out-of-scale"}

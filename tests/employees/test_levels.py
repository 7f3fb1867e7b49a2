"""Talent levels and golongan from the words of the files."""

import pytest

from app.employees.levels import cohort
from app.employees.ranks import rank


@pytest.mark.parametrize(
    ("kind", "title", "echelon", "level"),
    [
        ("4", "Pelaksana", None, 1),
        ("2", "Terampil", None, 1),
        ("2", "JF Keterampilan Penyelia", None, 1),
        ("2", "Ahli Pertama", None, 1),
        ("1", "Pengawas", "IV.a", 2),
        ("2", "AHLI MUDA", None, 2),
        ("1", "Administrator", "III.a", 3),
        ("2", "Ahli Madya", None, 3),
        ("1", "JPT Pratama", "II.a", 4),
        ("1", "Jabatan Pimpinan Tinggi Pratama", "II.a", 4),
        ("2", "Ahli Utama", None, 4),
        ("1", "JPT Madya", "I.b", None),
        ("4", None, None, 1),
        ("1", None, "III.b", 3),
        ("1", None, None, None),
        ("2", None, "II.a", None),
        (None, None, None, None),
    ],
)
def test_the_talent_level_follows_the_jenjang(kind, title, echelon, level):
    assert cohort(kind, title, echelon) == level


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("34", "III/D", ("34", "III/d")),
        ("34", None, ("34", "III/d")),
        (None, "IV/A", ("41", "IV/a")),
        (None, "iv.e", ("45", "IV/e")),
        (None, "ix", (None, "IX")),
        (None, None, (None, None)),
        ("99", None, ("99", None)),
        (None, "Juru", (None, "Juru")),
    ],
)
def test_a_golongan_is_known_by_code_and_by_name(code, name, expected):
    assert rank(code, name) == expected

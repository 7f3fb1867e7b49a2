"""Names of leadership trainings, in the spellings that personnel files really hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.talent_pools.structural_training import Level, Other, read

SPELLINGS = {
    Level.PKN_I: [
        "PKN I",
        "PKN Tk. 1",
        "Pelatihan Kepemimpinan Nasional Tingkat I",
        "Pelatihan Kepemimpinan Nasional (PKN) Tingkat I",
        "Diklatpim I",
        "SPATI",
        "diklat struktural SPATI",
    ],
    Level.PKN_II: [
        "PKN II",
        "PKNII",
        "PKN-2",
        "DIKLAT PIM TK. II",
        "Pelatihan Kepemimpinan Nasional Tingkat II",
        "PELATIHAN KEPEMIMPINAN NASIONAL TK.II ANGKATAN XX 2022",
        "SPAMEN",
        "Sekolah Staf dan Pimpinan Administrasi Tingkat Menengah (SPAMEN)",
    ],
    Level.PKA: [
        "PKA",
        "Pelatihan Kepemimpinan Administrator (PKA)",
        "PKA Angkatan III Tahun 2021",
        "Diklatpim III",
        "Diklat PIM-3",
        "Pendidikan dan Pelatihan Kepemimpinan (Diklatpim) Tingkat III",
        "SPAMA (Diklatpim III)",
    ],
    Level.PKP: [
        "PKP",
        "DIKLAT PIM  TK. IV",
        "Diklat Kepemimpinan Tk.IV",
        "PIM IV KEL. DISKUSI 2",
        "PIMIV",
        "Diklatpim \N{ROMAN NUMERAL FOUR}",
        "Pelatihan Kepemimpinan Pengawas",
        "ADUM",
        "ADUM/SEPALA",
        "Administrasi Umum (ADUM)",
    ],
    Other.BASIC: [
        "Latsar CPNS Golongan III Angkatan V",
        "Pelatihan Dasar CPNS",
        "Prajabatan Gol. II",
        "Diklat Prajabatan Golongan II/III",
    ],
}
UNREADABLE = [
    "",
    "--",
    "PKN",
    "PKN III",
    "PKA II",
    "Diklatpim",
    "PIM V",
    "PIM III/IV",
    "PIM III, PIM IV",
    "Calon peserta PIM III",
    "Fasilitator PKA",
    "ADUMLA",
    "Administrasi Umum",
    "Pelatihan Dasar Kepemimpinan",
    "Lemhannas",
]


@pytest.mark.parametrize(
    ("name", "level"), [(name, level) for level, names in SPELLINGS.items() for name in names]
)
def test_a_usual_spelling_is_read_to_its_level(name, level):
    assert read(name) is level


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_name_that_is_not_understood_word_by_word_is_unknown(name):
    assert read(name) is None


def test_the_levels_stand_in_the_order_of_the_rules():
    assert Level.PKP < Level.PKA < Level.PKN_II < Level.PKN_I
    assert [level.title for level in Level] == ["PKP", "PKA", "PKN II", "PKN I"]


@given(
    name=st.sampled_from([name for names in SPELLINGS.values() for name in names]),
    spaces=st.text(" \t.-", max_size=4),
    lower=st.booleans(),
)
def test_case_spaces_and_stops_never_change_the_reading(name, spaces, lower):
    written = f"{spaces}{name.replace(' ', ' ' + spaces)}{spaces}"

    assert read(written.lower() if lower else written) is read(name)


@given(
    first=st.sampled_from([name for level in Level for name in SPELLINGS[level]]),
    second=st.sampled_from([name for level in Level for name in SPELLINGS[level]]),
)
def test_two_names_in_one_are_read_only_when_they_agree(first, second):
    agreed = read(first) if read(first) is read(second) else None

    assert read(f"{first}; {second}") is agreed


@given(
    name=st.sampled_from([name for level in Level for name in SPELLINGS[level]]),
    word=st.from_regex(r"Q[A-Z]{2,8}", fullmatch=True),
)
def test_a_word_outside_the_dictionary_makes_the_name_unknown(name, word):
    assert read(f"{name} ({word})") is None
    assert read(f"{word} {name}") is None


@given(st.text(max_size=60))
def test_any_text_is_answered_without_an_error(name):
    assert read(name) is None or isinstance(read(name), Level | Other)

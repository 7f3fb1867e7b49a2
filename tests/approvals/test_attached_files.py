"""What may be attached is told by content: documents and pictures, neither locked nor running."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.approvals.attached_files import CODES, DOCX, XLSX, media_type_of
from app.core.file_content import ENCRYPTED, OLE, Unreadable
from tests.imports.test_hostile_files import SOUND, locked, packed, with_member

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
TEXT = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})

TAKEN = {
    "a PDF": (PDF, "application/pdf"),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
    "a JPEG": (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
    "a text": (TEXT, DOCX),
    "a spreadsheet": (SOUND, XLSX),
}
REFUSED = {
    "nothing": (b"", "file-empty"),
    "plain text": (b"peraturan gubernur", "file-kind"),
    "a web page": (b"<!doctype html><script>alert(1)</script>", "file-kind"),
    "a picture with scripts": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file-kind"),
    "a program": (b"MZ\x90\x00\x03", "file-executable"),
    "a script": (b"#!/bin/sh\n", "file-executable"),
    "an old document": (OLE + bytes(64), "file-old-excel"),
    "a locked document": (OLE + ENCRYPTED, "file-encrypted"),
    "a locked archive": (locked(TEXT), "file-encrypted"),
    "a text with macros": (with_member(TEXT, "word/vbaProject.bin", b"x"), "file-macro"),
    "a spreadsheet with macros": (with_member(SOUND, "xl/vbaProject.bin", b"x"), "file-macro"),
    "a file in a text": (with_member(TEXT, "word/embeddings/a.bin", b"x"), "file-nested"),
    "some archive": (packed({"a.txt": b"x"}), "file-kind"),
    "a PDF cut off": (PDF[:40], "file-broken"),
    "a locked PDF": (PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "file-encrypted"),
    "a PDF that runs": (PDF.replace(b"/Catalog", b"/Catalog /S /JavaScript"), "file-macro"),
    "a PDF that starts": (PDF.replace(b"/Catalog", b"/Catalog /S /Launch"), "file-macro"),
}


@pytest.mark.parametrize(("content", "kind"), TAKEN.values(), ids=TAKEN)
def test_what_reviewers_open_is_taken(content, kind):
    assert media_type_of(content) == kind


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_all_else_is_refused_with_its_reason(content, code):
    with pytest.raises(Unreadable) as refused:
        media_type_of(content)

    assert refused.value.code == code


@given(st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", TEXT[:-30]]), st.binary(max_size=60))
def test_whatever_comes_is_taken_or_refused_in_words(start, rest):
    assert outcome(start + rest) in {*CODES, *(kind for _, kind in TAKEN.values())}


def outcome(content):
    try:
        return media_type_of(content)
    except Unreadable as refused:
        return refused.code

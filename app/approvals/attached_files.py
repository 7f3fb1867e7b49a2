"""What a file is that is attached to a request, by its content and not by its name. Pure.

Documents and pictures that a reviewer opens are taken: PDF, PNG, JPEG, DOCX, XLSX. What is locked
by a password, or carries programs, is refused; Office files are looked into as imports are.
"""

import re

from app.core.file_content import EXECUTABLES, ZIP, Unreadable, refusal_of
from app.core.office_files import TEXT, WORKBOOK, examine
from app.core.words import Words

PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PICTURES = ((PNG, "image/png"), (JPEG, "image/jpeg"))
OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
MEDIA_TYPES = ("application/pdf", *(kind for _, kind in PICTURES), DOCX, XLSX)
LOCKED = re.compile(rb"/Encrypt\s*(?:[0-9]+\s+[0-9]+\s+R|<<)")
"""A PDF's key to its encryption (ISO 32000-1, 7.5.5)."""
RUNS = re.compile(rb"/(?:JavaScript|Launch)\b")
"""Actions of a PDF that run something (12.6.4.5, 12.6.4.16)."""
END = re.compile(rb"%%EOF\s*\Z")
"""How a whole PDF ends; looked for in its last bytes."""
TAIL = 1024

CODES = {
    "file-empty": Words("Berkas kosong.", "The file is empty."),
    "file-kind": Words(
        "Kirim PDF, PNG, JPEG, DOCX, atau XLSX; berkas ini bukan salah satunya.",
        "Send a PDF, PNG, JPEG, DOCX or XLSX; this file is none of them.",
    ),
    "file-broken": Words(
        "Berkas terpotong atau rusak; simpan ulang, lalu kirim lagi.",
        "The file is cut off or damaged; save it anew and send it again.",
    ),
    "file-executable": Words("Berkas ini program.", "This file is a program."),
    "file-old-excel": Words(
        "Format Office lama; simpan sebagai PDF, DOCX, atau XLSX.",
        "An old Office format; save it as PDF, DOCX or XLSX.",
    ),
    "file-encrypted": Words(
        "Berkas terkunci kata sandi; hapus sandinya, lalu kirim lagi.",
        "The file is locked by a password; remove it and send the file again.",
    ),
    "file-macro": Words(
        "Berkas memuat program (makro, skrip); simpan tanpa itu.",
        "The file holds programs (macros, scripts); save it without them.",
    ),
    "file-nested": Words(
        "Berkas memuat berkas lain; lampirkan berkas itu tersendiri.",
        "The file holds other files; attach those by themselves.",
    ),
    "file-bomb": Words("Isi berkas terlalu besar setelah dibuka.", "It unpacks to too much."),
    "file-entities": Words(
        "XML di dalamnya memuat DOCTYPE atau entitas; simpan ulang.",
        "The XML inside declares a DOCTYPE or entities; save it anew.",
    ),
}
"""Why a file is refused."""


def media_type_of(content: bytes) -> str:
    """The media type of a file that may be attached; raises `Unreadable` for all others."""
    if content.startswith(PDF):
        return _pdf(content)
    for start, kind in PICTURES:
        if content.startswith(start):
            return kind
    if content.startswith(ZIP):
        return _office(content)
    if not content:
        raise Unreadable("file-empty")
    known = refusal_of(content)
    if content.startswith(EXECUTABLES) or known in ("file-encrypted", "file-old-excel"):
        raise Unreadable(known or "file-executable")
    raise Unreadable("file-kind")


def _pdf(content: bytes) -> str:
    if not END.search(content[-TAIL:].rstrip(b"\0")):
        raise Unreadable("file-broken")
    if LOCKED.search(content):
        raise Unreadable("file-encrypted")
    if RUNS.search(content):
        raise Unreadable("file-macro")
    return "application/pdf"


def _office(content: bytes) -> str:
    """A text or a spreadsheet, told apart by its main part."""
    is_text = TEXT.encode() in content
    try:
        examine(content, main=TEXT if is_text else WORKBOOK)
    except Unreadable as refused:
        code = "file-kind" if refused.code == "file-not-xlsx" else refused.code
        raise Unreadable(code) from None
    return DOCX if is_text else XLSX

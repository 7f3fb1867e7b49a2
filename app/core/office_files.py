"""What an Office file (XLSX, DOCX) holds and unpacks to, looked at before it is opened. Pure.

It is a ZIP archive of XML: a few kilobytes can stand for gigabytes, two cells in
opposite corners for a table of 17 thousand million, a few lines of entities for a text without
end. It may also carry programs or other archives. Whatever an archive says of its sizes is not
believed: every member is unpacked here, piece by piece, until its end or the limit.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from app.core.file_content import OLE, ZIP, Unreadable

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes that all members of an archive may unpack to."""
MAX_CELLS = 60_000_000
"""Cells in the rectangle that a sheet spans."""
MAX_MEMBERS = 2_000
MAX_RATIO = 250
"""Unpacked bytes for one packed; sheets of repeated cells reach 100, a bomb 1,000."""
LENIENT = 16 * 1024 * 1024
"""Bytes up to which the ratio does not matter."""
CHUNK = 1 << 16
LOCAL_HEADER = 30
ENTRY = b"PK\x01\x02"
"""What an entry of an archive's directory begins with."""
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
NOT_UTF_8 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How XML begins in UTF-16, where it would not be recognised."""
PROGRAMS = re.compile(
    r"vbaproject|vbadata|(?:^|/)(?:macrosheets|dialogsheets|activex)/", re.IGNORECASE
)
EMBEDDED = re.compile(r"(?:^|/)embeddings/", re.IGNORECASE)


WORKBOOK = "xl/workbook.xml"
TEXT = "word/document.xml"
"""The member that a spreadsheet has, and the one that a text has."""


def examine(content: bytes, *, main: str = WORKBOOK) -> None:
    """Refuse an archive that is not plainly what `main` makes it, or unpacks to too much."""
    if content.count(ENTRY) > MAX_MEMBERS:  # before a list is made of them
        raise Unreadable("file-bomb")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("file-not-xlsx") from None
    _names([member.filename for member in members], main)
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("file-encrypted")
    left = MAX_UNPACKED
    for member in members:
        left -= _unpacked(content, member, left)
    unpacked = MAX_UNPACKED - left
    if unpacked > LENIENT and unpacked > MAX_RATIO * len(content):
        raise Unreadable("file-bomb")


def _names(names: list[str], main: str) -> None:
    """The main member, each member once, and nothing in it that runs or holds other files."""
    if main not in names or len(set(names)) < len(names):
        raise Unreadable("file-not-xlsx")
    for name in names:
        if PROGRAMS.search(name):
            raise Unreadable("file-macro")
        if EMBEDDED.search(name):
            raise Unreadable("file-nested")


def _unpacked(content: bytes, member: zipfile.ZipInfo, limit: int) -> int:
    """How many bytes a member unpacks to; looks into it on the way."""
    total, last_column, last_row, tail = 0, 0, 0, b""
    is_sheet = "worksheets/" in member.filename
    is_markup = member.filename.endswith((".xml", ".rels", ".vml"))
    for piece in _pieces(content, member):
        if total == 0:
            _beginning(piece, is_markup=is_markup)
        total += len(piece)
        if total > limit:
            raise Unreadable("file-bomb")
        if not is_markup:
            continue
        seen = tail + piece
        if ENTITIES.search(seen):
            raise Unreadable("file-entities")
        if is_sheet:
            for column, row in REFERENCE.findall(seen):
                last_row = max(last_row, int(row))
                last_column = max(last_column, _column(column))
            if last_column * last_row > MAX_CELLS:
                raise Unreadable("file-bomb")
        tail = piece[-LOCAL_HEADER:]
    return total


def _beginning(piece: bytes, *, is_markup: bool) -> None:
    if piece.startswith((ZIP, OLE)):
        raise Unreadable("file-nested")
    if is_markup and piece.startswith(NOT_UTF_8):
        raise Unreadable("file-not-xlsx")


def _pieces(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked content of a member in pieces of bounded size."""
    header = content[member.header_offset : member.header_offset + LOCAL_HEADER]
    if len(header) < LOCAL_HEADER:
        raise Unreadable("file-not-xlsx")
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = member.header_offset + LOCAL_HEADER + names
    packed = content[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreadable("file-not-xlsx")
    # All that follows in the file is offered, not only what the archive says is the member's.
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    pending = memoryview(content)[start:]
    while not inflate.eof:
        packed = inflate.unconsumed_tail
        if not packed:
            packed, pending = bytes(pending[:CHUNK]), pending[CHUNK:]
        if not packed:
            return
        try:
            piece = inflate.decompress(packed, 16 * CHUNK)
        except zlib.error:
            raise Unreadable("file-not-xlsx") from None
        if piece:
            yield piece


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

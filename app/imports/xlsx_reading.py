"""Rows of the first sheet of an XLSX file, after a look at what it would unpack to. Pure.

A spreadsheet is a ZIP archive of XML: a few kilobytes can stand for gigabytes, and two cells in
opposite corners for a table of 17 thousand million. Both are measured before the sheet is opened.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.imports.records import Unreadable

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes that all members of an archive may unpack to."""
MAX_CELLS = 60_000_000
"""Cells in the rectangle that a sheet spans."""
MAX_MEMBERS = 2_000
CHUNK = 1 << 16
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
LOCAL_HEADER = 30
EXACT = 2**53
"""From here on a spreadsheet's numbers are no longer exact."""


def rows(content: bytes) -> Iterator[tuple[int, list[Any] | None, str]]:
    """Number and cells of every row that has anything in it."""
    measure(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = iter(sheet.iter_rows())
    except (CalamineError, IndexError, ValueError, zipfile.BadZipFile):
        raise Unreadable("file-not-xlsx") from None
    return _cells(rows)


def _cells(rows: Iterator[list[Any]]) -> Iterator[tuple[int, list[Any] | None, str]]:
    for number, cells in enumerate(rows, start=1):
        values = [cell if type(cell) is str else plain(cell) for cell in cells]
        if any("\0" in value for value in values):
            yield number, None, "\t".join(values).replace("\0", "\ufffd")
        elif any(values):
            yield number, values, ""


def plain(cell: Any) -> str:
    """A cell that is not text, as text: dates in ISO, whole numbers without a point.

    A number of more digits than the spreadsheet kept exactly is written with its exponent, so
    that nothing takes it for a NIP.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (float, int)):
        if abs(cell) >= EXACT:
            return f"{cell:e}"
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def measure(content: bytes) -> None:
    """Refuse an archive that is no spreadsheet or unpacks to too much.

    What the archive says of its sizes is not believed: every member is unpacked here, piece by
    piece, until its end or the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("file-not-xlsx") from None
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise Unreadable("file-not-xlsx")
    if len(members) > MAX_MEMBERS:
        raise Unreadable("file-bomb")
    left = MAX_UNPACKED
    for member in members:
        left -= _unpacked(content, member, left)


def _unpacked(content: bytes, member: zipfile.ZipInfo, limit: int) -> int:
    """How many bytes a member unpacks to; checks the extent of a sheet on the way."""
    total, last_column, last_row, tail = 0, 0, 0, b""
    is_sheet = "worksheets/" in member.filename
    for piece in _pieces(content, member):
        total += len(piece)
        if total > limit:
            raise Unreadable("file-bomb")
        if is_sheet:
            for column, row in REFERENCE.findall(tail + piece):
                last_row = max(last_row, int(row))
                last_column = max(last_column, _column(column))
            tail = piece[-LOCAL_HEADER:]
            if last_column * last_row > MAX_CELLS:
                raise Unreadable("file-bomb")
    return total


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
    if member.compress_type != zipfile.ZIP_DEFLATED or member.flag_bits & 1:
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

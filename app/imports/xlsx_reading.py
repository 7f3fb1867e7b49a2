"""Rows of the first sheet of an XLSX file, after a look at what is in it. Pure."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.core.file_content import Unreadable
from app.core.formulas import restored
from app.core.office_files import examine

EXACT = 2**53
"""From here on a spreadsheet's numbers are no longer exact."""


def rows(content: bytes) -> Iterator[tuple[int, list[Any] | None, str]]:
    """Number and cells of every row that has anything in it."""
    examine(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = iter(sheet.iter_rows())
    except (CalamineError, IndexError, ValueError, zipfile.BadZipFile):
        raise Unreadable("file-not-xlsx") from None
    return _cells(rows)


def _cells(rows: Iterator[list[Any]]) -> Iterator[tuple[int, list[Any] | None, str]]:
    for number, cells in enumerate(rows, start=1):
        values = [restored(cell) if type(cell) is str else plain(cell) for cell in cells]
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

"""Records from the bytes of a file: CSV, NDJSON, JSON or XLSX, told apart by content. Pure.

A record keeps the line on which it starts as an editor counts it, so that a verdict can be found
again. What cannot be read at all is refused as a whole (`Unreadable`); a line that cannot be read
alone is a record without values (`broken`).
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from app.core.file_content import ZIP, Unreadable, refusal_of
from app.core.office_files import examine
from app.imports import csv_reading, json_reading, xlsx_reading
from app.imports.records import Record

MAX_COLUMNS = 1_000
"""Columns of a table; every row would be filled up to them."""


class Reading(NamedTuple):
    """The records of a file; `header` is None where every record names its own fields."""

    header: tuple[str, ...] | None
    records: Iterator[Record]


def read(content: bytes) -> Reading:
    """The records of a file. Raises `Unreadable` when it is none of the four forms."""
    if content.startswith(ZIP):
        return _table(xlsx_reading.rows(content))
    text = text_of(content)
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return Reading(None, json_reading.records(text))
    return _table(csv_reading.rows(text))


def refusal(content: bytes) -> Unreadable | None:
    """Why a file can certainly not be read, without reading it; None when it may be."""
    try:
        if content.startswith(ZIP):
            examine(content)
        else:
            text_of(content)
    except Unreadable as unreadable:
        return unreadable
    return None


def text_of(content: bytes) -> str:
    """The text of a file that is not a spreadsheet; binary content is refused."""
    if (code := refusal_of(content)) is not None:
        raise Unreadable(code)
    if (nul := content.find(b"\0")) >= 0:
        raise Unreadable("file-binary", content.count(b"\n", 0, nul) + 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("file-encoding", line) from None
    if not text.strip():
        raise Unreadable("file-empty")
    return text


def _table(rows: Iterator[tuple[int, list[Any] | None, str]]) -> Reading:
    """Rows under a header: the first row that has anything in it."""
    for line, cells, text in rows:
        if cells is None:
            raise Unreadable("row-malformed", line)
        header = tuple(text_cell(cell) for cell in cells)
        while header and not header[-1]:
            header = header[:-1]
        if len(header) > MAX_COLUMNS:
            raise Unreadable("file-too-wide", line)
        return Reading(header, _records(header, rows, (line, text)))
    raise Unreadable("file-empty")


def text_cell(cell: Any) -> str:
    """A heading as text."""
    return "" if cell is None else str(cell).strip()


def _records(
    header: tuple[str, ...],
    rows: Iterable[tuple[int, list[Any] | None, str]],
    _first: tuple[int, str],
) -> Iterator[Record]:
    width = len(header)
    for line, cells, text in rows:
        if cells is None:
            yield Record(line, (), (), text)
        elif len(cells) > width and any(cells[width:]):
            yield Record(line, header, tuple(cells), ",".join(map(text_cell, cells)))
        elif len(cells) < width:
            yield Record(line, header, (*cells, *[None] * (width - len(cells))))
        else:
            yield Record(line, header, cells)

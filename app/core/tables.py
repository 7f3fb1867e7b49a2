"""A list as a whole, as a file: CSV, XLSX or NDJSON, in memory that does not grow with it.

The file is written to disk before its first byte is sent: whoever downloads slowly holds no
connection to the database, and what goes wrong is a problem instead of half a file.
"""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncGenerator, Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from enum import StrEnum
from typing import IO, Any, Protocol

import orjson
import xlsxwriter
from fastapi.responses import StreamingResponse

from app.core.formulas import guarded

PIECE = 64 * 1024
"""Bytes sent at once."""
MOST_ROWS = 1_048_575
"""Rows that a sheet can hold below its heading; what is more goes on in another sheet."""
TURNS = asyncio.Semaphore(2)
"""Files written at the same time in a process: the other connections are for other reads."""


class Format(StrEnum):
    """What a list can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.NDJSON: "application/x-ndjson",
}


class Writer(Protocol):
    """Takes rows, JSON objects as text, and writes them to a file."""

    def add(self, rows: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class NdjsonWriter:
    """A line a row, as the list shows it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def add(self, rows: Sequence[str]) -> None:
        self.file.writelines(f"{row}\n".encode() for row in rows)

    def close(self) -> None:
        """Nothing is left to write."""


class CsvWriter:
    """A heading, then a line a row in UTF-8; cells that a spreadsheet would run are guarded."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self.columns = columns
        self.text = io.TextIOWrapper(file, "utf-8", newline="")
        self.lines = csv.writer(self.text)
        self.lines.writerow(columns)

    def add(self, rows: Sequence[str]) -> None:
        self.lines.writerows(
            [guarded(str(cell)) for cell in cells(row, self.columns)] for row in rows
        )

    def close(self) -> None:
        self.text.detach()


class XlsxWriter:
    """A workbook: numbers as numbers, everything else as text, a NIP too."""

    def __init__(
        self,
        file: IO[bytes],
        columns: Sequence[str],
        numbers: Collection[str],
        folder: str,
        most: int = MOST_ROWS,
    ) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": folder}
        self.book = xlsxwriter.Workbook(file, options)
        self.bold = self.book.add_format({"bold": True})
        self.columns, self.most = columns, most
        self.as_numbers = frozenset(columns.index(name) for name in numbers)
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self.sheet, self.row = self.book.add_worksheet(), 0
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_column(0, len(self.columns) - 1, 20)
        for n, name in enumerate(self.columns):
            self.sheet.write_string(0, n, name, self.bold)

    def add(self, rows: Sequence[str]) -> None:
        for row in rows:
            if self.row == self.most:
                self._begin_sheet()
            self.row += 1
            for n, cell in enumerate(cells(row, self.columns)):
                if isinstance(cell, int) or (cell and n in self.as_numbers):
                    self.sheet.write_number(self.row, n, float(cell))
                elif cell:
                    self.sheet.write_string(self.row, n, guarded(cell))

    def close(self) -> None:
        self.book.close()


def cells(row: str, columns: Sequence[str]) -> Iterator[str | int]:
    """The values of a row, a JSON object, in the order of the columns; null is empty."""
    values = orjson.loads(row)
    for name in columns:
        yield cell_of(values[name])


def cell_of(value: Any) -> str | int:
    """A JSON value as a cell: whole numbers as such, a list's members with semicolons between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(str(cell_of(member)) for member in value)
    return value if isinstance(value, int | str) else str(value)


async def written(
    batches: AsyncGenerator[Sequence[str]],
    form: Format,
    columns: Sequence[str] = (),
    numbers: Collection[str] = (),
) -> IO[bytes]:
    """All rows in a file without a name, which goes when it is closed; it stands at its end.

    `columns` are those of a table, `numbers` those of them that are numbers written as text.
    """
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(TURNS)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="talenta-export-"))
        rows = await stack.enter_async_context(aclosing(batches))
        file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
        try:
            writer: Writer
            if form is Format.NDJSON:
                writer = NdjsonWriter(file)
            elif form is Format.CSV:
                writer = CsvWriter(file, columns)
            else:
                writer = XlsxWriter(file, columns, numbers, folder)
            async for batch in rows:
                await asyncio.to_thread(writer.add, batch)
            await asyncio.to_thread(writer.close)
        except BaseException:
            file.close()
            raise
        return file


def download(file: IO[bytes], form: Format, name: str) -> StreamingResponse:
    """The answer that sends a written file, piece by piece, under a name."""
    size = file.seek(0, io.SEEK_END)
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="{name}.{form}"',
    }
    return StreamingResponse(_pieces(file), media_type=MEDIA_TYPES[form], headers=headers)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def described(form: Format, example: str) -> Mapping[int | str, dict[str, Any]]:
    """A file as the documentation shows it."""
    schema: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}, "example": example}
    media_type = MEDIA_TYPES[form].partition(";")[0]
    return {200: {"description": "The file.", "content": {media_type: schema}}}

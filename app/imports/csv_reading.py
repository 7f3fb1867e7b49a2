"""Rows of a CSV file: comma or semicolon, quoted cells over several lines. Pure."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any, Self

from app.core.file_content import Unreadable
from app.core.formulas import MAY_BE_GUARDED, restored

DELIMITERS = ",;"
LONGEST_ROW = 1_000_000
"""Characters of one row, over all its lines; a longer one lacks a quotation mark, or is a trap."""


class _Lines:
    """The lines of a file, until one row has taken too many of them."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.taken = lines, 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.taken += len(line)
        if self.taken > LONGEST_ROW:
            raise csv.Error("The row is too long.")
        return line


def rows(text: str) -> Iterator[tuple[int, list[Any] | None, str]]:
    """Line, cells and, of a row that cannot be taken apart, its text instead of cells.

    After such a row reading goes on with the next line, so that one stray quotation mark costs
    one row and not the rest of the file. Cells that were guarded on their way out are as before.
    """
    found = _rows(text)
    if not MAY_BE_GUARDED.search(text):
        return found
    return (
        (line, cells and [restored(cell) for cell in cells], broken)
        for line, cells, broken in found
    )


def _rows(text: str) -> Iterator[tuple[int, list[Any] | None, str]]:
    lines = io.StringIO(text, newline="").readlines()
    delimiter = delimiter_of(lines)
    start = 0
    while start < len(lines):
        bounded = _Lines(islice(lines, start, None))
        reader = csv.reader(bounded, delimiter=delimiter, strict=True)
        taken = 0
        try:
            for cells in reader:
                line, taken, bounded.taken = start + taken + 1, reader.line_num, 0
                if any(cells):
                    yield line, cells, ""
        except csv.Error:
            yield start + taken + 1, None, lines[start + taken].rstrip("\r\n")[:LONGEST_ROW]
            start += taken + 1
        else:
            return


def delimiter_of(lines: list[str]) -> str:
    """The delimiter that occurs more often in the header."""
    header = next((line for line in lines if line.strip()), "")
    if not header:
        raise Unreadable("file-empty")
    return max(DELIMITERS, key=header.count)

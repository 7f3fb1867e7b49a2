"""Rows of a CSV file: comma or semicolon, quoted cells over several lines. Pure."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from app.imports.records import Unreadable

DELIMITERS = ",;"


def rows(text: str) -> Iterator[tuple[int, list[Any] | None, str]]:
    """Line, cells and, of a row that cannot be taken apart, its text instead of cells.

    After such a row reading goes on with the next line, so that one stray quotation mark costs
    one row and not the rest of the file.
    """
    lines = io.StringIO(text, newline="").readlines()
    delimiter = delimiter_of(lines)
    start = 0
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter, strict=True)
        taken = 0
        try:
            for cells in reader:
                line, taken = start + taken + 1, reader.line_num
                if any(cells):
                    yield line, cells, ""
        except csv.Error:
            yield start + taken + 1, None, lines[start + taken].rstrip("\r\n")
            start += taken + 1
        else:
            return


def delimiter_of(lines: list[str]) -> str:
    """The delimiter that occurs more often in the header."""
    header = next((line for line in lines if line.strip()), "")
    if not header:
        raise Unreadable("file-empty")
    return max(DELIMITERS, key=header.count)

"""What reading a file yields: records, or the reason why it cannot be read. Pure."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Record(NamedTuple):
    """One row of a file, before anything in it is judged."""

    line: int
    """The line on which it starts, from 1; the number of the row in a spreadsheet."""
    keys: tuple[str, ...]
    cells: Sequence[Any]
    broken: str | None = None
    """The text of a row that could not be taken apart."""


class Unreadable(Exception):
    """A file that cannot be read as a whole, by code and, where one is known, line."""

    def __init__(self, code: str, line: int = 1) -> None:
        super().__init__(code)
        self.code, self.line = code, line

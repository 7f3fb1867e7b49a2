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

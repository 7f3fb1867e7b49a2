"""Cells of text that a spreadsheet would run as formulas: guarded on the way out. Pure.

A cell that begins with `=`, `+`, `-`, `@` or a tab is a formula to a spreadsheet, whoever wrote it
(CWE-1236). An apostrophe before it makes it text, as in spreadsheets themselves. Reading takes
exactly that apostrophe away again, so that what was guarded comes back as it was. Behind a
semicolon a cell may begin too, for those whose spreadsheet separates by it.
"""

import re
from collections.abc import Iterable

START = "=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20"
"""What begins a formula, in the full-width forms of East Asian keyboards too."""
FORMULA = re.compile(rf"(^|;)(?='*[{START}])")
GUARDED = re.compile(rf"(^|;)'(?='*[{START}])")
MAY_BE_GUARDED = re.compile(rf"'[{START}]")
"""Is in every text that has a guarded cell."""
HARMLESS = re.compile(rf"[^;'{START}][^;]*")
"""Most texts: nothing in them can begin a formula."""
NUMBER = re.compile(r"-[0-9]+(?:[.,][0-9]+)?")
"""A negative number is no formula, and programs want to read it."""


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs; `restored` gives back what it was."""
    if not cell or HARMLESS.fullmatch(cell) or NUMBER.fullmatch(cell):
        return cell
    return FORMULA.sub(r"\1'", cell)


def guarded_row(cells: Iterable[object]) -> list[object]:
    """A row for a CSV file, its texts guarded."""
    return [guarded(cell) if isinstance(cell, str) else cell for cell in cells]


def restored(cell: str) -> str:
    """What a cell was before it was guarded."""
    return GUARDED.sub(r"\1", cell) if "'" in cell else cell

"""The register as CSV and XLSX; texts that a spreadsheet would run are guarded."""

import asyncio
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from app.core.formulas import guarded, guarded_row

HEAD = (
    "code", "name", "kanreg", "province", "state", "submitted_at", "decided_at", "letter_number",
    "letter_date", "decree_number", "decree_date", "conditions", "conditions_met", "evaluated_on",
    "first_in_region",
)  # fmt: skip
DAYS = ("role", "working_days")


def rows(bodies: Sequence[Mapping[str, Any]]) -> Iterator[list[str | int]]:
    """A heading, then a row a body; the stages of the longest route at the end."""
    most = max((len(body["stages"]) for body in bodies), default=0)
    yield [*HEAD, *(f"stage_{n}_{name}" for n in range(1, most + 1) for name in DAYS)]
    for body in bodies:
        stages = [stage[name] for stage in body["stages"] for name in DAYS]
        yield [_cell(value) for value in (*(body[name] for name in HEAD), *stages)]


def _cell(value: Any) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return value
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def as_csv(bodies: Sequence[Mapping[str, Any]]) -> bytes:
    """The register as CSV in UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows(guarded_row(row) for row in rows(bodies))
    return out.getvalue().encode()


async def as_xlsx(bodies: Sequence[Mapping[str, Any]]) -> bytes:
    """The register as a workbook. Writing it blocks, so it has a thread of its own."""
    return await asyncio.to_thread(_written, list(rows(bodies)))


def _written(lines: Iterable[Sequence[str | int]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Register")
    sheet.freeze_panes(1, 0)
    for n, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(n, column, guarded(cell))
            else:
                sheet.write_number(n, column, cell)
    book.close()
    return out.getvalue()

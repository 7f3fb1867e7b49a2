"""Rejected rows as a CSV file that can be corrected and sent again. Pure.

Cells that a spreadsheet would run are guarded; sent again, they are what they were.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any

import orjson

from app.core.formulas import guarded

CODE = "code"
"""The column that says why; on the way in it is a heading like any that is not known: ignored."""


def written(rows: Iterable[tuple[str | None, str | None]]) -> str:
    """Rows as they came, and their code in the last column.

    Headings stand in the order in which the rows bring them; a value that is not text is JSON.
    """
    records = [(_object(raw), code) for raw, code in rows]
    headings: dict[str, None] = {}
    for record, _ in records:
        headings.update(dict.fromkeys(record))
    headings.pop(CODE, None)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*map(guarded, headings), CODE])
    for record, code in records:
        writer.writerow([*(_cell(record.get(heading)) for heading in headings), code])
    return out.getvalue()


def _object(raw: str | None) -> dict[str, Any]:
    value: dict[str, Any] = orjson.loads(raw or "{}")
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return guarded(text.replace("\0", "\ufffd"))

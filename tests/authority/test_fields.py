"""Which role sees which field of which resource, against the table in docs/fields.md.

`make authority` writes the table anew; read what changed in it before you commit it.
"""

import os
import re
from itertools import groupby
from pathlib import Path

from tests.authority.asking import answered, routes
from tests.authority.world import actors

TABLE = Path(__file__).resolve().parents[2] / "docs" / "fields.md"
INTRODUCTION = """# Who sees which field

Made by `make authority`, checked by `tests/authority/test_fields.py`: the fields of every answer
about one's own agency, by role. *yes*: the value. *masked*: hidden by `*`, or left out where others
see a value. *null*: empty for everybody in the test. Nothing: the role gets no such answer. `[]`
stands for each element of a list.
"""
UNSTEADY = {"GET /v1/audit/keys", "GET /v1/audit/proofs/consistency"}
"""Answers without data of anybody, whose length is by chance."""
UUID_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def fields_of(value, path=""):
    """Every place in an answer that holds a plain value, with the value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            place = "{id}" if UUID_KEY.fullmatch(name) else name
            yield from fields_of(inner, f"{path}.{place}" if path else place)
    elif isinstance(value, list):
        for inner in value:
            yield from fields_of(inner, f"{path}[]")
    else:
        yield path, value


def sight(values):
    """What is seen of a field: any plain value, a mask, or nothing."""
    if any(isinstance(value, str) and "*" in value for value in values):
        return "masked"
    return "yes" if any(value is not None for value in values) else "empty"


async def seen_by(client, connection, route, side):
    async with answered(connection, client, route, side) as answer:
        kind = answer.headers.get("content-type", "")
        if not answer.is_success or not kind.startswith("application/json"):
            return {}
    found = {}
    for path, value in fields_of(answer.json()):
        found.setdefault(path, []).append(value)
    return {path: sight(values) for path, values in found.items()}


async def test_every_role_sees_the_fields_that_the_table_says(app, connection, client_for, sides):
    people = actors(sides["own"])
    rows = []
    for route in routes(app):
        if not route.startswith("GET ") or route in UNSTEADY:
            continue
        seen = {
            name: await seen_by(client_for(None, actor=actor), connection, route, sides["own"])
            for name, actor in people.items()
        }
        paths = dict.fromkeys(path for fields in seen.values() for path in fields)
        rows += [(route, path, row_of(path, seen)) for path in paths]

    table = written(rows, list(people))
    if os.environ.get("AUTHORITY") == "write":
        TABLE.write_text(table)
    kept = TABLE.read_text() if TABLE.is_file() else ""
    changed = [row for row in table.splitlines() if row not in kept.splitlines()]
    assert table == kept, "run `make authority` and read what changed:\n" + "\n".join(changed)


def row_of(path, seen):
    """One cell a role; what is empty for one and a value for another is hidden from the first."""
    cells = [fields.get(path, "") for fields in seen.values()]
    valued = "yes" in cells or "masked" in cells
    empty = "masked" if valued else "null"
    return tuple(empty if cell == "empty" else cell for cell in cells)


def written(rows, people):
    """The table as Markdown: fields of one answer that the same roles see stand together."""
    lines = [INTRODUCTION, f"| answer | fields | {' | '.join(people)} |"]
    lines.append("|---" * (len(people) + 2) + "|")
    for route, of_route in groupby(rows, key=lambda row: row[0]):
        together = {}
        for _, path, cells in of_route:
            together.setdefault(cells, []).append(f"`{path}`")
        for cells, paths in together.items():
            lines.append(f"| `{route}` | {', '.join(paths)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"

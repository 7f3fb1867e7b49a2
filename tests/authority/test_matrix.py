"""Every route by every role by own and other things, against the table in docs/authority.md.

`make authority` writes the table anew; read what changed in it before you commit it.
"""

import os
from pathlib import Path

from tests.authority.asking import answered, request_to, routes
from tests.authority.world import MARK, NARROW, actors
from tests.contract.promised import Promised

TABLE = Path(__file__).resolve().parents[2] / "docs" / "authority.md"
INTRODUCTION = """# Who may do what

Made by `make authority`, checked by `tests/authority/test_matrix.py`: every route is asked by every
role, first about a thing of its own agency, then about one of another agency, and answers with
these two statuses. For *analyst of a unit* and *asn* the other thing lies in the same agency:
in another unit, or a colleague's. 404: not visible, as if it were not there. 403: the role may not.
A route that has no row here fails the build. What is open to anybody is in
`tests/core/test_doors.py`; anybody without a token gets 401 everywhere else.
"""


async def test_every_route_answers_every_role_as_the_table_says(app, connection, client_for, sides):
    people = actors(sides["own"])
    found: dict[str, dict[str, str]] = {}
    leaks, broken = [], []
    promised = Promised(app.openapi())
    known = sides["own"].ids
    unasked = [route for route in routes(app) if "{" in request_to(route, known)["url"]]
    for route in routes(app):
        if route in unasked:
            continue
        found[route] = {}
        for name, actor in people.items():
            client = client_for(None, actor=actor)
            other = "beside" if name in NARROW else "foreign"
            # Units and posts of one's agency are no secret; its people are.
            mark = "Pegawai Sebelah" if name in NARROW else MARK["foreign"]
            statuses = []
            for which in ("own", other):
                async with answered(connection, client, route, sides[which]) as answer:
                    statuses.append(str(answer.status_code))
                    broken.append(promised.broken_by(route, answer))
                if answer.is_success and mark in answer.text:
                    leaks.append((route, name, which))
            found[route][name] = " ".join(statuses)

    table = written(found)
    if os.environ.get("AUTHORITY") == "write":
        TABLE.write_text(table)
    assert unasked == [], "say in cases.py what these are to be asked for"
    assert leaks == []
    assert [one for one in broken if one] == []
    kept = TABLE.read_text() if TABLE.is_file() else ""
    changed = [row for row in table.splitlines() if row not in kept.splitlines()]
    assert table == kept, "run `make authority` and read what changed:\n" + "\n".join(changed)


def written(found: dict[str, dict[str, str]]) -> str:
    """The table as Markdown."""
    columns = list(next(iter(found.values())))
    lines = [
        INTRODUCTION,
        "| route | " + " | ".join(columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for route, cells in found.items():
        lines.append(f"| `{route}` | " + " | ".join(cells[c] for c in columns) + " |")
    return "\n".join(lines) + "\n"

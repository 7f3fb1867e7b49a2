"""Every route by every role by own and other things, against the table in docs/authority.md.

`make authority` writes the table anew; read what changed in it before you commit it.
"""

import os
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts

from app.core.identity import Role
from tests.approvals.test_implementation import approve, decide, ready
from tests.authority.cases import CASES, Case
from tests.authority.world import MARK, NARROW, Side, actors, models_of
from tests.core.test_doors import PUBLIC
from tests.factories import an_agency
from tests.scoring_schemes.test_api import a_document

TABLE = Path(__file__).resolve().parents[2] / "docs" / "authority.md"
INTRODUCTION = """# Who may do what

Made by `make authority`, checked by `tests/authority/test_matrix.py`: every route is asked by every
role, first about a thing of its own agency, then about one of another agency, and answers with
these two statuses. For *analyst of a unit* and *asn* the other thing lies in the same agency:
in another unit, or a colleague's. 404: not visible, as if it were not there. 403: the role may not.
A route that has no row here fails the build. What is open to anybody is in
`tests/core/test_doors.py`; anybody without a token gets 401 everywhere else.
"""
REQUESTS = "/v1/approval-requests"


def routes(app) -> list[str]:
    """Every route that needs a token, as `METHOD /path`."""
    return sorted(
        f"{method} {context.path}"
        for context in iter_route_contexts(app.routes)
        for method in sorted(context.methods or ())
        if context.path and context.path not in PUBLIC and method != "HEAD"
    )


@pytest.fixture
async def sides(agency, save, client_for):
    """Own, beside in the same agency, and foreign."""
    other = an_agency()
    made = {
        "own": Side(agency, MARK["own"]),
        "beside": Side(agency, MARK["beside"]),
        "foreign": Side(other, MARK["foreign"]),
    }
    await save(other)
    for side in made.values():
        await save(*models_of(side))
        side.keep(history_kind="courses", agency_code=side.agency.code)
    for side in (made["own"], made["foreign"]):
        await requests_of(side, client_for)
    requested = ("draft_id", "submitted_id", "approved_id", "content_sha256", "draft_scheme_id")
    made["beside"].keep(**{name: made["own"].ids[name] for name in requested})
    return made


async def requests_of(side, client_for):
    """A draft, one that waits for the committee, and an approved one with its letter."""
    there = {"agency_id": side.agency.id}
    analyst, ppk = client_for(Role.ANALYST, **there), client_for(Role.PPK, **there)
    body = {"kind": "implementation", "checklist": ready()}
    approved = (await analyst.post(REQUESTS, json=body)).json()
    await ppk.post(f"{REQUESTS}/{approved['id']}/submission")
    for role in (Role.KANREG, Role.BKN):
        answer = await decide(client_for(role, agency_id=None), approved)
        assert answer.status_code == 201, answer.text
    pool = {"kind": "talent_pool", "subject_id": side.ids["pool_id"]}
    submitted = (await analyst.post(REQUESTS, json=pool)).json()
    await analyst.post(f"{REQUESTS}/{submitted['id']}/submission")
    draft = (await analyst.post(REQUESTS, json=body)).json()
    code = f"baru-{side.mark.lower()}"
    scheme = await analyst.post("/v1/scoring-schemes", json=a_document(code=code))
    side.keep(
        approved_id=approved["id"],
        submitted_id=submitted["id"],
        content_sha256=approve(submitted)["content_sha256"],
        draft_id=draft["id"],
        draft_scheme_id=scheme.json()["id"],
    )


def url_of(route, ids):
    return CASES.get(route, Case()).of(route.split(" ", 1)[1], ids)["url"]


async def asked(connection, client, route, side):
    """The answer, with everything that it did taken back."""
    method, template = route.split(" ", 1)
    savepoint = await connection.begin_nested()
    try:
        given = CASES.get(route, Case()).of(template, side.ids)
        return await client.request(method, **given)
    finally:
        await savepoint.rollback()


async def test_every_route_answers_every_role_as_the_table_says(app, connection, client_for, sides):
    people = actors(sides["own"])
    found: dict[str, dict[str, str]] = {}
    leaks = []
    known = sides["own"].ids
    unasked = [route for route in routes(app) if "{" in url_of(route, known)]
    for route in routes(app):
        if route in unasked:
            continue
        found[route] = {}
        for name, actor in people.items():
            client = client_for(None, actor=actor)
            other = "beside" if name in NARROW else "foreign"
            statuses = []
            for which in ("own", other):
                answer = await asked(connection, client, route, sides[which])
                statuses.append(str(answer.status_code))
                if answer.is_success and sides[other].mark in answer.text:
                    leaks.append((route, name, which))
            found[route][name] = " ".join(statuses)

    table = written(found)
    if os.environ.get("AUTHORITY") == "write":
        TABLE.write_text(table)
    assert unasked == [], "say in cases.py what these are to be asked for"
    assert leaks == []
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

"""A member of an open blind session walks through the whole API and finds nobody."""

import re
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from tests.authority.asking import answered, request_to, routes
from tests.authority.leaks import Marks
from tests.authority.test_second_wall import without_checks

__all__ = ["without_checks"]

PEOPLE = text(
    "select e.nip, e.name, e.id::text, u.name, e.old_nip, e.pns_id from employees e"
    " join units u on u.id = e.unit_id where e.agency_id = :id"
)
# A closed list: a route that begins to answer a blinded actor has to be thought about here.
OPEN = {
    "GET /v1/agencies",
    "GET /v1/agencies/{agency_id}",
    "GET /v1/blind-sessions",
    "GET /v1/blind-sessions/{session_id}",
    "GET /v1/blind-sessions/{session_id}/candidates",
}
WITHOUT_PEOPLE = {
    "GET /v1/audit/checkpoints",
    "GET /v1/audit/checkpoints/latest",
    "GET /v1/audit/keys",
    "GET /v1/audit/proofs/consistency",
    "GET /v1/audit/proofs/inclusion",
    "GET /v1/clients",
    "GET /v1/clients/{client_id}",
    "GET /v1/clients/{client_id}/secrets",
    "GET /v1/kanreg",
    "GET /v1/me",
    "GET /v1/retention-classes",
    "GET /v1/scoring-schemes",
    "GET /v1/scoring-schemes/{scheme_id}",
}
"""What else may answer: what belongs to no agency, clients, and oneself."""
NOBODY = re.compile(rb'\{"items":\[\],"next":(null|"[^"]*")\}')
# The changes feed always has a link; it is empty while any transaction on the server is older.
# Whether a list that holds nothing for the actor is empty or refused depends on its plan.
KINDS = ("*/*", "text/csv", "application/pdf", "image/svg+xml", "application/zip", "text/html")


def blinded(side, roles=(Role.COMMITTEE,)):
    return Actor(
        UUID(side.ids["blind_first_id"]), "tersamar", frozenset(roles), frozenset({side.agency.id})
    )


async def marks_of(side, sessions):
    async with transaction(sessions, SYSTEM) as session:
        rows = await session.execute(PEOPLE, {"id": side.agency.id})
        return Marks(value for row in rows for value in row)


class Crawler:
    """Walks GET routes as one actor with all ids that another, who sees more, comes by."""

    def __init__(self, app, side, sees) -> None:
        self.app, self.side, self.sees = app, side, sees
        self.known: dict[str, set[str]] = {}

    async def addresses(self):
        """Every GET route with every id: the cases' own, and those of the lists above it."""
        for route in sorted(routes(self.app), key=lambda one: one.count("/")):
            if route.startswith("GET "):
                case = request_to(route, self.side.ids)
                found = {case["url"], *(await self._filled(route.removeprefix("GET ")))}
                for url in sorted(found):
                    yield route, {**case, "url": url}

    async def _filled(self, template):
        urls = [""]
        for part in template.strip("/").split("/"):
            if not part.startswith("{"):
                urls = [f"{url}/{part}" for url in urls]
                continue
            below = [(url, await self._ids(url)) for url in urls]
            urls = [f"{url}/{one}" for url, ids in below for one in sorted(ids)[:4]]
        return urls

    async def _ids(self, url):
        if url not in self.known:
            answers = [await client.get(url) for client in self.sees]
            bodies = [answer.json() for answer in answers if answer.is_success]
            items = [
                one for body in bodies if isinstance(body, dict) for one in body.get("items", ())
            ]
            keys = ("id", "employee_id", "code", "kind", "number")
            self.known[url] = {
                str(one[key]) for one, key in product(items, keys) if one.get(key) is not None
            }
        return self.known[url]


async def walk(app, side, client, marks, sees=(), kinds=KINDS):
    """The routes that answered, and the leaks, with how many addresses were tried."""
    good, leaks, tried = set(), [], 0
    async for route, asked in Crawler(app, side, sees).addresses():
        for kind in kinds:
            answer = await client.request(**asked, headers={"Accept": kind})
            tried += 1
            if answer.is_success and not NOBODY.fullmatch(answer.content):
                good.add(route)
            found = marks.found_in(answer.headers.items(), answer.content)
            # What was asked about may be said again.
            if told := {one for one in found if one not in asked["url"].lower()}:
                leaks.append((asked["url"], answer.status_code, sorted(told)[:3]))
            if kind == "*/*" and answer.headers["content-type"].startswith("application/problem"):
                break
    return good, leaks, tried


async def write(app, connection, side, client, marks):
    """The leaks in the answers of what is no GET, each taken back."""
    leaks = []
    for route in routes(app):
        if not route.startswith("GET "):
            async with answered(connection, client, route, side) as answer:
                sent = str(request_to(route, side.ids)).lower()
                found = marks.found_in(answer.headers.items(), answer.content)
                if told := {one for one in found if one not in sent}:
                    leaks.append((route, answer.status_code, sorted(told)[:3]))
                if answer.status_code >= 500:
                    leaks.append((route, answer.status_code, answer.text[:100]))
    return leaks


def seers(side, client_for):
    return [client_for(role, agency_id=side.agency.id) for role in (Role.ANALYST, Role.AUDITOR)]


async def test_a_blinded_member_finds_nobody_in_the_whole_api(
    app, client_for, connection, sides, sessions
):
    side = sides["own"]
    marks = await marks_of(side, sessions)
    client = client_for(None, actor=blinded(side))
    good, leaks, tried = await walk(app, side, client, marks, seers(side, client_for))
    said = await write(app, connection, side, client, marks)
    # The same walk by one of the same committee who sits in no session: it does find people.
    other = client_for(Role.COMMITTEE, agency_id=side.agency.id)
    seen, found, _ = await walk(app, side, other, marks, kinds=KINDS[:1])

    assert (leaks, said) == ([], [])
    assert OPEN <= good <= OPEN | WITHOUT_PEOPLE
    assert tried > 150
    assert len(seen) > 30
    assert len(found) > 12


@pytest.mark.usefixtures("without_checks")
async def test_the_database_alone_hides_people_from_a_blinded_actor_of_any_role(
    app, client_for, connection, sides, sessions
):
    side = sides["own"]
    marks = await marks_of(side, sessions)
    roles = [role for role in Role if role is not Role.ASN]
    client = client_for(None, actor=blinded(side, roles))
    good, leaks, _ = await walk(app, side, client, marks)
    said = await write(app, connection, side, client, marks)

    assert (leaks, said) == ([], [])
    assert good <= OPEN | WITHOUT_PEOPLE

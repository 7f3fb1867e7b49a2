"""What other products get wrong, tried on every route that can show it."""

import re
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.scoring_schemes import service as schemes
from tests.factories import a_unit, an_employee
from tests.imports.conftest import importing
from tests.imports.test_reading import a_sheet
from tests.imports.world import DEWI, UNITS, a_person, as_csv, as_ndjson, counts

__all__ = ["importing"]
HUGE = str(10**22)


def operations(app):
    """Every operation of the API: method, address, what its document says."""
    for path, methods in app.openapi()["paths"].items():
        for method, said in methods.items():
            if path.startswith("/v1/"):
                yield method.upper(), path, said


def filled(path, value):
    return "/".join(value if part.startswith("{") else part for part in path.split("/"))


def takes(said, parameter):
    return any(p["name"] == parameter and p["in"] == "query" for p in said.get("parameters", ()))


def takes_json(said):
    return "application/json" in said.get("requestBody", {}).get("content", {})


async def test_no_list_serves_a_hundred_thousand_rows_at_once(app, client_for):
    client = client_for(Role.ANALYST)
    lists = [path for _, path, said in operations(app) if takes(said, "limit")]
    served = []
    for path in lists:
        answer = await client.get(filled(path, HUGE[:1]) + "?limit=100000")
        pointers = [fault["pointer"] for fault in answer.json().get("errors", ())]
        if answer.status_code != 422 or "?limit" not in pointers:
            served.append((path, answer.status_code, pointers))

    assert len(lists) > 10
    assert served == []


@pytest.mark.parametrize("key", [HUGE, "abc", "-1", "%25", "' or 1=1 --"])
async def test_an_id_that_can_be_nobodys_is_merely_missing(app, client_for, key):
    client = client_for(Role.ANALYST)
    odd = []
    for method, path, said in operations(app):
        if "{" not in path:
            continue
        body = {"json": {}} if takes_json(said) else {}
        answer = await client.request(method, filled(path, key), **body)
        if answer.status_code not in {404, 422}:
            odd.append((method, path, answer.status_code))

    assert odd == []


def form_of(said):
    """The member that says which of several forms a body has, where there are several."""
    schema = said["requestBody"]["content"]["application/json"]["schema"]
    told = schema.get("discriminator")
    return {told["propertyName"]: next(iter(told["mapping"]))} if told else {}


async def test_no_body_has_a_field_that_nobody_knows(app, client_for):
    client = client_for(Role.ANALYST)
    ignored, asked = [], 0
    for method, path, said in operations(app):
        if not takes_json(said):
            continue
        asked += 1
        answer = await client.request(
            method,
            filled(path, "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"),
            json={"bukan_isian": 1, **form_of(said)},
        )
        pointers = [fault["pointer"] for fault in answer.json().get("errors", ())]
        if answer.status_code != 422 or "/bukan_isian" not in pointers:
            ignored.append((method, path, answer.status_code, pointers))

    assert asked > 5
    assert ignored == []


def as_xlsx(rows):
    """A spreadsheet whose cells are text, as SIASN exports them."""
    return a_sheet(list(rows[0]), *(list(row.values()) for row in rows))


FORMS = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "ndjson": as_ndjson,
    "json": lambda rows: b"[" + b",".join(as_ndjson([row]).strip() for row in rows) + b"]",
}


@pytest.mark.parametrize("form", FORMS)
async def test_numbers_that_are_names_survive_every_kind_of_file(importing, sessions, form):
    person = a_person(DEWI, nomor_hp="081200000007", nip_lama="010203040")
    done = await importing({"ref_unor.json": UNITS, f"pegawai.{form}": FORMS[form]([person])})

    async with transaction(sessions, SYSTEM) as session:
        kept = (await session.execute(text("select nip, phone from employees"))).one()

    assert counts(done)["pegawai"] == (1, 1, 0, 0, 0)
    assert tuple(kept) == (DEWI, "081200000007")


class Counting:
    """Lends connections of a pool and counts what is asked on them."""

    def __init__(self, pool):
        self.pool, self.asked = pool, 0

    @asynccontextmanager
    async def acquire(self):
        async with self.pool.acquire() as connection:
            yield Counted(self, connection)


class Counted:
    def __init__(self, counting, connection):
        self.counting, self.connection = counting, connection

    async def fetchval(self, *arguments):
        self.counting.asked += 1
        return await self.connection.fetchval(*arguments)


async def test_a_read_costs_one_statement_however_many_people_there_are(
    app, client_for, agency, save
):
    unit = a_unit(agency)
    person = an_employee(unit)
    await save(unit, person)
    app.state.reads = counting = Counting(app.state.reads)
    client = client_for(Role.ANALYST)

    async def cost(path):
        counting.asked = 0
        answer = await client.get(path)
        assert answer.status_code == 200
        return counting.asked

    paths = ["/v1/employees", f"/v1/employees/{person.id}", "/v1/units", "/v1/employees?limit=200"]
    few = [await cost(path) for path in paths]
    await save(*(an_employee(unit) for _ in range(100)))
    many = [await cost(path) for path in paths]

    assert few == many == [1] * 4


NOBODYS = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"
MAP = {"name": "Peta", "scheme": "pu-djbk", "as_of": "2026-01-01"}
POOL = {"name": "KRS", "legal_basis": "Keputusan 1/2026", "map_id": NOBODYS}
POOL |= {"valid_from": "2026-02-01", "expires_on": "2127-02-01"}


@pytest.mark.parametrize(
    ("role", "path", "body", "pointer"),
    [
        (
            Role.SIMPEG,
            "/v1/employees",
            {"nip": DEWI, "name": "Dewi", "unit_id": NOBODYS},
            "/unit_id",
        ),
        (Role.ANALYST, "/v1/talent-maps", {**MAP, "scheme": "tiada"}, "/scheme"),
        (Role.ANALYST, "/v1/talent-maps", {**MAP, "unit_id": NOBODYS}, "/unit_id"),
        (Role.ANALYST, "/v1/talent-maps", {**MAP, "agency": "TIADA"}, "/agency"),
        (Role.ANALYST, "/v1/talent-pools", POOL, "/map_id"),
        (
            Role.ANALYST,
            "/v1/approval-requests",
            {"kind": "talent_pool", "subject_id": NOBODYS},
            "/subject_id",
        ),
        (
            Role.ADMIN,
            "/v1/clients",
            {"name": "Klien", "roles": ["simpeg"], "agency_id": NOBODYS},
            "/agency_id",
        ),
    ],
    ids=["unit", "scheme", "unit of a map", "agency", "map", "pool", "agency of a client"],
)
async def test_what_is_referred_to_and_is_not_there_is_named_by_its_pointer(
    client_for, sessions, role, path, body, pointer
):
    await schemes.ensure_shipped(sessions)
    client = client_for(role, agency_id=None) if role is Role.ADMIN else client_for(role)

    answer = await client.post(path, json=body)

    assert answer.status_code == 422, answer.text
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


def test_every_test_that_the_document_names_exists():
    root = Path(__file__).parents[1]
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", (root / "docs/bad-input.md").read_text())

    assert len(named) > 40
    assert [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (root / file).read_text(encoding="utf-8")
    ] == []

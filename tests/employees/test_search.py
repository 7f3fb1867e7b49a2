"""Search by name: forgiving, literal, and within what the actor may see."""

from uuid import UUID

import pytest
from sqlalchemy import text, update

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.employees.models import Employee
from tests.conftest import an_actor
from tests.factories import a_unit, an_agency, an_employee

SEARCH = "/v1/employees/search"
NAMES = (
    "Ratna Wulandari",
    "Ratna Juwita",
    "Muhammad Yusuf Hidayat",
    "I Gusti Ayu Dewi Sartika",
    "Siti Nur'aini",
    "André Simanjuntak",
    "Drs. H. Bambang Sutrisno, M.Si.",
    "Sukarno",
    "50% Lebih",
    "A_B Cahyono",
)


@pytest.fixture
async def unit(agency, save):
    unit = a_unit(agency)
    await save(unit, *(an_employee(unit, name=name) for name in NAMES))
    return unit


async def names(client, sought, **more):
    answer = await client.get(SEARCH, params={"name": sought, **more})
    assert answer.status_code == 200, answer.text
    return [person["name"] for person in answer.json()["items"]]


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("Ratna Wulandari", "Ratna Wulandari"),
        ("wulandari ratna", "Ratna Wulandari"),
        ("Wulandari, Ratna", "Ratna Wulandari"),
        ("RATNA WULANDRI", "Ratna Wulandari"),
        ("Ratan Wulandari", "Ratna Wulandari"),
        ("Hj. Ratna Wulandari, S.Sos., M.Si.", "Ratna Wulandari"),
        ("Dr. Ratna Wulandari S.T. M.T.", "Ratna Wulandari"),
        ("prof dr wulandari", "Ratna Wulandari"),
        ("Yusuf Hidayat", "Muhammad Yusuf Hidayat"),
        ("Mohammad Yusuf", "Muhammad Yusuf Hidayat"),
        ("M.Yusuf Hidayat", "Muhammad Yusuf Hidayat"),
        ("ayu sartika", "I Gusti Ayu Dewi Sartika"),
        ("siti nuraini", "Siti Nur'aini"),
        ("siti nur\u2019aini", "Siti Nur'aini"),
        ("Andre Simanjuntak", "André Simanjuntak"),
        ("andre\u0301 simanjuntak", "André Simanjuntak"),
        ("Bambang Sutrisno", "Drs. H. Bambang Sutrisno, M.Si."),
        ("Soekarno", "Sukarno"),
        ("50%", "50% Lebih"),
        ("a_b cahyono", "A_B Cahyono"),
    ],
)
async def test_a_name_is_found_as_people_write_it(client_for, sought, first):
    assert (await names(client_for(Role.ANALYST), sought))[:1] == [first]


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize("sought", ["%%%", "__", "zzyzx", "Dr. M.Si.", "..", "\\%", "' or 1=1"])
async def test_what_resembles_nobody_finds_nobody(client_for, sought):
    assert await names(client_for(Role.ANALYST), sought) == []


@pytest.mark.usefixtures("unit")
async def test_the_likest_come_first_and_no_more_than_asked(client_for):
    client = client_for(Role.ANALYST)

    assert await names(client, "Ratna") == ["Ratna Juwita", "Ratna Wulandari"]
    assert await names(client, "Ratna", limit=1) == ["Ratna Juwita"]


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize(
    ("query", "code"),
    [("name=a%00b", "nul-character"), ("", "missing"), ("name=a", "string-too-short")],
)
async def test_what_is_no_name_is_refused(client_for, query, code):
    answer = await client_for(Role.ANALYST).get(f"{SEARCH}?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code


@pytest.mark.usefixtures("unit")
async def test_people_are_shown_as_in_the_list(client_for):
    client = client_for(Role.ANALYST)

    [found] = (await client.get(f"{SEARCH}?name=sukarno")).json()["items"]

    assert found == (await client.get("/v1/employees?name=sukarno")).json()["items"][0]


async def test_a_name_that_changes_is_found_as_it_is(client_for, sessions, unit):
    async with transaction(sessions, SYSTEM) as session:
        changed = update(Employee).where(Employee.name == "Sukarno").values(name="Bima Sakti")
        await session.execute(changed)
    client = client_for(Role.ANALYST)

    assert unit
    assert await names(client, "bima sakti") == ["Bima Sakti"]
    assert await names(client, "sukarno") == []


async def test_nobody_of_another_agency_or_unit_is_found(client_for, agency, save, unit):
    other, part = an_agency(), a_unit(agency)
    await save(other, part, an_employee(part, name="Ratna Bagian"))
    elsewhere = client_for(Role.ANALYST, agency_id=other.id)
    within = an_actor(Role.ANALYST, agency.id, units=frozenset({part.id}))

    assert unit
    assert await names(elsewhere, "ratna") == []
    assert await names(client_for(None, actor=within), "ratna") == ["Ratna Bagian"]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.BKN, Role.KANREG, Role.ASN])
async def test_who_sees_no_people_may_not_search(client_for, role):
    assert (await client_for(role).get(f"{SEARCH}?name=ratna")).status_code == 403


async def test_the_database_shows_no_names_but_those_sought_in_one_s_agency(agency, sessions, unit):
    other = an_actor(Role.ANALYST, UUID(int=7))
    seen = {}
    for actor in (an_actor(Role.ANALYST, agency.id), other):
        for sought in (None, "ratna"):
            async with transaction(sessions, actor) as session:
                await session.execute(
                    text("select set_config('app.search', :sought, true)"), {"sought": sought or ""}
                )
                found = await session.execute(text("select searched from employee_names"))
                seen[actor is other, sought] = sorted(found.scalars())

    assert unit
    assert seen.pop((False, "ratna")) == ["ratna juwita", "ratna wulandari"]
    assert set(map(tuple, seen.values())) == {()}


async def test_the_name_of_a_person_who_is_destroyed_goes_with_them(sessions, unit):
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(text("select set_config('app.search', 'sukarno', true)"))
        constraint = await session.scalar(
            text(
                "select confdeltype::text from pg_constraint"
                " where conname = 'fk_employee_names_employee_id'"
            )
        )
        there = await session.scalar(text("select count(*) from employee_names"))

    assert unit
    assert (constraint, there) == ("c", 1)

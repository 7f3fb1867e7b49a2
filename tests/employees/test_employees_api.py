"""People through HTTP: found, shown, masked, added."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.paging import Page
from app.employees.models import Employee, EmployeeVersion
from app.employees.schemas import EmployeeRead
from tests.factories import a_unit, an_agency, an_employee

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PERSONNEL = (Role.SIMPEG, Role.ANALYST)


@pytest.fixture
async def unit(agency, save):
    unit = a_unit(agency)
    await save(unit)
    return unit


@pytest.fixture
async def ratna(unit, save):
    ratna = an_employee(
        unit,
        name="Ratna Wulandari",
        nip="199001182015092001",
        phone="081200000001",
        email="ratna@example.go.id",
        old_nip="510112233",
        cohort=2,
    )
    await save(ratna)
    return ratna


COLLEAGUES = (*PERSONNEL, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR)


@pytest.mark.parametrize("role", COLLEAGUES)
async def test_identity_is_masked_and_the_nip_shown_to_personnel_systems_alone(
    client_for, ratna, role
):
    client = client_for(role)

    one = await client.get(f"/v1/employees/{ratna.id}")
    page = await client.get("/v1/employees")

    person = one.json()
    assert page.json() == {"items": [person], "next": None}
    EmployeeRead.model_validate_json(one.content)
    TypeAdapter(Page[EmployeeRead]).validate_json(page.content)
    shown = (person["nip"], person["birth_date"], person["phone"], person["email"])
    nip = ratna.nip if role is Role.SIMPEG else "**************2001"
    assert shown == (nip, None, "*********001", "***@example.go.id")
    assert person["old_nip"] == "*****2233"
    assert "1990-01-18" not in one.text
    assert ("19900118" in one.text) == (role is Role.SIMPEG)


@pytest.mark.parametrize("role", [r for r in Role if r not in COLLEAGUES])
async def test_whoever_has_no_business_with_people_sees_none(client_for, ratna, role):
    client = client_for(role)

    assert (await client.get(f"/v1/employees/{ratna.id}")).status_code == 404
    assert (await client.get("/v1/employees")).status_code == 403


@pytest.mark.parametrize("role", list(Role))
async def test_only_personnel_look_up_by_nip(client_for, ratna, role):
    answer = await client_for(role).get(f"/v1/employees/by-nip/{ratna.nip}")

    assert answer.status_code == (200 if role in PERSONNEL else 403)


async def test_a_person_is_found_by_a_former_nip(client_for, ratna, save):
    columns = {c.key: getattr(ratna, c.key) for c in Employee.__table__.columns if c.key != "id"}
    former = {**columns, "nip": "199001182014092001", "recorded_at": NOW}
    version = EmployeeVersion(employee_id=ratna.id, superseded_at=NOW + timedelta(1), **former)
    await save(version)
    client = client_for(Role.SIMPEG)

    by_former = await client.get("/v1/employees/by-nip/199001182014092001")
    spaced = await client.get("/v1/employees/by-nip/19900118 201409 2 001")
    by_own = await client.get(f"/v1/employees/by-nip/{ratna.nip}")
    unknown = await client.get("/v1/employees/by-nip/199001182013092001")

    assert by_former.json()["id"] == str(ratna.id)
    assert by_former.json()["nip"] == ratna.nip
    assert by_former.content == by_own.content == spaced.content
    assert unknown.status_code == 404
    assert unknown.json()["code"] == "nip-unknown"


async def test_whoever_has_a_nip_now_comes_before_whoever_had_it(client_for, ratna, unit, save):
    other = an_employee(unit)
    columns = {c.key: getattr(other, c.key) for c in Employee.__table__.columns if c.key != "id"}
    columns |= {"nip": ratna.nip, "recorded_at": NOW}
    await save(other, EmployeeVersion(employee_id=other.id, superseded_at=NOW, **columns))

    answer = await client_for(Role.ANALYST).get(f"/v1/employees/by-nip/{ratna.nip}")

    assert answer.json()["id"] == str(ratna.id)


@pytest.mark.parametrize("nip", ["12345", "A" * 18, "199013182015092001", "1990011820150920010"])
async def test_what_is_no_nip_is_refused_and_never_padded(client_for, nip):
    answer = await client_for(Role.SIMPEG).get(f"/v1/employees/by-nip/{nip}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "path:nip"


@pytest.mark.parametrize("key", ["10000000000000000000000", "abc", "%25", "0199f3a4"])
async def test_an_id_of_letters_or_of_23_digits_is_refused(client_for, key):
    answer = await client_for(Role.ANALYST).get(f"/v1/employees/{key}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0] | {"detail": ""} == {
        "pointer": "path:employee_id",
        "code": "uuid-parsing",
        "detail": "",
    }


async def test_a_stranger_is_not_there(client_for, save):
    other = an_agency()
    unit = a_unit(other)
    theirs = an_employee(unit)
    await save(other, unit, theirs)
    client = client_for(Role.ANALYST)

    answers = [
        await client.get(f"/v1/employees/{theirs.id}"),
        await client.get(f"/v1/employees/{uuid4()}"),
        await client.get(f"/v1/employees/by-nip/{theirs.nip}"),
        await client.get(f"/v1/employees/{theirs.id}/histories/ranks"),
    ]

    assert [a.status_code for a in answers] == [404] * 4
    assert (await client.get("/v1/employees")).json() == {"items": [], "next": None}


async def test_people_are_listed_by_name_page_by_page(client_for, unit, save):
    people = [an_employee(unit, name=f"Pegawai {n % 3}") for n in range(11)]
    await save(*people)
    client = client_for(Role.ANALYST)

    seen, address = [], "/v1/employees?limit=4"
    while address:
        page = await client.get(address)
        seen += [(p["name"], p["id"]) for p in page.json()["items"]]
        address = page.links["next"]["url"] if page.json()["next"] else None

    assert seen == sorted((p.name, str(p.id)) for p in people)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("ratna", ["Ratna Wulandari"]),
        ("WULAN", ["Ratna Wulandari"]),
        ("%", ["50% Lebih"]),
        ("_", ["A_B"]),
        ("\\", ["C:\\Daftar"]),
        ("a%i", []),
        ("'; drop table employees; --", []),
        ("nobody", []),
    ],
)
@pytest.mark.usefixtures("ratna")
async def test_a_search_takes_its_words_literally(client_for, unit, save, words, names):
    await save(*(an_employee(unit, name=name) for name in ("50% Lebih", "A_B", "C:\\Daftar")))

    page = await client_for(Role.ANALYST).get("/v1/employees", params={"name": words})

    assert [p["name"] for p in page.json()["items"]] == names


async def test_people_are_filtered_by_unit_and_talent_level(client_for, agency, unit, ratna, save):
    elsewhere = a_unit(agency)
    await save(elsewhere, an_employee(elsewhere, cohort=2), an_employee(unit, cohort=1))
    client = client_for(Role.ANALYST)

    both = await client.get("/v1/employees", params={"unit_id": str(unit.id), "cohort": 2})
    level = await client.get("/v1/employees", params={"cohort": 2})

    assert [p["id"] for p in both.json()["items"]] == [str(ratna.id)]
    assert len(level.json()["items"]) == 2


async def test_a_person_is_shown_as_known_then(client_for, unit, save):
    now = an_employee(unit, name="Nama Baru", recorded_at=NOW)
    columns = {c.key: getattr(now, c.key) for c in Employee.__table__.columns if c.key != "id"}
    before = {**columns, "name": "Nama Lama", "recorded_at": NOW - timedelta(30)}
    await save(now, EmployeeVersion(employee_id=now.id, superseded_at=NOW, **before))
    client = client_for(Role.COMMITTEE)

    async def known(at):
        answer = await client.get(f"/v1/employees/{now.id}", params={"known_at": at.isoformat()})
        return answer.json().get("name"), answer.status_code

    assert await known(NOW) == ("Nama Baru", 200)
    assert await known(NOW - timedelta(seconds=1)) == ("Nama Lama", 200)
    assert await known(NOW - timedelta(31)) == (None, 404)


def a_creation(unit, **values):
    given = {"nip": "199001182015092001", "name": "Ratna Wulandari", "unit_id": str(unit.id)}
    return {**given, **values}


async def test_a_person_is_added_with_what_the_nip_says(client_for, agency, unit):
    client = client_for(Role.SIMPEG)
    body = a_creation(
        unit,
        nip="19900118 201509 2 001",
        phone="0812",
        position_kind="2",
        position_level="Ahli Muda",
        rank_name="III.c",
    )

    answer = await client.post("/v1/employees", json=body)

    person = answer.json()
    assert answer.status_code == 201, person
    assert person["nip"] == "199001182015092001"
    assert (person["birth_date"], person["sex"], person["employment"]) == (None, "F", "PNS")
    assert (person["phone"], person["cohort"]) == ("*812", 2)
    assert (person["rank_code"], person["rank_name"]) == ("33", "III/c")
    assert person["agency_id"] == str(agency.id)
    assert (await client.get(f"/v1/employees/{person['id']}")).json() == person


@pytest.mark.usefixtures("ratna")
async def test_a_nip_belongs_to_one_person(client_for, unit):
    answer = await client_for(Role.SIMPEG).post("/v1/employees", json=a_creation(unit))

    assert answer.status_code == 409
    assert answer.json()["code"] == "nip-taken"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"unit_id": "00000000-0000-4000-8000-000000000000"}, "/unit_id"),
        ({"unit_id": "10000000000000000000000"}, "/unit_id"),
        ({"nip": "12345"}, "/nip"),
        ({"nip": 199001182015092001}, "/nip"),
        ({"name": ""}, "/name"),
        ({"name": "Rat\x00na"}, ""),
        ({"nama": "Ratna"}, "/nama"),
        ({"birth_date": "18-01-1990"}, "/birth_date"),
        ({"sex": "P"}, "/sex"),
        ({"graduation_year": 10**22}, "/graduation_year"),
    ],
    ids=str,
)
async def test_what_is_wrong_is_named_by_its_pointer(client_for, unit, change, pointer):
    answer = await client_for(Role.SIMPEG).post("/v1/employees", json=a_creation(unit, **change))

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [pointer]


async def test_the_unit_of_another_agency_is_unknown(client_for, save):
    other = an_agency()
    unit = a_unit(other)
    await save(other, unit)

    answer = await client_for(Role.SIMPEG).post("/v1/employees", json=a_creation(unit))

    assert answer.status_code == 422
    assert answer.json()["code"] == "unit-unknown"


@pytest.mark.parametrize("role", [role for role in Role if role not in PERSONNEL])
async def test_nobody_else_adds_people(client_for, unit, role):
    answer = await client_for(role).post("/v1/employees", json=a_creation(unit))

    assert answer.status_code == 403


async def test_adding_is_recorded(client_for, unit, sessions):
    await client_for(Role.SIMPEG).post("/v1/employees", json=a_creation(unit))

    async with transaction(sessions, SYSTEM) as session:
        kinds = await session.scalars(text("select kind from audit_events"))
        assert kinds.all() == ["employee.added"]

"""Everybody as a file: the list's people and masks, and who may take them out."""

import csv
import io

import orjson
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.factories import a_unit, an_employee

EXPORT = "/v1/employees/export"
RISKY = "=cmd|' /C calc'!A0"


@pytest.fixture
async def people(agency, save):
    unit = a_unit(agency)
    await save(
        unit,
        an_employee(unit, name="Andi", phone="081234567890", cohort=2, graduation_year=1999),
        an_employee(unit, name="Budi, S.H.", employment="PPPK"),
        an_employee(unit, name=RISKY),
    )


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def sheet(content):
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("query", ["", "?sort=-name", "?employment=PPPK", "?name=di&cohort=2"])
@pytest.mark.parametrize("role", [Role.ANALYST, Role.SIMPEG, Role.AUDITOR])
async def test_ndjson_has_the_items_of_the_list(client_for, role, query):
    client = client_for(role)

    listed = (await client.get(f"/v1/employees{query}")).json()["items"]
    answer = await client.get(f"{EXPORT}.ndjson{query}")

    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"] == 'attachment; filename="employees.ndjson"'
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert [orjson.loads(line) for line in answer.content.splitlines()] == listed


@pytest.mark.usefixtures("people")
async def test_csv_and_xlsx_are_the_same_table_and_run_nothing(client_for):
    client = client_for(Role.SIMPEG)

    listed = (await client.get("/v1/employees")).json()["items"]
    rows = table((await client.get(f"{EXPORT}.csv")).content)
    cells = sheet((await client.get(f"{EXPORT}.xlsx")).content)

    assert list(rows[0]) == list(cells[0]) == list(listed[0])
    assert [row["nip"] for row in rows] == [row["nip"] for row in cells]
    assert [row["nip"] for row in rows] == [person["nip"] for person in listed]
    assert {row["name"] for row in rows} == {"Andi", "Budi, S.H.", "'" + RISKY}
    assert [row["name"] for row in rows] == [row["name"] for row in cells]
    andi = next(row for row in cells if row["name"] == "Andi")
    assert (andi["cohort"], andi["graduation_year"], andi["old_nip"]) == (2.0, 1999.0, "")
    assert (andi["phone"], andi["birth_date"]) == ("*********890", "")


@pytest.mark.usefixtures("people")
async def test_a_download_is_in_the_log_without_the_name_that_was_sought(client_for, sessions):
    await client_for(Role.ANALYST).get(f"{EXPORT}.csv?name=Andi&employment=PNS")

    async with transaction(sessions, SYSTEM) as session:
        found = text("select kind, data from audit_events order by id desc limit 1")
        kind, data = (await session.execute(found)).one()
    assert kind == "data.exported"
    assert data == {"what": "employees", "format": "csv", "filters": ["employment", "name"]}


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.PYB, Role.PPK, Role.ADMIN, Role.ASN])
async def test_who_decides_about_people_takes_no_file(client_for, role):
    assert (await client_for(role).get(f"{EXPORT}.csv")).status_code == 403


async def test_a_filter_that_the_list_has_not_is_refused(client_for):
    answer = await client_for(Role.ANALYST).get(f"{EXPORT}.csv?limit=5")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "?limit"

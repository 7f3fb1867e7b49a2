"""The placements of a map as a file."""

import orjson
import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.employees.test_export import sheet, table
from tests.talent_maps.test_api import MAP, people

__all__ = ["people"]


@pytest.fixture
async def where(client_for, people, run_jobs):
    assert people
    where = (await client_for(Role.ANALYST).post("/v1/talent-maps", json=MAP)).headers["location"]
    await run_jobs()
    return where


@pytest.mark.parametrize("query", ["", "?cohort=2", "?box=9", "?missing=kompetensi"])
async def test_every_format_has_the_rows_of_the_list(client_for, where, query):
    client = client_for(Role.ANALYST)

    listed = (await client.get(f"{where}/placements{query}")).json()["items"]
    lines = await client.get(f"{where}/placements.ndjson{query}")
    rows = table((await client.get(f"{where}/placements.csv{query}")).content)
    cells = sheet((await client.get(f"{where}/placements.xlsx{query}")).content)

    assert [orjson.loads(line) for line in lines.text.splitlines()] == listed
    assert [row["nip"] for row in rows] == [one["nip"] for one in listed]
    assert [row["performance"] for row in rows] == [one["performance"] or "" for one in listed]
    assert [row["nip"] for row in cells] == [one["nip"] for one in listed]
    scores = [float(one["performance"]) if one["performance"] else "" for one in listed]
    assert [row["performance"] for row in cells] == scores


async def test_nips_are_in_full_for_a_personnel_system_alone(client_for, where, people):
    seen = {
        role: table((await client_for(role).get(f"{where}/placements.csv")).content)[0]["nip"]
        for role in (Role.SIMPEG, Role.ANALYST, Role.AUDITOR)
    }

    hidden = "*" * 14 + people["best"].nip[-4:]
    assert seen == {Role.SIMPEG: people["best"].nip, Role.ANALYST: hidden, Role.AUDITOR: hidden}


async def test_a_download_is_in_the_log(client_for, where, sessions):
    await client_for(Role.ANALYST).get(f"{where}/placements.xlsx?box=9")

    async with transaction(sessions, SYSTEM) as session:
        found = text("select kind, subject_id, data from audit_events order by id desc limit 1")
        kind, subject, data = (await session.execute(found)).one()
    assert (kind, str(subject)) == ("data.exported", where.rpartition("/")[2])
    assert data == {"what": "placements", "format": "xlsx", "filters": ["box"]}


async def test_who_decides_takes_no_file_and_an_unfinished_map_has_none(client_for, where, people):
    assert people
    asked = await client_for(Role.ANALYST).post("/v1/talent-maps", json={**MAP, "name": "Nanti"})
    later = asked.headers["location"]

    assert (await client_for(Role.COMMITTEE).get(f"{where}/placements.csv")).status_code == 403
    assert (await client_for(Role.BKN).get(f"{where}/placements.csv")).status_code == 404
    assert (await client_for(Role.ANALYST).get(f"{later}/placements.csv")).status_code == 409

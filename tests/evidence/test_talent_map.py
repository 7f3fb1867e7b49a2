"""The bundle of a whole map: taken once, verified for ever, by who may."""

import json

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.verifier.bundle import verify
from tests.evidence.conftest import PURPOSE, files_of, taken
from tests.factories import an_agency


@pytest.mark.parametrize("scheme", ["bkn-411-2025", "pu-djbk"])
async def test_a_whole_map_is_recomputed_from_its_bundle(client_for, mapped, scheme):
    talent_map = await mapped(scheme=scheme)
    auditor = client_for(Role.AUDITOR)

    bundle = await taken(auditor, f"/v1/talent-maps/{talent_map.id}")
    report = verify(bundle)

    assert report.findings == []
    assert any(f"{talent_map.population} people recomputed" in one for one in report.checked)


async def test_a_bundle_is_the_same_long_after_corrections(client_for, mapped, sessions):
    talent_map = await mapped()
    client = client_for(Role.AUDITOR)
    before = files_of(await taken(client, f"/v1/talent-maps/{talent_map.id}"))

    async with transaction(sessions, SYSTEM) as session:  # corrections, as imports make them
        for table in ("performances", "assessments", "disciplines", "position_histories"):
            await session.execute(text(f"update {table} set superseded_at = clock_timestamp()"))
        columns = (
            "agency_id, nip, name, birth_date, sex, employment, legal_status, position_since,"
            " cohort, education_level, education_relevance, unit_id, recorded_at"
        )
        await session.execute(
            text(
                f"insert into employee_versions (employee_id, superseded_at, {columns})"
                f" select id, clock_timestamp(), {columns} from employees"
            )
        )
        await session.execute(
            text(
                "update employees set education_level = '15', legal_status = 'Pensiun',"
                " recorded_at = clock_timestamp()"
            )
        )
    later = await taken(client, f"/v1/talent-maps/{talent_map.id}")

    assert verify(later).findings == []
    after = files_of(later)
    for name in ("map.json", "scheme.json", "inputs.ndjson", "results.ndjson"):
        assert after[name] == before[name]


async def test_people_are_in_it_by_id_alone(client_for, mapped, sessions):
    talent_map = await mapped()
    client = client_for(Role.ANALYST)
    content = b"".join(files_of(await taken(client, f"/v1/talent-maps/{talent_map.id}")).values())

    async with transaction(sessions, SYSTEM) as session:
        rows = (await session.execute(text("select nip, name, email, phone from employees"))).all()

    told = [value for row in rows for value in row if value and value.encode() in content]
    assert told == []


async def test_the_page_is_for_people_and_runs_nothing(client_for, mapped):
    talent_map = await mapped()
    client = client_for(Role.ANALYST)

    page = files_of(await taken(client, f"/v1/talent-maps/{talent_map.id}"))["index.html"].decode()

    assert "Pemeriksaan Inspektorat" in page
    assert "<svg" in page
    assert "<script" not in page
    assert "talenta verify" in page
    assert 'lang="en"' in page


async def test_taking_it_is_recorded_with_its_purpose(client_for, mapped, sessions):
    talent_map = await mapped()
    client = client_for(Role.AUDITOR)
    await taken(client, f"/v1/talent-maps/{talent_map.id}")

    async with transaction(sessions, SYSTEM) as session:
        event = (
            await session.execute(text("select * from audit_events where kind = 'evidence.sealed'"))
        ).one()

    assert event.subject_id == talent_map.id
    assert event.purpose == PURPOSE["purpose"]
    assert len(event.data["manifest_sha256"]) == 64


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ANALYST, 200),
        (Role.AUDITOR, 200),
        (Role.PPK, 200),
        (Role.SIMPEG, 403),
        (Role.COMMITTEE, 403),
        (Role.PYB, 403),
        (Role.ADMIN, 404),
        (Role.KANREG, 404),
        (Role.BKN, 404),
        (Role.ASN, 404),
    ],
)
async def test_who_may_take_a_map(client_for, mapped, role, status):
    talent_map = await mapped(people=100)
    client = client_for(role)

    answer = await client.get(f"/v1/talent-maps/{talent_map.id}/evidence.zip", params=PURPOSE)

    assert answer.status_code == status


async def test_nobody_takes_the_map_of_another_agency(client_for, mapped, save):
    talent_map, other = await mapped(people=100), an_agency()
    await save(other)

    answer = await client_for(Role.AUDITOR, agency_id=other.id).get(
        f"/v1/talent-maps/{talent_map.id}/evidence.zip", params=PURPOSE
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("query", [{}, {"purpose": ""}, {"purpose": "x"}])
async def test_a_purpose_is_needed(client_for, agency, query):
    client = client_for(Role.AUDITOR)

    answer = await client.get(f"/v1/talent-maps/{agency.id}/evidence.zip", params=query)

    assert answer.status_code == 422
    assert json.loads(answer.content)["errors"][0]["pointer"] == "?purpose"

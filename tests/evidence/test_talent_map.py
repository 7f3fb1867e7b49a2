"""The bundle of a whole map: taken once, verified for ever, by who may."""

import hashlib
import json
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.verifier.bundle import verify
from tests.conftest import an_actor
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


async def test_nobody_is_smuggled_into_a_finished_map(mapped, sessions):
    talent_map = await mapped(people=100)
    smuggled = (
        "insert into talent_map_placements (map_id, place, agency_id, employee_id, missing)"
        " select :map, 9999, agency_id, id, '{}' from employees"
        " where legal_status <> 'Aktif' limit 1"
    )

    with pytest.raises(ProgrammingError, match="map_not_finished"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text(smuggled), {"map": talent_map.id})


async def test_people_are_in_it_by_id_alone_and_who_took_it_is_recorded(
    client_for, mapped, sessions
):
    talent_map = await mapped(people=100)
    files = files_of(await taken(client_for(Role.AUDITOR), f"/v1/talent-maps/{talent_map.id}"))

    auditor = an_actor(Role.AUDITOR, talent_map.agency_id)
    async with transaction(sessions, auditor) as session:
        rows = (await session.execute(text("select nip, name, email, phone from employees"))).all()
        sealed = "select * from audit_events where kind = 'evidence.sealed'"
        event = (await session.execute(text(sealed))).one()
        looks = "select * from person_accesses where what = 'evidence'"
        seen = (await session.execute(text(looks))).all()
    content = b"".join(files.values())
    page = files["index.html"].decode()

    assert [value for row in rows for value in row if value and value.encode() in content] == []
    assert len({look.employee_id for look in seen}) == len(seen) == talent_map.population
    assert {(look.object_id, look.reason) for look in seen} == {(talent_map.id, event.purpose)}
    assert event.subject_id == talent_map.id
    assert event.purpose == PURPOSE["purpose"]
    assert event.data["manifest_sha256"] == hashlib.sha256(files["manifest.json"]).hexdigest()
    assert PURPOSE["purpose"] in page
    assert "<svg" in page
    assert "<script" not in page
    assert "talenta verify" in page
    assert 'lang="en"' in page


async def test_who_may_take_a_map(client_for, mapped):
    address = f"/v1/talent-maps/{(await mapped(people=100)).id}/evidence.zip"

    answers = {
        role: (await client_for(role).get(address, params=PURPOSE)).status_code for role in Role
    }

    assert answers == {
        Role.ANALYST: 200,
        Role.AUDITOR: 200,
        Role.PPK: 200,
        Role.SIMPEG: 403,
        Role.COMMITTEE: 403,
        Role.PYB: 403,
        Role.ADMIN: 404,
        Role.KANREG: 404,
        Role.BKN: 404,
        Role.ASN: 404,
    }


async def test_a_part_of_an_agency_does_not_take_its_whole_map(client_for, mapped, agency):
    talent_map = await mapped(people=100)
    actor = an_actor(Role.ANALYST, agency.id, units=frozenset({uuid4()}))

    answer = await client_for(None, actor=actor).get(
        f"/v1/talent-maps/{talent_map.id}/evidence.zip", params=PURPOSE
    )

    assert answer.status_code == 403


async def test_nobody_takes_the_map_of_another_agency(client_for, mapped, save):
    talent_map, other = await mapped(people=100), an_agency()
    await save(other)

    answer = await client_for(Role.AUDITOR, agency_id=other.id).get(
        f"/v1/talent-maps/{talent_map.id}/evidence.zip", params=PURPOSE
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("purpose", [None, "", "x", "x" * 301])
async def test_a_purpose_is_needed(client_for, agency, purpose):
    client = client_for(Role.AUDITOR)
    query = {} if purpose is None else {"purpose": purpose}

    answer = await client.get(f"/v1/talent-maps/{agency.id}/evidence.zip", params=query)

    assert answer.status_code == 422
    assert json.loads(answer.content)["errors"][0]["pointer"] == "?purpose"


async def test_a_purpose_that_no_database_keeps_is_refused(client_for, agency):
    query = {"purpose": "Pemeriksaan\x00"}

    answer = await client_for(Role.AUDITOR).get(
        f"/v1/talent-maps/{agency.id}/evidence.zip", params=query
    )

    assert answer.status_code == 422

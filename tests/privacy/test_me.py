"""Oneself: one's own record, and everything about one to take away."""

import pytest
from sqlalchemy import text

from app.core.db import set_context
from app.core.identity import SYSTEM, Role
from app.privacy.export import OTHERS, TITLES
from app.privacy.schemas import MeRead, PersonExport

NAMING_A_PERSON = """
select c.relname as table from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attname = 'employee_id'"""
REFERRING = """
select k.conrelid::regclass::text as table from pg_constraint k
where k.contype = 'f' and k.confrelid = 'employees'::regclass"""
CORRECTION = {"about": "record", "claim": "Alamat surel saya sudah berganti."}
RESTRICTION = {"reason": "Data kinerja saya sedang saya sanggah."}
IMPORT = "0199f3a4-7c1e-7000-8b3a-000000000001"


async def test_a_civil_servant_sees_their_own_record_unmasked(ratna):
    answer = await ratna.client.get("/v1/me")

    me = MeRead.model_validate_json(answer.content)
    assert me.employee.nip == "199001182015092001"
    assert (me.employee.phone, me.employee.email) == ("0812", "ratn@example.go.id")
    assert str(me.employee.birth_date) == "1990-01-18"
    assert me.restricted_since is None
    assert answer.headers["cache-control"] == "no-store"


async def test_whoever_is_no_civil_servant_sees_who_they_are(client_for, agency):
    client = client_for(Role.ANALYST)

    me = (await client.get("/v1/me")).json()
    export = await client.get("/v1/me/export")

    assert (me["employee"], me["roles"], me["agencies"]) == (None, ["analyst"], [str(agency.id)])
    assert (export.status_code, export.json()["code"]) == (404, "no-civil-servant")


async def test_the_own_histories_are_there_and_a_colleagues_are_not(ratna, budi):
    own = await ratna.client.get(f"/v1/employees/{ratna.id}/histories/performances")
    theirs = await ratna.client.get(f"/v1/employees/{budi.id}/histories/performances")

    assert [fact["predicate"] for fact in own.json()["items"]] == ["sangat_baik"]
    assert theirs.status_code == 404


def by_table(answer):
    export = PersonExport.model_validate_json(answer.content)
    return {section.table: section.rows for section in export.sections}


async def test_everything_about_a_person_can_be_taken_away(client_for, ratna, budi):
    analyst = client_for(Role.ANALYST)
    await analyst.get(f"/v1/employees/{ratna.id}")
    await analyst.get(f"/v1/employees/{budi.id}")
    await ratna.client.post("/v1/correction-requests", json=CORRECTION)
    await ratna.client.post("/v1/me/restriction", json=RESTRICTION)

    answer = await ratna.client.get("/v1/me/export")
    rows = by_table(answer)

    assert answer.headers["content-disposition"].endswith(f'talenta-{ratna.id}.json"')
    assert rows["employees"][0]["nip"] == ratna.employee.nip
    assert rows["performances"][0]["predicate"] == "sangat_baik"
    assert [look["what"] for look in rows["person_accesses"]] == ["record"]
    assert {event["kind"] for event in rows["audit_events"]} == {
        "correction_request.made",
        "restriction.imposed",
        "person.exported",
    }
    assert len(rows["correction_requests"]) == len(rows["processing_restrictions"]) == 1
    assert budi.employee.nip not in answer.text
    assert str(budi.id) not in answer.text


async def test_the_export_holds_every_row_that_names_the_person(ratna, fetched):
    rows = by_table(await ratna.client.get("/v1/me/export"))

    for found in await fetched(NAMING_A_PERSON):
        table = found["table"]
        query = f"select count(*) as n from {table} where employee_id = :id"
        (counted,) = await fetched(query, id=ratna.id)
        assert len(rows[table]) == counted["n"], table


async def test_no_table_that_refers_to_people_is_missing_from_the_export(ratna, fetched):
    rows = by_table(await ratna.client.get("/v1/me/export"))

    naming = {found["table"] for found in await fetched(NAMING_A_PERSON)}
    referring = {found["table"] for found in await fetched(REFERRING)}
    assert naming | referring | set(OTHERS) == set(rows)
    assert set(rows) <= set(TITLES), "a table without words for people"


async def test_rejected_rows_about_a_person_are_in_the_export(ratna, budi, agency, sessions):
    async with sessions.begin() as session:
        await set_context(session, SYSTEM.context)
        await session.execute(
            text(
                "insert into imports (id, agency_id, actor_id, actor_name, dry_run, state, phase,"
                " percent, counts) values (:id, :agency, :agency, 'uji', false, 'finished',"
                " 'finished', 100, '[]')"
            ),
            {"id": IMPORT, "agency": agency.id},
        )
        for number, person in enumerate((ratna, budi)):
            values = {"id": IMPORT, "n": number, "agency": agency.id}
            values["raw"] = f'{{"nip_baru": "{person.employee.nip}"}}'
            await session.execute(
                text(
                    "insert into import_rows (import_id, file, number, line, agency_id, verdict,"
                    " code, raw) values (:id, 0, :n, :n, :agency, 'rejected', 'date-invalid', :raw)"
                ),
                values,
            )

    rows = by_table(await ratna.client.get("/v1/me/export"))

    assert [row["raw"] for row in rows["import_rows"]] == [
        f'{{"nip_baru": "{ratna.employee.nip}"}}'
    ]


async def test_after_the_export_one_sees_no_more_than_before(ratna, budi):
    await ratna.client.get("/v1/me/export")

    assert (await ratna.client.get(f"/v1/employees/{budi.id}")).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ASN])
async def test_nobody_takes_away_the_data_of_another(client_for, ratna, role):
    client = client_for(role)

    assert (await client.get("/v1/me/export")).status_code == 404
    assert (await client.get(f"/v1/me/export?employee_id={ratna.id}")).status_code == 422

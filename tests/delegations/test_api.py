"""Delegations, acting officials and absences as they are made, answered and ended."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.db import constraint_of, transaction
from app.core.identity import Role
from tests.conftest import an_actor
from tests.factories import a_client, an_agency

TODAY = datetime.now(UTC).date()
NOWHERE = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0fff"
DAYS = {"valid_from": str(TODAY), "valid_until": str(TODAY + timedelta(days=5))}
PAST = {"valid_from": "2026-01-05", "valid_until": "2026-01-06"}
BACKWARDS = {"valid_from": DAYS["valid_until"], "valid_until": str(TODAY)}
GROUNDS = {"legal_basis": "Peraturan Gubernur Nomor 9 Tahun 2025", "reason": "Tugas belajar"}


@pytest.fixture
async def giver(save, agency):
    client = a_client(["pyb"], agency.id, name="Bagas Prasetya")
    await save(client)
    return client


@pytest.fixture
async def delegate(save, agency):
    client = a_client(["committee"], agency.id, name="Ratna Wulandari")
    await save(client)
    return client


@pytest.fixture
def acting_as(client_for, agency):
    def one(client):
        actor = an_actor(Role(client.roles[0]), agency.id, id=client.id, name=client.name)
        return client_for(None, actor=actor)

    return one


@pytest.fixture
def draft(delegate):
    return {"role": "pyb", "delegate_id": str(delegate.id), **DAYS, **GROUNDS}


async def test_a_delegation_waits_for_its_answer_and_is_answered_once(
    acting_as, giver, delegate, draft
):
    made = (await acting_as(giver).post("/v1/delegations", json=draft)).json()
    where = f"/v1/delegations/{made['id']}"

    by_giver = await acting_as(giver).post(f"{where}/acceptance")
    accepted = await acting_as(delegate).post(f"{where}/acceptance")
    again = await acting_as(delegate).post(f"{where}/refusal")
    listed = await acting_as(delegate).get("/v1/delegations", params={"actor_id": str(giver.id)})

    assert (made["accepted"], made["giver_name"]) == (None, giver.name)
    assert (by_giver.status_code, by_giver.json()["code"]) == (403, "not-for-you-to-answer")
    assert accepted.json()["accepted"] is True
    assert (again.status_code, again.json()["code"]) == (409, "delegation-over")
    assert [one["id"] for one in listed.json()["items"]] == [made["id"]]


async def test_an_auditor_is_nobodys_delegate(acting_as, giver, agency, draft, save):
    auditor = a_client(["auditor"], agency.id, name="Wira Auditor")
    await save(auditor)

    answer = await acting_as(giver).post(
        "/v1/delegations", json=draft | {"delegate_id": str(auditor.id)}
    )

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        ("/delegate_id", "person-unknown")
    ]


async def test_only_the_giver_takes_a_delegation_back(acting_as, giver, delegate, draft):
    made = (await acting_as(giver).post("/v1/delegations", json=draft)).json()
    where = f"/v1/delegations/{made['id']}"

    by_delegate = await acting_as(delegate).post(f"{where}/withdrawal")
    withdrawn = await acting_as(giver).post(f"{where}/withdrawal")
    late = await acting_as(delegate).post(f"{where}/acceptance")
    twice = await acting_as(giver).post(f"{where}/withdrawal")
    anew = await acting_as(giver).post("/v1/delegations", json=draft)

    assert (by_delegate.status_code, by_delegate.json()["code"]) == (403, "not-yours-to-withdraw")
    assert withdrawn.json()["withdrawn_at"] is not None
    assert late.json()["code"] == twice.json()["code"] == "delegation-over"
    assert anew.status_code == 201


async def test_a_role_has_one_delegate_at_a_time(acting_as, giver, draft):
    await acting_as(giver).post("/v1/delegations", json=draft)

    second = await acting_as(giver).post("/v1/delegations", json=draft)

    assert (second.status_code, second.json()["code"]) == (409, "delegated-already")


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"delegate_id": NOWHERE}, "/delegate_id"),
        (PAST, "/valid_until"),
        (BACKWARDS, "/valid_until"),
        ({"agency_id": NOWHERE}, "/agency_id"),
    ],
    ids=["a stranger", "past", "backwards", "another agency"],
)
async def test_a_delegation_names_somebody_and_days_to_come(
    acting_as, giver, draft, values, pointer
):
    refused = await acting_as(giver).post("/v1/delegations", json=draft | values)

    assert refused.status_code == 422, refused.text
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_nobody_delegates_to_themselves_or_what_they_do_not_hold(acting_as, giver, draft):
    to_self = await acting_as(giver).post(
        "/v1/delegations", json=draft | {"delegate_id": str(giver.id)}
    )
    alien = await acting_as(giver).post("/v1/delegations", json=draft | {"role": "ppk"})

    assert to_self.status_code == 422
    assert (alien.status_code, alien.json()["code"]) == (403, "not-yours-to-delegate")


async def test_who_acts_in_an_office_does_not_delegate_it(acting_as, client_for, giver, draft):
    acts = {"role": "ppk", "kind": "plt", "actor_id": str(giver.id), "decree_number": "800/117"}
    made = await client_for(Role.ADMIN).post("/v1/acting-officials", json={**acts, **DAYS})

    refused = await acting_as(giver).post("/v1/delegations", json=draft | {"role": "ppk"})

    assert made.status_code == 201, made.text
    assert refused.json()["code"] == "not-yours-to-delegate"


async def test_only_an_administrator_designates_and_records_absences_of_others(
    acting_as, client_for, giver, delegate
):
    acts = {"role": "ppk", "kind": "plt", "actor_id": str(giver.id), "decree_number": "800/117"}
    away = {**DAYS, "actor_id": str(delegate.id)}

    for url, body in (("/v1/acting-officials", {**acts, **DAYS}), ("/v1/absences", away)):
        own = await acting_as(giver).post(url, json=body)
        made = await client_for(Role.ADMIN).post(url, json=body)
        twice = await client_for(Role.ADMIN).post(url, json=body)
        other = await acting_as(giver).delete(f"{url}/{made.json()['id']}")
        ended = await client_for(Role.ADMIN).delete(f"{url}/{made.json()['id']}")
        listed = await acting_as(giver).get(url)

        assert [own.status_code, made.status_code, twice.status_code] == [403, 201, 409]
        assert [other.status_code, ended.status_code] == [403, 204]
        assert listed.json()["items"][0]["ended_at"] is not None


async def test_another_agency_s_are_not_there(client_for, acting_as, save, giver, draft):
    elsewhere = an_agency()
    await save(elsewhere)
    made = (await acting_as(giver).post("/v1/delegations", json=draft)).json()
    stranger = client_for(Role.PPK, agency_id=elsewhere.id)

    listed = await stranger.get("/v1/delegations")
    refused = await stranger.post(f"/v1/delegations/{made['id']}/acceptance")

    assert listed.json()["items"] == []
    assert (refused.status_code, refused.json()["code"]) == (404, "delegation-unknown")


async def test_the_database_holds_who_gives_answers_and_takes_back(
    sessions, agency, acting_as, giver, delegate, draft
):
    made = (await acting_as(giver).post("/v1/delegations", json=draft)).json()
    accept = "update delegations set accepted = true, answered_at = now()"
    back = "update delegations set withdrawn_at = now()"
    give = """insert into delegations (agency_id, role, giver_id, giver_name, delegate_id,
      delegate_name, valid_from, valid_until, legal_basis, reason) select agency_id, 'pyb',
      delegate_id, 'X', giver_id, 'Y', valid_from, valid_until, legal_basis, reason
      from delegations"""

    async def attack(client, sql):
        actor = an_actor(Role(client.roles[0]), agency.id, id=client.id)
        with pytest.raises(IntegrityError) as refused:
            async with transaction(sessions, actor) as session:
                await session.execute(text(sql))
        return constraint_of(refused.value)

    assert made["accepted"] is None
    assert await attack(giver, accept) == "answered_by_the_delegate"
    assert await attack(delegate, back) == "withdrawn_by_the_giver"
    assert await attack(delegate, give) == "delegated_by_who_holds_it"
    assert await attack(giver, give) == "delegated_by_who_holds_it"
    assert await attack(delegate, f"{accept}, withdrawn_at = now()") == "delegation_answered_once"


async def test_no_system_stands_in_for_anybody(acting_as, giver, save, agency, client_for, draft):
    system = a_client(["simpeg"], agency.id, name="SIMPEG Contoh")
    await save(system)
    named = {"role": "pyb", "actor_id": str(system.id), "kind": "plh", "decree_number": "1/2026"}

    refused = [
        await acting_as(giver).post(
            "/v1/delegations", json={**draft, "delegate_id": str(system.id)}
        ),
        await client_for(Role.ADMIN).post("/v1/acting-officials", json={**named, **DAYS}),
    ]

    for answer, pointer in zip(refused, ("/delegate_id", "/actor_id"), strict=True):
        assert answer.status_code == 422, answer.text
        [fault] = answer.json()["errors"]
        assert (fault["pointer"], fault["code"]) == (pointer, "person-unknown")


async def test_nor_by_raw_sql(giver, save, agency, sessions):
    system = a_client(["simpeg"], agency.id, name="SIMPEG Contoh")
    await save(system)
    given = text("""
        insert into delegations (agency_id, valid_from, valid_until, role, giver_id, giver_name,
          delegate_id, delegate_name, legal_basis, reason)
        values (:agency, current_date, current_date, 'pyb', :giver, 'x', :system, 'y', 'Perda',
          'Cuti')""")
    values = {"agency": agency.id, "giver": giver.id, "system": system.id}

    with pytest.raises(IntegrityError) as refused:
        async with transaction(sessions, an_actor(Role.PYB, agency.id, id=giver.id)) as session:
            await session.execute(given, values)

    assert constraint_of(refused.value) == "mandate_for_a_person"

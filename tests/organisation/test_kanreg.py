"""The Kantor Regional as reference data, and where an agency belongs."""

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from tests.conftest import OVERWRITE
from tests.factories import a_client

PLACED = {"kanreg": "VII", "province": "Sumatera Selatan"}


async def test_fourteen_offices_are_shipped_in_their_order(client_for):
    first = (await client_for(Role.ASN).get("/v1/kanreg?limit=7")).json()
    rest = (await client_for(Role.ASN).get(f"/v1/kanreg?cursor={first['next']}")).json()

    offices = [*first["items"], *rest["items"]]
    assert [one["number"] for one in offices] == list(range(1, 15))
    assert offices[6] == {
        "code": "VII",
        "number": 7,
        "city": "Palembang",
        "provinces": ["Sumatera Selatan", "Jambi", "Bengkulu", "Kepulauan Bangka Belitung"],
    }
    provinces = [province for one in offices for province in one["provinces"]]
    assert len(provinces) == len(set(provinces)) == 38


async def test_who_runs_the_installation_places_an_agency(client_for, agency):
    everywhere, local = client_for(Role.ADMIN, agency_id=None), client_for(Role.ADMIN)
    address = f"/v1/agencies/{agency.id}"

    by_local = await local.patch(address, json=PLACED, headers=OVERWRITE)
    placed = await everywhere.patch(address, json=PLACED, headers=OVERWRITE)
    shown = (await client_for(Role.ANALYST).get(address)).json()

    assert by_local.status_code == 403
    assert placed.status_code == 200, placed.text
    assert (shown["kanreg"], shown["province"]) == ("VII", "Sumatera Selatan")


@pytest.mark.parametrize(
    ("placing", "code"),
    [
        ({"kanreg": "XX", "province": None}, "kanreg-unknown"),
        ({"kanreg": "VII", "province": "Bali"}, "province-unknown"),
        ({"kanreg": None, "province": "Bali"}, "province-unknown"),
    ],
    ids=["no such region", "a province elsewhere", "a province without a region"],
)
async def test_an_agency_is_placed_where_there_is_something(client_for, agency, placing, code):
    everywhere = client_for(Role.ADMIN, agency_id=None)

    refused = await everywhere.patch(f"/v1/agencies/{agency.id}", json=placing, headers=OVERWRITE)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == code


async def test_reference_data_follows_the_decrees(client_for):
    everywhere = client_for(Role.ADMIN, agency_id=None)
    office = {"number": 15, "city": "Palu", "provinces": ["Sulawesi Tengah"]}

    opened = await everywhere.put("/v1/kanreg/XV", json=office)
    taken = await everywhere.put("/v1/kanreg/XV", json={**office, "number": 7})
    refused = await client_for(Role.ADMIN).put("/v1/kanreg/XV", json=office)

    assert (opened.status_code, opened.json()["code"]) == (200, "XV")
    assert (taken.status_code, taken.json()["code"]) == (409, "kanreg-number-taken")
    assert refused.status_code == 403


async def test_a_client_of_a_region_comes_in_for_its_region(client_for, agency, app):
    everywhere = client_for(Role.ADMIN, agency_id=None)
    await everywhere.patch(f"/v1/agencies/{agency.id}", json=PLACED, headers=OVERWRITE)
    body = {"name": "Kanreg VII", "roles": ["kanreg"], "kanreg": "VII"}
    made = (await everywhere.post("/v1/clients", json=body)).json()
    form = {"grant_type": "client_credentials", "client_id": made["id"]}

    token = await client_for(None).post(
        "/oauth/token", data={**form, "client_secret": made["client_secret"]}
    )

    assert token.status_code == 200, token.text
    assert app.state.tokens.authenticate(token.json()["access_token"]).region == "VII"
    assert made["kanreg"] == "VII"


async def test_whoever_has_no_region_sees_and_is_named_for_no_agency(agency, save, sessions):
    forgotten = a_client([Role.KANREG], None, kanreg=None)
    placed = a_client([Role.KANREG], None)
    await save(forgotten, placed)
    stray = Actor(forgotten.id, "Kanreg", frozenset({Role.KANREG}), None)
    named = text("select actor_id from approval_holders(:agency, array['kanreg'], current_date)")

    async with transaction(sessions, stray) as session:
        assert await session.scalar(text("select visible_agencies()")) is None
    async with transaction(sessions, SYSTEM) as session:
        found = (await session.scalars(named, {"agency": agency.id})).all()

    assert stray.agencies == frozenset()
    assert placed.id in found
    assert forgotten.id not in found


async def test_a_client_of_no_region_is_not_let_in(client_for):
    body = {"name": "Kanreg", "roles": ["kanreg"]}
    refused = await client_for(Role.ADMIN, agency_id=None).post("/v1/clients", json=body)

    assert refused.status_code == 422
    [fault] = refused.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/kanreg", "region-needed")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"roles": ["kanreg"]}, "region-needed"),
        ({"roles": ["kanreg"], "kanreg": "XX"}, "region-unknown"),
        ({"roles": ["kanreg", "bkn"], "kanreg": "VII"}, "region-unfit"),
        ({"roles": ["bkn"], "kanreg": "VII"}, "region-unfit"),
    ],
    ids=["none", "unknown", "with another role", "for another role"],
)
async def test_a_person_of_a_kantor_regional_serves_one_region(client_for, given, code):
    everywhere = client_for(Role.ADMIN, agency_id=None)
    person = {"issuer": "https://masuk.example.go.id", "subject": "ratna", "name": "Ratna W."}

    refused = await everywhere.post("/v1/memberships", json={**person, **given})
    right = {**person, "roles": ["kanreg"], "kanreg": "VII"}
    granted = await everywhere.post("/v1/memberships", json=right)

    assert refused.status_code == 422
    assert [error["code"] for error in refused.json()["errors"]] == [code]
    assert (granted.status_code, granted.json()["kanreg"]) == (201, "VII")

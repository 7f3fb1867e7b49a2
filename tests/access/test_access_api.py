"""Clients through HTTP: admitted, given new secrets, locked out."""

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from app.access import service
from app.access.schemas import ClientRead, ClientSecretRead
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.paging import Page
from tests.factories import an_agency

GRANT = {"grant_type": "client_credentials"}


def credentials(client):
    return {"client_id": client["id"], "client_secret": client["client_secret"]}


async def test_secrets_are_kept_as_argon2_only(simpeg, sessions):
    async with transaction(sessions, SYSTEM) as session:
        kept = await session.scalar(
            text("select hash from client_secrets where client_id = :id"), {"id": simpeg["id"]}
        )

    assert kept.startswith("$argon2id$")
    assert simpeg["client_secret"] not in kept
    assert len(simpeg["client_secret"]) == 43


async def test_a_secret_is_shown_once(admin, simpeg):
    ClientSecretRead.model_validate(simpeg)

    one = await admin.get(f"/v1/clients/{simpeg['id']}")
    page = await admin.get("/v1/clients")

    ClientRead.model_validate_json(one.content)
    TypeAdapter(Page[ClientRead]).validate_json(page.content)
    assert one.json() in page.json()["items"]
    assert simpeg["client_secret"] not in one.text + page.text
    assert "hash" not in one.text + page.text


async def test_a_new_secret_makes_the_old_one_worthless(client_for, admin, simpeg):
    renewed = (await admin.post(f"/v1/clients/{simpeg['id']}/secret")).json()

    old = await client_for(None).post("/oauth/token", data=GRANT | credentials(simpeg))
    new = await client_for(None).post("/oauth/token", data=GRANT | credentials(renewed))

    assert (old.status_code, new.status_code) == (401, 200)


async def test_a_client_that_is_locked_out_gets_no_token(client_for, admin, simpeg):
    first = await admin.delete(f"/v1/clients/{simpeg['id']}")
    again = await admin.delete(f"/v1/clients/{simpeg['id']}")

    refused = await client_for(None).post("/oauth/token", data=GRANT | credentials(simpeg))

    assert (first.status_code, again.status_code) == (204, 204)
    assert refused.json()["error"] == "invalid_client"
    assert (await admin.get(f"/v1/clients/{simpeg['id']}")).json()["active"] is False


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"roles": []}, 422, "/roles"),
        ({"roles": ["god"]}, 422, "/roles/0"),
        ({"name": ""}, 422, "/name"),
        ({"agency_id": "00000000-0000-4000-8000-00000000000f"}, 422, "/agency_id"),
        ({"secret": "mine"}, 422, "/secret"),
        ({"name": "SIMPEG Uji"}, 409, None),
    ],
    ids=str,
)
async def test_an_admission_that_cannot_be_is_refused(
    admin, agency, simpeg, change, status, pointer
):
    assert simpeg["name"] == "SIMPEG Uji"
    body = {"name": "Lain", "roles": ["simpeg"], "agency_id": str(agency.id), **change}

    answer = await admin.post("/v1/clients", json=body)

    assert answer.status_code == status
    assert answer.json().get("errors", [{"pointer": None}])[0]["pointer"] == pointer


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_nobody_but_an_administrator_admits_or_changes_clients(client_for, simpeg, role):
    client = client_for(role)
    body = {"name": "Lain", "roles": ["admin"]}

    answers = [
        await client.post("/v1/clients", json=body),
        await client.post(f"/v1/clients/{simpeg['id']}/secret"),
        await client.delete(f"/v1/clients/{simpeg['id']}"),
    ]
    listed = await client.get("/v1/clients")

    unseen = 403 if role is Role.AUDITOR else 404  # an auditor sees the client
    assert [a.status_code for a in answers] == [403, unseen, unseen]
    assert listed.status_code == (200 if role is Role.AUDITOR else 403)


async def test_an_administrator_of_one_agency_gives_no_access_elsewhere(client_for, save, agency):
    other = an_agency()
    await save(other)
    local = client_for(Role.ADMIN)

    async def admit(agency_id):
        body = {"name": "Klien", "roles": ["admin"], "agency_id": agency_id}
        return (await local.post("/v1/clients", json=body)).status_code

    assert await admit(str(agency.id)) == 201
    assert await admit(str(other.id)) == 403
    assert await admit(None) == 403


async def test_clients_of_others_are_not_there(client_for, admin):
    body = {"name": "BKN", "roles": ["bkn"]}
    everywhere = (await admin.post("/v1/clients", json=body)).json()
    local = client_for(Role.ADMIN)

    one = await local.get(f"/v1/clients/{everywhere['id']}")
    changed = await local.post(f"/v1/clients/{everywhere['id']}/secret")
    page = await local.get("/v1/clients")

    assert (one.status_code, changed.status_code) == (404, 404)
    assert page.json()["items"] == []


async def test_admission_is_recorded_without_the_secret(simpeg, sessions):
    async with transaction(sessions, SYSTEM) as session:
        events = (await session.execute(text("select kind, data from audit_events"))).all()

    assert [e.kind for e in events] == ["client.admitted"]
    assert simpeg["client_secret"] not in str(events)


async def test_the_demonstration_has_a_client_for_each_role(sessions, agency, client_for):
    async with transaction(sessions, SYSTEM) as session:
        first = await service.ensure_demo_clients(session, agency.id)
    async with transaction(sessions, SYSTEM) as session:
        second = await service.ensure_demo_clients(session, agency.id)

    assert [c.role for c in first] == list(Role)
    assert [c.client_id for c in first] == [c.client_id for c in second]
    for client in second:
        asked = {"client_id": str(client.client_id), "client_secret": client.secret}
        answer = await client_for(None).post("/oauth/token", data=GRANT | asked)
        assert answer.json()["scope"] == client.role

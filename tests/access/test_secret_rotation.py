"""A client changes its secret without a gap, and a secret can be taken from it."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from app.access import service
from app.access.schemas import ClientSecretRead, SecretRead
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.paging import Page

GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
def asks(client_for):
    """Whether a client gets a token with a secret."""

    async def asked(client, secret):
        form = {**GRANT, "client_id": client["id"], "client_secret": secret}
        return (await client_for(None).post("/oauth/token", data=form)).status_code

    return asked


@pytest.fixture
def later(sessions):
    """So many hours go by for a client's secrets."""

    async def pass_by(hours):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(
                text("update client_secrets set expires_at = expires_at - cast(:by as interval)"),
                {"by": timedelta(hours=hours)},
            )

    return pass_by


async def rotated(admin, client, **body):
    return await admin.post(f"/v1/clients/{client['id']}/secrets", json=body)


async def test_both_secrets_are_accepted_until_the_overlap_has_passed(admin, simpeg, asks, later):
    answer = await rotated(admin, simpeg, overlap_hours=2)

    new = answer.json()
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    shown = ClientSecretRead.model_validate_json(answer.content)
    assert shown.old_secret_until is not None
    assert len(new["client_secret"]) == 43
    assert await asks(simpeg, simpeg["client_secret"]) == 200
    assert await asks(simpeg, new["client_secret"]) == 200

    await later(2)

    assert await asks(simpeg, simpeg["client_secret"]) == 401
    assert await asks(simpeg, new["client_secret"]) == 200


async def test_without_overlap_the_old_secret_is_worthless_at_once(admin, simpeg, asks):
    new = (await rotated(admin, simpeg, overlap_hours=0)).json()

    assert await asks(simpeg, simpeg["client_secret"]) == 401
    assert await asks(simpeg, new["client_secret"]) == 200


async def test_no_more_than_two_secrets_are_live(admin, simpeg, asks, later):
    first = (await rotated(admin, simpeg)).json()

    full = await rotated(admin, simpeg)

    assert (full.status_code, full.json()["code"]) == (409, "client-secrets-full")
    assert await asks(simpeg, first["client_secret"]) == 200
    await later(24)
    assert (await rotated(admin, simpeg)).status_code == 201


async def test_a_secret_can_be_removed_before_it_runs_out(admin, simpeg, asks):
    new = (await rotated(admin, simpeg)).json()
    address = f"/v1/clients/{simpeg['id']}/secrets/{simpeg['secret_id']}"

    removed = [(await admin.delete(address)).status_code for _ in range(2)]

    assert removed == [204, 404]
    assert await asks(simpeg, simpeg["client_secret"]) == 401
    assert await asks(simpeg, new["client_secret"]) == 200


async def test_the_list_tells_whether_the_old_secret_is_still_used(admin, simpeg, asks):
    new = (await rotated(admin, simpeg)).json()
    await asks(simpeg, new["client_secret"])

    answer = await admin.get(f"/v1/clients/{simpeg['id']}/secrets")

    page = TypeAdapter(Page[SecretRead]).validate_json(answer.content)
    assert [str(secret.id) for secret in page.items] == [simpeg["secret_id"], new["secret_id"]]
    assert [secret.expires_at is None for secret in page.items] == [False, True]
    assert [secret.last_used_at is None for secret in page.items] == [True, False]
    assert "hash" not in answer.text
    assert "hint" not in answer.text


@pytest.mark.parametrize("overlap", [-1, 721, 1.5, "a day", None])
async def test_an_overlap_that_cannot_be_is_refused(admin, simpeg, overlap):
    answer = await rotated(admin, simpeg, overlap_hours=overlap)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/overlap_hours"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_only_an_administrator_sees_and_changes_secrets(client_for, simpeg, role):
    client, address = client_for(role), f"/v1/clients/{simpeg['id']}/secrets"

    answers = [
        await client.get(address),
        await client.post(address, json={}),
        await client.delete(f"{address}/{simpeg['secret_id']}"),
        await client.post(f"/v1/clients/{simpeg['id']}/revocation"),
    ]

    unseen = 403 if role is Role.AUDITOR else 404  # an auditor sees the client
    assert [answer.status_code for answer in answers] == [unseen] * 4


async def test_secrets_of_clients_of_others_are_not_there(client_for, admin):
    body = {"name": "BKN", "roles": ["bkn"]}
    other = (await admin.post("/v1/clients", json=body)).json()
    local, address = client_for(Role.ADMIN), f"/v1/clients/{other['id']}/secrets"

    answers = [
        await local.get(address),
        await local.post(address, json={}),
        await local.delete(f"{address}/{other['secret_id']}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3


async def test_every_change_of_a_secret_is_recorded_without_it(admin, simpeg, sessions):
    new = (await rotated(admin, simpeg)).json()
    await admin.delete(f"/v1/clients/{simpeg['id']}/secrets/{simpeg['secret_id']}")
    renewed = (await admin.post(f"/v1/clients/{simpeg['id']}/secret")).json()

    async with transaction(sessions, SYSTEM) as session:
        events = (
            await session.execute(text("select kind, data::text from audit_events order by id"))
        ).all()
    assert [event.kind for event in events] == [
        "client.admitted",
        "client.secret_added",
        "client.secret_removed",
        "client.secret_renewed",
    ]
    for secret in (simpeg, new, renewed):
        assert secret["client_secret"] not in str(events)


@pytest.mark.committed
async def test_of_two_rotations_at_once_one_wins(committed):
    sessions, client_id = committed

    async def add():
        async with transaction(sessions, SYSTEM) as session:
            return await service.add_secret(session, SYSTEM, client_id, timedelta(hours=1))

    outcomes = await asyncio.gather(add(), add(), add(), return_exceptions=True)

    assert sum(isinstance(outcome, service.Admitted) for outcome in outcomes) == 1

"""Tokens that are revoked are refused at once, in every process, and nobody revokes another's."""

import time
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.access.revocations import Revocations, Stamp
from app.core.db import transaction
from app.core.identity import SYSTEM, Role

NOBODY = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"

GRANT = {"grant_type": "client_credentials"}


def credentials(client):
    return {"client_id": client["id"], "client_secret": client["client_secret"]}


@pytest.fixture
def token_of(client_for):
    async def token(client):
        answer = await client_for(None).post("/oauth/token", data=GRANT | credentials(client))
        return answer.json()["access_token"]

    return token


@pytest.fixture
def opens(client_for):
    """The status that a token gets."""

    async def status(token):
        headers = {"Authorization": f"Bearer {token}"}
        return (await client_for(None).get("/v1/agencies", headers=headers)).status_code

    return status


async def revoke(client_for, client, token, **form):
    data = {**credentials(client), "token": token, **form}
    return await client_for(None).post("/oauth/revoke", data=data)


async def test_a_client_revokes_its_own_token_and_no_other(client_for, simpeg, token_of, opens):
    one, other = await token_of(simpeg), await token_of(simpeg)
    assert await opens(one) == 200

    answer = await revoke(client_for, simpeg, one, token_type_hint="access_token")  # noqa: S106

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["cache-control"] == "no-store"
    assert (await opens(one), await opens(other)) == (401, 200)


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "x" * 5000])
async def test_what_is_no_token_is_revoked_without_complaint(client_for, simpeg, token):
    assert (await revoke(client_for, simpeg, token)).status_code == 200


async def test_the_token_of_another_client_stays(client_for, admin, simpeg, token_of, opens):
    body = {"name": "Lain", "roles": ["simpeg"]}
    stranger = (await admin.post("/v1/clients", json=body)).json()
    token = await token_of(simpeg)

    answer = await revoke(client_for, stranger, token)

    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")
    assert await opens(token) == 200


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": NOBODY}, 401, "invalid_client"),
        ({"token": ""}, 400, "invalid_request"),
        ({"client_secret": ""}, 400, "invalid_request"),
    ],
    ids=str,
)
async def test_whoever_revokes_says_who_they_are(client_for, simpeg, change, status, error):
    answer = await revoke(client_for, simpeg, **{"token": "a.b.c", **change})

    assert (answer.status_code, answer.json()["error"]) == (status, error)


async def test_an_administrator_revokes_all_tokens_so_far(admin, simpeg, token_of, opens):
    old = [await token_of(simpeg) for _ in range(2)]

    answer = await admin.post(f"/v1/clients/{simpeg['id']}/revocation")
    new = await token_of(simpeg)

    assert answer.status_code == 204
    assert [await opens(token) for token in old] == [401, 401]
    assert await opens(new) == 200


async def test_whoever_is_locked_out_is_out_at_once(admin, simpeg, token_of, opens):
    token = await token_of(simpeg)
    assert await opens(token) == 200

    await admin.delete(f"/v1/clients/{simpeg['id']}")

    assert await opens(token) == 401


async def test_revocations_are_recorded(admin, client_for, simpeg, token_of, sessions):
    await revoke(client_for, simpeg, await token_of(simpeg))
    await admin.post(f"/v1/clients/{simpeg['id']}/revocation")

    async with transaction(sessions, SYSTEM) as session:
        kinds = await session.scalars(text("select kind from audit_events order by id"))
    assert [kind for kind in kinds if "revoked" in kind] == [
        "token.revoked",
        "client.tokens_revoked",
    ]


async def test_a_process_that_is_deaf_for_long_lets_nobody_in(app, client_for):
    client = client_for(Role.ADMIN)
    app.state.tokens.revocations.trusted_until = time.time() - 1

    answer = await client.get("/v1/agencies")
    alive = await client_for(None).get("/health/live")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]
    assert alive.status_code == 200


def test_only_what_was_issued_until_then_is_covered():
    revocations, actor_id = Revocations(), uuid4()
    revocations.revoke(actor_id, issued_until=1000)
    revocations.revoke(actor_id, issued_until=900)
    revocations.revoke(uuid4(), jti="one")

    covered = [
        revocations.covers(Stamp(jti, whose, issued))
        for jti, whose, issued in [
            ("a", actor_id, 999),
            ("a", actor_id, 1000),
            ("a", actor_id, 1001),
            ("a", uuid4(), 1),
            ("one", uuid4(), 2000),
        ]
    ]

    assert covered == [True, True, False, False, True]

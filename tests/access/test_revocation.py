"""Tokens that are revoked are refused at once, in every process, and nobody revokes another's."""

import asyncio
import contextlib
import time
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from app.access import listening
from app.access.listening import Listener
from app.access.revocations import Revocations, Stamp, revoke_all, revoke_token
from app.core.db import transaction
from app.core.errors import Unavailable
from app.core.identity import SYSTEM, Role
from app.core.migrating import SERVICE
from app.core.service import Addresses
from tests.conftest import an_actor

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
        ({"client_id": str(uuid4())}, 401, "invalid_client"),
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


# --- Several processes, on a database whose commits are real.


@pytest.fixture
async def address(postgres, committed):
    sessions, _ = committed
    async with sessions() as session:
        name = await session.scalar(text("select current_database()"))
    return postgres.url(SERVICE, name), postgres.url("postgres", name)


@pytest.fixture
async def elsewhere(address):
    """What another process knows."""
    url, _ = address
    revocations = Revocations()
    task = asyncio.create_task(Listener(Addresses(url, url, url, url), revocations).run())
    await until(lambda: revocations.version)
    yield revocations
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def until(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it was not heard in time"
        await asyncio.sleep(0.01)


async def revoked(sessions):
    stamp = Stamp(uuid4().hex, uuid4(), 0)
    async with transaction(sessions, SYSTEM) as session:
        await revoke_token(session, stamp, time.time() + 60)
    return stamp


@pytest.mark.committed
async def test_another_process_hears_of_it_at_once(committed, elsewhere, monkeypatch):
    monkeypatch.setattr(listening, "POLL_SECONDS", 60)
    sessions, client_id = committed

    stamp = await revoked(sessions)
    started = time.monotonic()
    await until(lambda: elsewhere.covers(stamp), 1)
    heard = time.monotonic() - started
    async with transaction(sessions, SYSTEM) as session:
        await revoke_all(session, client_id)

    await until(lambda: client_id in elsewhere.until, 1)
    assert heard < 0.5


@pytest.mark.committed
async def test_what_was_missed_is_caught_up_with(committed, address, elsewhere, monkeypatch):
    monkeypatch.setattr(listening, "RETRY_SECONDS", 0.5)
    sessions, _ = committed
    admin = await asyncpg.connect(address[1])
    ended = await admin.fetchval(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where application_name = 'talenta-access'"
        " and datname = current_database()"
    )
    await admin.close()

    stamp = await revoked(sessions)

    assert ended
    await until(lambda: elsewhere.covers(stamp))


@pytest.mark.committed
async def test_a_word_that_is_lost_is_made_up_for(committed, address, monkeypatch):
    monkeypatch.setattr(listening, "CHANNEL", "another_channel")
    monkeypatch.setattr(listening, "POLL_SECONDS", 0.1)
    sessions, _ = committed
    url, revocations = address[0], Revocations()
    task = asyncio.create_task(Listener(Addresses(url, url, url, url), revocations).run())

    stamp = await revoked(sessions)

    await until(lambda: revocations.covers(stamp))
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_whoever_hears_nothing_stops_trusting(monkeypatch, tmp_path):
    monkeypatch.setattr(listening, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(listening, "RETRY_SECONDS", 0.05)
    nowhere = f"postgresql://talenta_app@/talenta?host={tmp_path}"
    revocations = Revocations()
    addresses = Addresses(nowhere, nowhere, nowhere, nowhere)
    task = asyncio.create_task(Listener(addresses, revocations).run())
    stamp = Stamp("x", an_actor(Role.SIMPEG, None).id, 0)
    await asyncio.sleep(0.02)

    assert revocations.covers(stamp) is False
    await asyncio.sleep(0.2)

    with pytest.raises(Unavailable):
        revocations.covers(stamp)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@pytest.mark.committed
async def test_revocations_are_forgotten_when_their_tokens_have_run_out(committed, elsewhere):
    sessions, _ = committed
    async with transaction(sessions, SYSTEM) as session:
        await revoke_token(session, Stamp("past", uuid4(), 0), time.time() - 1)

    await revoked(sessions)

    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(text("select count(*) from token_revocations")) == 1
    assert "past" not in elsewhere.tokens


@pytest.mark.committed
async def test_a_change_of_memberships_is_heard_too(committed, elsewhere):
    sessions, _ = committed
    before = elsewhere.version
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(
            text(
                "insert into memberships (issuer, subject, actor_id, name, roles, valid_from)"
                " values ('x', 'x', new_id(), 'X', '{admin}', current_date)"
            )
        )

    await until(lambda: elsewhere.version > before)

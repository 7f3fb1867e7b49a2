"""Processes hear at once what is revoked, catch up with what they missed, distrust silence."""

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
from app.core.identity import SYSTEM
from app.core.migrating import SERVICE
from app.core.service import Addresses


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
    listener = Listener(Addresses(url, url, url, url), revocations)
    task = asyncio.create_task(listener.run())
    await listener.heard()
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
    listener = Listener(Addresses(url, url, url, url), revocations)
    task = asyncio.create_task(listener.run())
    await listener.heard()

    stamp = await revoked(sessions)

    await until(lambda: revocations.covers(stamp))
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def deaf(monkeypatch, tmp_path):
    """A process that never reached its database."""
    monkeypatch.setattr(listening, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(listening, "PATIENCE_SECONDS", 1)
    nowhere = f"postgresql://talenta_app@/talenta?host={tmp_path}"
    listener = Listener(Addresses(nowhere, nowhere, nowhere, nowhere), Revocations())
    task = asyncio.create_task(listener.run())
    yield listener
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_whoever_never_heard_anything_trusts_nobody(deaf):
    started = time.monotonic()
    await deaf.heard()

    assert time.monotonic() - started < 1
    with pytest.raises(Unavailable):
        deaf.revocations.covers(Stamp("x", uuid4(), 0))


@pytest.mark.committed
async def test_trust_ends_a_while_after_the_last_word(address, monkeypatch):
    monkeypatch.setattr(listening, "PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(listening, "RETRY_SECONDS", 60)
    url, revocations = address[0], Revocations()
    stamp = Stamp("x", uuid4(), 0)
    listener = Listener(Addresses(url, url, url, url), revocations)
    task = asyncio.create_task(listener.run())
    await until(lambda: revocations.version)
    await until(lambda: time.time() < revocations.trusted_until)
    assert revocations.covers(stamp) is False

    task.cancel()
    await asyncio.sleep(0.6)

    with pytest.raises(Unavailable):
        revocations.covers(stamp)


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

"""Two processes of one installation: what one is told, the other goes by."""

import asyncio
import time
from contextlib import asynccontextmanager
from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import text

from app.access import listening, memberships, recognition, service
from app.access.errors import ClientRefused, LoginLimited
from app.access.login_limits import PAIR_LIMIT
from app.access.recognition import recognise
from app.access.schemas import ClientAdmission, MembershipGrant
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.migrating import SERVICE
from app.core.service import Addresses, Service, lines_for_reads
from app.main import create_app

pytestmark = pytest.mark.committed
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
async def installation(postgres, committed, settings):
    """A database that several processes share."""
    sessions, _ = committed
    async with sessions() as session:
        name = await session.scalar(text("select current_database()"))
    url = postgres.url(SERVICE, name)
    reads = lines_for_reads(Addresses(url, url, url, url), settings)
    yield Service(settings, Addresses(url, url, url, url), sessions, reads)
    reads.terminate()


@asynccontextmanager
async def process(installation):
    """An application as it is served, with what runs beside it."""
    app = create_app(installation.settings, installation)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        for _ in range(500):
            if app.state.tokens.revocations.version:
                break
            await asyncio.sleep(0.01)
        yield client


@pytest.fixture
async def world(installation):
    """Two processes, an administrator's token and a client with its secret."""
    async with transaction(installation.sessions, SYSTEM) as session:
        admin = await service.admit(
            session, SYSTEM, ClientAdmission(name="Admin", roles=[Role.ADMIN])
        )
        simpeg = await service.admit(
            session, SYSTEM, ClientAdmission(name="SIMPEG", roles=[Role.SIMPEG])
        )
    async with process(installation) as here, process(installation) as there:
        yield SimpleNamespace(here=here, there=there, admin=admin, simpeg=simpeg)


async def token(process, admitted):
    form = {"client_id": str(admitted.client.id), "client_secret": admitted.secret}
    answer = await process.post("/oauth/token", data=GRANT | form)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def refused_within(process, headers, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (await process.get("/v1/agencies", headers=headers)).status_code == 401:
            return True
        await asyncio.sleep(0.01)
    return False


@pytest.mark.parametrize("way", ["lock out", "revoke all", "revoke one"])
async def test_the_other_process_refuses_what_was_revoked_here(world, monkeypatch, way):
    monkeypatch.setattr(listening, "POLL_SECONDS", 60)
    admin, simpeg = await token(world.here, world.admin), await token(world.here, world.simpeg)
    assert (await world.there.get("/v1/agencies", headers=simpeg)).status_code == 200
    address = f"/v1/clients/{world.simpeg.client.id}"

    if way == "lock out":
        await world.here.delete(address, headers=admin)
    elif way == "revoke all":
        await world.here.post(f"{address}/revocation", headers=admin)
    else:
        form = {"client_id": str(world.simpeg.client.id), "client_secret": world.simpeg.secret}
        form["token"] = simpeg["Authorization"].removeprefix("Bearer ")
        await world.here.post("/oauth/revoke", data=form)

    assert (await world.here.get("/v1/agencies", headers=simpeg)).status_code == 401
    assert await refused_within(world.there, simpeg, 1)
    assert (await world.there.get("/v1/agencies", headers=admin)).status_code == 200


async def test_failures_in_both_processes_count_together(world):
    form = {**GRANT, "client_id": str(world.simpeg.client.id), "client_secret": "wrong"}
    processes = [world.here, world.there] * (PAIR_LIMIT // 2 + 1)

    statuses = [(await p.post("/oauth/token", data=form)).status_code for p in processes]

    assert statuses == [401] * PAIR_LIMIT + [429] * (len(processes) - PAIR_LIMIT)


async def test_many_attempts_at_once_are_no_more_than_the_limit_and_those_under_way(
    committed, monkeypatch
):
    sessions, client_id = committed
    tried = []
    real = recognition.which

    async def counting(secret, kept):
        tried.append(secret)
        return await real(secret, kept)

    monkeypatch.setattr(recognition, "which", counting)
    attempts = [
        recognise(sessions, str(client_id), f"guess {n}", address="192.0.2.1") for n in range(60)
    ]
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)

    assert PAIR_LIMIT <= len(tried) <= PAIR_LIMIT + 1
    assert {type(outcome) for outcome in outcomes} == {ClientRefused, LoginLimited}


async def test_many_logins_at_once_with_the_right_secret_all_succeed(world, installation):
    client_id = str(world.simpeg.client.id)
    attempts = [
        recognise(installation.sessions, client_id, world.simpeg.secret, address="192.0.2.1")
        for _ in range(30)
    ]

    recognised = await asyncio.gather(*attempts)

    assert {r.actor.id for r in recognised} == {world.simpeg.client.id}


async def test_of_memberships_given_at_once_one_is_there(committed):
    sessions, _ = committed
    given = MembershipGrant(issuer="https://masuk.example", subject="x", name="X", roles=["admin"])

    async def grant():
        async with transaction(sessions, SYSTEM) as session:
            return await memberships.grant(session, SYSTEM, given)

    outcomes = await asyncio.gather(*(grant() for _ in range(6)), return_exceptions=True)

    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["Membership", *["MembershipOverlaps"] * 5]

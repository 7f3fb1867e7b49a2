"""The real application on a real PostgreSQL, inside one rolled-back transaction per test."""

import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import orjson
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck
from hypothesis import settings as examples
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker
from starlette.datastructures import State

from app.core.config import Settings
from app.core.db import Sessions, engine_for, raw, set_context, transaction
from app.core.group_commit import GroupCommit
from app.core.identity import SYSTEM, Actor, Role
from app.core.jobs import Work
from app.core.migrating import OWNER, SERVICE, migrate, prepare_embedded
from app.core.postgres import EmbeddedPostgres
from app.core.routing import RouteIndex
from app.employees import accesses
from app.main import furnished, routed
from app.organisation.models import Agency
from app.worker import HANDLERS
from tests.factories import REGION

FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
}
# How long a machine takes over an example says nothing of the code.
examples.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("untimed")

OVERWRITE = {"If-Match": "*"}
"""Changes whatever is there, for tests that are not about who saw what."""
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="talenta-test-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres(home: Path) -> Iterator[EmbeddedPostgres]:
    """A server of this test process's own."""
    server = EmbeddedPostgres(home, FAST)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
async def template(postgres: EmbeddedPostgres) -> str:
    """A migrated database; every other one is a copy of it."""
    await prepare_embedded(postgres.url("postgres", "postgres"), "template_talenta")
    await migrate(postgres.url(OWNER, "template_talenta"))
    return "template_talenta"


@asynccontextmanager
async def copied(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    name = f"t_{WORKER}_{uuid4().hex[:8]}"
    admin = await asyncpg.connect(postgres.url("postgres", "postgres"))
    await admin.execute(f"create database {name} template {template} owner {OWNER}")
    try:
        yield name
    finally:
        await admin.execute(f"drop database {name} with (force)")
        await admin.close()


@pytest.fixture(scope="session")
async def database(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    async with copied(postgres, template) as name:
        yield name


@pytest.fixture(scope="session")
async def engine(postgres: EmbeddedPostgres, database: str) -> AsyncIterator[AsyncEngine]:
    """An engine on the service's own login: it owns nothing."""
    engine = engine_for(postgres.url(SERVICE, database), size=2)
    yield engine
    await engine.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@pytest.fixture
def sessions(connection: AsyncConnection) -> Sessions:
    """Sessions whose commits only release a savepoint."""
    return async_sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


class SameConnection:
    """Lends the test's own connection to reads, so that they see what is not committed."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        async with self.sessions() as session:
            await session.execute(text("select 1"))
            yield await raw(session)
            await session.commit()


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    return Settings(talenta_home=home, log_level="ERROR", worker_in_process=False)


@pytest.fixture
def work(sessions: Sessions, settings: Settings) -> Work:
    return Work(sessions, settings)


@pytest.fixture(scope="session")
def assembled() -> tuple[FastAPI, RouteIndex]:
    """Every route, built once: that takes a hundred times as long as the rest of an application."""
    return routed()


@pytest.fixture
def app(assembled: tuple[FastAPI, RouteIndex], settings: Settings, sessions: Sessions) -> FastAPI:
    """The real application; its sessions and reads are bound to this test's transaction."""
    app, index = copy(assembled[0]), assembled[1]
    app.state, app.user_middleware = State(), []
    furnished(app, index, settings)
    app.state.sessions = sessions
    app.state.reads = SameConnection(sessions)
    app.state.accesses = GroupCommit(app.state.reads, accesses.INSERT)
    return app


@pytest.fixture
async def agency(sessions: Sessions) -> Agency:
    """A province to be in."""
    agency = Agency(id=uuid4(), code="PROV-UJI", name="Pemerintah Provinsi Uji", kanreg=REGION)
    async with transaction(sessions, SYSTEM) as session:
        session.add(agency)
    return agency


@pytest.fixture
def save(sessions: Sessions) -> Callable[..., Any]:
    """Commit models as another request would have."""

    async def saved(*models: Any) -> None:
        async with transaction(sessions, SYSTEM) as session:
            for model in models:
                session.add(model)
                await session.flush()

    return saved


def an_actor(role: Role, agency_id: UUID | None, **values: Any) -> Actor:
    """Somebody who plays a role; of a Kantor Regional, that of the test's agency."""
    agencies = None if agency_id is None else frozenset({agency_id})
    region = REGION if role is Role.KANREG and agency_id is None else None
    one = Actor(uuid4(), str(role), frozenset({role}), agencies, region=region)
    return replace(one, **values)


@pytest.fixture
async def client_for(
    app: FastAPI, agency: Agency
) -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """Clients by role, in the test's agency unless told otherwise; None is anonymous."""
    opened: list[httpx.AsyncClient] = []

    def client(
        role: Role | None, *, agency_id: UUID | None = agency.id, actor: Actor | None = None
    ) -> httpx.AsyncClient:
        headers = {}
        if role is not None or actor is not None:
            who = actor or an_actor(role, agency_id)
            headers["Authorization"] = f"Bearer {app.state.tokens.issue(who)}"
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)
        opened.append(client)
        return client

    yield client
    for client in opened:
        await client.aclose()


@pytest.fixture
def run_jobs(work: Work) -> Callable[[], Any]:
    """Run what is queued, in order, as the worker would."""

    async def run() -> list[str]:
        ran = []
        while True:
            async with work.sessions.begin() as session:
                await set_context(session, SYSTEM.context)
                job = (
                    await session.execute(
                        text(
                            "delete from pgqueuer where id = (select min(id) from pgqueuer"
                            " where status = 'queued') returning entrypoint, payload"
                        )
                    )
                ).one_or_none()
            if job is None:
                return ran
            await HANDLERS[job.entrypoint](work, **orjson.loads(job.payload))
            ran.append(job.entrypoint)

    return run

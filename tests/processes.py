"""The product's programs as processes of their own, on a database that others see."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import pytest

from app.core.db import Sessions, engine_for, sessions_of
from app.core.migrating import OWNER, SERVICE
from app.core.postgres import EmbeddedPostgres
from tests.conftest import copied

# A worker that is killed is replaced within seconds, not within a quarter of a minute.
IMPATIENT = (
    "from datetime import timedelta; from app.core import jobs;"
    "jobs.LAPSE, jobs.POLL = timedelta(seconds=2), timedelta(seconds=1);"
)
CLI = "from app.cli import app; app()"
ROOT = Path(__file__).resolve().parents[1]


class Database(NamedTuple):
    """A database of a test's own, whose changes are committed."""

    postgres: EmbeddedPostgres
    name: str
    home: Path
    """Folder for the keys of the programs."""

    def url(self, user: str = SERVICE) -> str:
        return self.postgres.url(user, self.name)

    def environment(self, **more: str) -> dict[str, str]:
        """What a program needs to work on it as on a PostgreSQL of one's own."""
        return {
            "PATH": os.environ["PATH"],
            "TALENTA_HOME": str(self.home),
            "DATABASE_URL": self.url(OWNER),
            "DATABASE_APP_URL": self.url(),
            "DATABASE_POOL": "4",
            "DATABASE_READ_POOL": "4",
            "LOG_LEVEL": "WARNING",  # nobody reads while it runs, and a pipe fills up
            **more,
        }


@pytest.fixture
async def own_database(
    postgres: EmbeddedPostgres, template: str, tmp_path: Path
) -> AsyncIterator[Database]:
    async with copied(postgres, template) as name:
        yield Database(postgres, name, tmp_path)


@pytest.fixture
async def sessions(own_database: Database) -> AsyncIterator[Sessions]:
    """Sessions that really commit."""
    engine = engine_for(own_database.url(), size=2)
    yield sessions_of(engine)
    await engine.dispose()


@asynccontextmanager
async def facts_locked(database: Database, agency_id: UUID) -> AsyncIterator[None]:
    """Meanwhile neither a map nor an import of the agency gets to its end."""
    connection = await asyncpg.connect(database.url())
    await connection.execute(
        "select pg_advisory_lock(hashtext('facts'), hashtext($1))", str(agency_id)
    )
    yield
    await connection.close()


async def waits(database: Database) -> bool:
    """Whether a program waits for such a lock."""
    connection = await asyncpg.connect(database.url())
    waiting = "select exists (select from pg_locks where locktype = 'advisory' and not granted)"
    there: bool = await connection.fetchval(waiting)
    await connection.close()
    return there


@contextmanager
def talenta(
    *arguments: str, environment: dict[str, str], before: str = ""
) -> Iterator["subprocess.Popen[str]"]:
    """`talenta …` as a process; `before` is Python that runs first. At the end it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", before + CLI, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()  # as `kill -9` does: it cannot clean up
        process.communicate()


def said(*arguments: str, environment: dict[str, str]) -> tuple[int, str]:
    """Status and words of `talenta …`, once it has ended."""
    with talenta(*arguments, environment=environment) as process:
        words, _ = process.communicate(timeout=120)
        return process.returncode, words


def stopped(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Status and words of a program that was asked to end."""
    process.terminate()
    words, _ = process.communicate(timeout=60)
    return process.returncode, words


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(condition: Callable[[], Awaitable[object]], seconds: float = 120.0) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.1)

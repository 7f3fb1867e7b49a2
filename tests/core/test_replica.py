"""A streaming replica for reads: reads go there, commands do not."""

import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import asyncpg
import httpx
import pytest
from pydantic import SecretStr

from app.core.config import Settings
from app.core.identity import SYSTEM
from app.core.keeper import reachable
from app.core.migrating import OWNER, SERVICE, migrate, prepare_embedded
from app.core.postgres import EmbeddedPostgres, find_binaries, owned, unprivileged
from app.core.service import DATABASE, running
from app.main import create_app
from tests.processes import until

REPLICATING = {
    "fsync": "off",
    "shared_buffers": "32MB",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "jit": "off",
    "max_connections": "200",  # not fewer than the primary's
}
pytestmark = pytest.mark.committed


class Pair(NamedTuple):
    """A primary, and a replica that follows it."""

    primary: EmbeddedPostgres
    run: Path
    """Where the replica's socket is."""

    def replica(self, user: str) -> str:
        return f"postgresql://{user}@/{DATABASE}?host={self.run}"

    @property
    def settings(self) -> Settings:
        """As docs/operations.md tells."""
        return Settings(
            talenta_home=self.primary.home,
            database_url=SecretStr(self.primary.url(OWNER, DATABASE)),
            database_app_url=SecretStr(self.primary.url(SERVICE, DATABASE)),
            database_read_url=SecretStr(self.replica(SERVICE)),
            log_level="CRITICAL",
            worker_in_process=False,
        )


@contextmanager
def replica_of(primary: EmbeddedPostgres) -> Iterator[Path]:
    """A copy of the whole server that follows it; gives the folder of its socket."""
    folder = owned(primary.home / "replica")
    data, run = folder / "data", owned(folder / "run")
    binaries = reachable(find_binaries(), primary.folder, unprivileged().get("user"))
    copy = [binaries / "pg_basebackup", "-D", data, "-R", "-h", primary.run, "-U", "postgres"]
    subprocess.run([*copy, "--checkpoint=fast"], check=True, **unprivileged())
    flags = {**REPLICATING, "listen_addresses": "", "unix_socket_directories": str(run)}
    given = [part for name, value in flags.items() for part in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [binaries / "postgres", "-D", data, *given],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **unprivileged(),
    )
    try:
        yield run
    finally:
        server.terminate()
        server.wait(10)


async def answers(url: str) -> bool:
    """Whether a server takes connections there."""
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError):
        return False
    await connection.close()
    return True


@pytest.fixture
async def pair(tmp_path_factory) -> AsyncIterator[Pair]:
    primary = EmbeddedPostgres(tmp_path_factory.mktemp("pair"), REPLICATING)
    primary.start()
    try:
        await prepare_embedded(primary.url("postgres", "postgres"), DATABASE)
        await migrate(primary.url(OWNER, DATABASE))
        with replica_of(primary) as run:
            pair = Pair(primary, run)
            await until(partial(answers, pair.replica("postgres")))
            yield pair
    finally:
        primary.stop()


async def test_reads_go_to_the_replica_and_commands_do_not(pair):
    standby = await asyncpg.connect(pair.replica("postgres"))
    async with running(pair.settings) as service:
        app = create_app(pair.settings, service)
        headers = {"Authorization": f"Bearer {app.state.tokens.issue(SYSTEM)}"}
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", headers=headers
        ) as client:

            async def codes():
                answer = await client.get("/v1/agencies")
                return [agency["code"] for agency in answer.json()["items"]]

            async def add(code):
                new = {"code": code, "name": "Pemerintah Provinsi Uji"}
                return (await client.post("/v1/agencies", json=new)).status_code

            async def both_are_there():
                return await codes() == ["PERTAMA", "SELANG"]

            first = await add("PERTAMA")
            await until(codes)
            await standby.execute("select pg_wal_replay_pause()")
            second = await add("SELANG")
            while_it_lags = await codes()
            again = await add("SELANG")  # a command sees what was committed
            await standby.execute("select pg_wal_replay_resume()")
            await until(both_are_there)
            writable = await service.reads.fetchval("select not pg_is_in_recovery()")
    await standby.close()

    assert (first, second, again) == (201, 201, 409)
    assert while_it_lags == ["PERTAMA"]
    assert not writable

"""The database goes away for a while: nothing is lost, everything comes back by itself."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.jobs import Work, Worker, enqueue
from app.core.service import Service, running
from app.main import create_app

ran: list[str] = []


async def note(_work: Work, *, text: str) -> None:
    ran.append(text)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    with tempfile.TemporaryDirectory(prefix="talenta-outage-", ignore_cleanup_errors=True) as home:
        settings = Settings(talenta_home=Path(home), log_level="CRITICAL", worker_in_process=False)
        async with running(settings) as service:
            yield service


def processes(home: Path) -> tuple[int, int]:
    """The server's process and its keeper's."""
    server = int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    status = Path(f"/proc/{server}/status").read_text()
    return server, int(status.split("PPid:")[1].split()[0])


async def until(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "it did not come back"
        await asyncio.sleep(0.1)


@pytest.mark.committed
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
async def test_an_outage_is_503_at_once_and_ends_by_itself(service):
    home = service.settings.talenta_home.absolute()
    app = create_app(service.settings, service)
    worker = Worker(
        service.addresses.listen, Work(service.sessions, service.settings), {"note": note}
    )
    working = asyncio.create_task(worker.run())
    token = app.state.tokens.issue(SYSTEM)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as c:

        async def ready():
            return (await c.get("/health/ready")).status_code == 200

        await until(ready)
        server, keeper = processes(home)
        os.kill(keeper, signal.SIGSTOP)
        os.kill(server, signal.SIGQUIT)  # at once, as in a crash
        await asyncio.sleep(1)

        began = time.monotonic()
        refused = await c.get("/v1/agencies")
        took = time.monotonic() - began
        alive = await c.get("/health/live")
        unready = await c.get("/health/ready")
        os.kill(keeper, signal.SIGCONT)
        await until(ready)
        again = await c.get("/v1/agencies")
        async with transaction(service.sessions, SYSTEM) as session:
            await enqueue(session, "note", text="after the outage")

        async def job_ran():
            return ran == ["after the outage"]

        await until(job_ran)
    worker.stop()
    await working

    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert refused.headers["retry-after"] == "5"
    assert took < 1
    assert (alive.status_code, unready.status_code) == (200, 503)
    assert again.status_code == 200


def test_the_server_ends_when_its_last_user_is_killed():
    with tempfile.TemporaryDirectory(prefix="talenta-kill-", ignore_cleanup_errors=True) as home:
        code = (
            "import sys, time; from pathlib import Path;"
            "from app.core.postgres import EmbeddedPostgres;"
            "EmbeddedPostgres(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)"
        )
        user = subprocess.Popen([sys.executable, "-c", code, home], stdout=subprocess.PIPE)
        assert user.stdout is not None
        assert user.stdout.readline() == b"up\n"
        server, _ = processes(Path(home))

        user.kill()
        user.wait()
        user.stdout.close()
        deadline = time.monotonic() + 10
        while Path(f"/proc/{server}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

        assert not Path(f"/proc/{server}").exists()

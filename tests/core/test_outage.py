"""The database goes away for a while: nothing is lost, everything comes back by itself."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pgqueuer import Queries
from sqlalchemy import select

from app.core import jobs
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.jobs import SessionDriver, Work, Worker, enqueue
from app.core.service import Service, running
from app.main import create_app

OUTAGE_SECONDS = 10
LATER = timedelta(seconds=4)
ran: list[str] = []
gone = asyncio.Event()


async def note(_work: Work, *, text: str) -> None:
    ran.append(text)


async def count(work: Work, *, text: str) -> None:
    """Begun before the outage; needs the database in the middle of it."""
    ran.append(f"{text} begun")
    await gone.wait()
    async with transaction(work.sessions, SYSTEM) as session:
        await session.execute(select(1))
    ran.append(f"{text} ended")


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    with tempfile.TemporaryDirectory(prefix="talenta-outage-", ignore_cleanup_errors=True) as home:
        settings = Settings(talenta_home=Path(home), log_level="CRITICAL", worker_in_process=False)
        async with running(settings) as service:
            yield service


@pytest.fixture
async def worker(service: Service, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setattr(jobs, "LAPSE", timedelta(seconds=3))
    monkeypatch.setattr(jobs, "POLL", timedelta(seconds=1))
    work = Work(service.sessions, service.settings)
    worker = Worker(service.addresses.listen, work, {"note": note, "count": count})
    working = asyncio.create_task(worker.run())
    yield
    worker.stop()
    await working


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(service.settings, service)
    headers = {"Authorization": f"Bearer {app.state.tokens.issue(SYSTEM)}"}
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as c:
        yield c


def processes(home: Path) -> tuple[int, int]:
    """The server's process and its keeper's."""
    server = int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    status = Path(f"/proc/{server}/status").read_text()
    return server, int(status.split("PPid:")[1].split()[0])


@contextmanager
def outage(home: Path) -> Iterator[None]:
    """The database is killed, as in a crash, and does not come back before the end."""
    server, keeper = processes(home)
    os.kill(keeper, signal.SIGSTOP)
    try:
        os.kill(server, signal.SIGQUIT)
        yield
    finally:
        os.kill(keeper, signal.SIGCONT)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "it did not come back"
        await asyncio.sleep(0.1)


async def asked(client: httpx.AsyncClient, number: int) -> tuple[float, httpx.Response]:
    """A read or a command, and how long its answer took."""
    began = time.monotonic()
    if number % 2:
        answer = await client.get("/v1/agencies")
    else:
        new = {"code": f"BARU-{number}", "name": "Pemerintah Provinsi Baru"}
        answer = await client.post("/v1/agencies", json=new)
    return time.monotonic() - began, answer


@pytest.mark.committed
@pytest.mark.usefixtures("worker")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
async def test_ten_seconds_without_database_are_503_at_once_and_end_by_themselves(service, client):
    async def ready():
        return (await client.get("/health/ready")).status_code == 200

    await until(ready)
    async with transaction(service.sessions, SYSTEM) as session:
        await enqueue(session, "count", text="job at work")
        later = Queries(SessionDriver(session))
        await later.enqueue("note", b'{"text": "job in the queue"}', execute_after=LATER)
    await until(lambda: happened("job at work begun"))

    answers, healths = [], []
    with outage(service.settings.talenta_home.absolute()):
        ends = time.monotonic() + OUTAGE_SECONDS
        await asyncio.sleep(0.5)  # until the server is really gone
        gone.set()
        while time.monotonic() < ends:
            answers += await asyncio.gather(*(asked(client, number) for number in range(40)))
            paths = ("/health/live", "/health/ready")
            healths.append([(await client.get(path)).status_code for path in paths])
            await asyncio.sleep(1)

    await until(ready)
    first, again = await asked(client, 0), await asked(client, 1)
    async with transaction(service.sessions, SYSTEM) as session:
        await enqueue(session, "note", text="job after it")
    await until(lambda: happened("job after it"))
    await until(lambda: happened("job in the queue"), 30)
    await until(lambda: happened("job at work ended"), 30)

    assert {answer.status_code for _, answer in answers} == {503}
    assert {answer.json()["code"] for _, answer in answers} == {"unavailable"}
    assert {answer.headers["retry-after"] for _, answer in answers} == {"5"}
    assert max(seconds for seconds, _ in answers) < 1
    assert len(healths) > 5
    assert all(health == [200, 503] for health in healths)
    assert first[1].status_code == 201, "nothing of a refused command was kept"
    assert [item["code"] for item in again[1].json()["items"]] == ["BARU-0"]
    assert ran.count("job in the queue") == ran.count("job at work ended") == 1


async def happened(what: str) -> bool:
    return what in ran


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

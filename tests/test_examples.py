"""The programs of docs/examples, run as they stand against a served instance."""

import asyncio
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
import uvicorn
from fastapi import FastAPI

from app.access import service as access
from app.access.schemas import ClientAdmission
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.service import Service, running
from app.main import create_app
from app.organisation.models import Agency

EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
PROGRAMS = {
    "connect.py": [sys.executable],
    "connect.sh": ["bash"],
    "connect.php": ["php"],
}
NEEDED = {"connect.sh": ("curl",)}


class Served(NamedTuple):
    """A service that can be reached, and a client of it."""

    base_url: str
    client_id: UUID
    client_secret: str


@asynccontextmanager
async def listening(
    settings: Settings, service: Service, more: Callable[[FastAPI], None] = lambda _: None
) -> AsyncIterator[str]:
    """The application, and what is added to it, at a free port of the loopback."""
    app = create_app(settings, service)
    more(app)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


async def program_output(*command: object, environment: dict[str, str]) -> tuple[int, str, str]:
    """Status, output and errors of a program."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await asyncio.wait_for(process.communicate(), 90)
    assert process.returncode is not None
    return process.returncode, out.decode(), errors.decode()


@pytest.fixture(scope="module")
async def served() -> AsyncIterator[Served]:
    with tempfile.TemporaryDirectory(prefix="talenta-served-", ignore_cleanup_errors=True) as home:
        settings = Settings(talenta_home=Path(home), log_level="CRITICAL")
        async with running(settings) as service:
            async with transaction(service.sessions, SYSTEM) as session:
                agency = Agency(code="INSTANSI-CONTOH", name="Pemerintah Provinsi Contoh")
                session.add(agency)
                await session.flush()
                admission = ClientAdmission(
                    name="SIMPEG Contoh", roles=[Role.SIMPEG], agency_id=agency.id
                )
                client, secret, *_ = await access.admit(session, SYSTEM, admission)
            async with listening(settings, service) as base_url:
                yield Served(base_url, client.id, secret)


async def run(program: str, served: Served, **changes: str) -> tuple[int, str, str]:
    for needed in (PROGRAMS[program][0], *NEEDED.get(program, ())):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed")
    environment = {
        "PATH": os.environ["PATH"],
        "BASE_URL": served.base_url,
        "CLIENT_ID": str(served.client_id),
        "CLIENT_SECRET": served.client_secret,
    }
    command = (*PROGRAMS[program], EXAMPLES / program)
    return await program_output(*command, environment=environment | changes)


@pytest.mark.committed
@pytest.mark.parametrize("program", PROGRAMS)
async def test_an_example_sends_files_and_reads_the_person_back(served, program):
    status, out, errors = await run(program, served)

    assert (status, errors) == (0, "")
    assert "import: finished" in out
    assert re.search(r"^employee: Ratna Wulandari [0-9a-f-]{36}$", out, re.MULTILINE)


@pytest.mark.committed
@pytest.mark.parametrize("program", PROGRAMS)
async def test_an_example_says_why_it_was_refused(served, program):
    status, out, errors = await run(program, served, CLIENT_SECRET="wrong")  # noqa: S106

    assert status != 0
    assert "client-refused" in out + errors

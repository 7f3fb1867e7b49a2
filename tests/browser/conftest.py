"""A served installation, and scenarios that drive Chromium through it with Node."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from app.access import service as access
from app.core.config import Settings
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM, Role
from app.core.service import running
from app.demo import role_switch
from app.demo.paths import paths
from app.organisation.models import Agency
from tests.factories import a_unit, an_agency
from tests.test_examples import listening

HERE = Path(__file__).parent
NODE, SECONDS = 20, 400
PACKAGES = ("playwright-core", "oidc-provider")
ORDINARY = ("the server responded with a status of 40", "escaping deep link whitespace")
"""What Chromium says of every refusal, and Swagger UI of itself."""


@cache
def missing() -> str | None:
    """What the machine lacks for browser tests, or None."""
    node = shutil.which("node")
    if node is None:
        return "node is not installed"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.strip().removeprefix("v").partition(".")[0]) < NODE:
        return f"node {version.strip()} is older than {NODE}"
    if chromium() is None:
        return "chromium is not installed"
    if not all((HERE / "node_modules" / name).is_dir() for name in PACKAGES):
        return "node_modules are missing: run `npm ci` in tests/browser"
    return None


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session", autouse=True)
def _needs() -> None:
    if (lack := missing()) is not None:
        pytest.skip(lack)


class Played(NamedTuple):
    """What a scenario returned, and what the page did besides."""

    result: Any
    outside: list[str]
    complaints: list[str]


async def play(scenario: str, **environment: object) -> Played:
    """Run `<scenario>.mjs`; it fails with what Node said."""
    given = {name: str(value) for name, value in environment.items()}
    process = await asyncio.create_subprocess_exec(
        "node",
        HERE / f"{scenario}.mjs",
        env={**os.environ, "CHROMIUM": str(chromium()), **given},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, errors = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        process.terminate()
        raise
    assert process.returncode == 0, errors.decode()
    played = Played(**json.loads(out))
    ordinary = [c for c in played.complaints if any(words in c for words in ORDINARY)]
    return played._replace(complaints=[c for c in played.complaints if c not in ordinary])


class Served(NamedTuple):
    """An installation that can be reached, and a client for each role."""

    base_url: str
    clients: dict[Role, access.DemoClient]
    sessions: Sessions
    agencies: list[Agency]


@asynccontextmanager
async def serving(**settings: Any) -> AsyncIterator[Served]:
    """An installation with two agencies and some units."""
    with tempfile.TemporaryDirectory(prefix="talenta-browser-", ignore_cleanup_errors=True) as home:
        given = Settings(
            talenta_home=Path(home), log_level="CRITICAL", worker_in_process=False, **settings
        )
        async with running(given) as service:
            async with transaction(service.sessions, SYSTEM) as session:
                agencies = [
                    an_agency(code="KAB-CONTOH", name="Pemerintah Kabupaten Contoh"),
                    an_agency(code="PROV-CONTOH", name="Pemerintah Provinsi Contoh"),
                ]
                session.add_all(agencies)
                await session.flush()
                session.add_all([a_unit(agency) for agency in agencies for _ in range(3)])
                await session.flush()
                demo = await access.ensure_demo_clients(session, agencies[1].id)
            clients = {client.role: client for client in demo}
            places = paths(given.talenta_home)
            places.folder.mkdir()
            kept = {
                role: {"client_id": str(client.client_id), "client_secret": client.secret}
                for role, client in clients.items()
            }
            places.clients.write_text(json.dumps(kept))
            switch = partial(role_switch.install, service=service, places=places)
            async with listening(given, service, switch) as base_url:
                yield Served(base_url, clients, service.sessions, agencies)


@pytest.fixture(scope="module")
async def served() -> AsyncIterator[Served]:
    async with serving() as installation:
        yield installation


class IdentityProvider:
    """npm's oidc-provider in a process of its own."""

    def __init__(self, port: int, audience: str) -> None:
        self.issuer, self.audience = f"http://127.0.0.1:{port}", audience
        self._port = port
        self._process: Process | None = None

    async def start(self, base_url: str, claims: dict[str, Any], kid: str = "first") -> None:
        self._process = await asyncio.create_subprocess_exec(
            "node",
            HERE / "provider.mjs",
            env={
                **os.environ,
                "PORT": str(self._port),
                "BASE_URL": base_url,
                "AUDIENCE": self.audience,
                "KID": kid,
                "CLAIMS": json.dumps(claims),
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), SECONDS)
        assert line == b"listening\n"

    async def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            await self._process.communicate()
            self._process = None

    async def minted(self, **query: object) -> str:
        """A token that it signed without asking anybody."""
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{self.issuer}/mint", params=query)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture(scope="module")
async def provider() -> AsyncIterator[IdentityProvider]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    provider = IdentityProvider(port, "https://talenta.prov.example/api")
    yield provider
    await provider.stop()

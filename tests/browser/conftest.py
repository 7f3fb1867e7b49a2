"""A served installation, and scenarios that drive Chromium through it with Node."""

import asyncio
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app.access import service as access
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.service import running
from tests.factories import a_unit, an_agency
from tests.test_examples import listening

HERE = Path(__file__).parent
NODE, SECONDS = 20, 90
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
    if not (HERE / "node_modules" / "playwright-core").is_dir():
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


@pytest.fixture(scope="module")
async def served() -> AsyncIterator[Served]:
    with tempfile.TemporaryDirectory(prefix="talenta-browser-", ignore_cleanup_errors=True) as home:
        settings = Settings(talenta_home=Path(home), log_level="CRITICAL", worker_in_process=False)
        async with running(settings) as service:
            async with transaction(service.sessions, SYSTEM) as session:
                agency = an_agency(code="PROV-CONTOH", name="Pemerintah Provinsi Contoh")
                session.add(agency)
                await session.flush()
                session.add_all([a_unit(agency) for _ in range(3)])
                await session.flush()
                demo = await access.ensure_demo_clients(session, agency.id)
            async with listening(settings, service) as base_url:
                yield Served(base_url, {client.role: client for client in demo})

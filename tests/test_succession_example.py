"""The analyst's example, run as it stands on a small invented province."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from app.access import service as access
from app.access.schemas import ClientAdmission
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.service import running
from app.demo.province import write_province
from app.imports import service as imports
from app.imports.commands import imported, uploads_in
from app.scoring_schemes import service as schemes
from tests.test_examples import EXAMPLES, Served, listening, program_output

pytestmark = [
    pytest.mark.committed,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
]


@asynccontextmanager
async def small_province(folder: Path, employees: int, *roles: Role) -> AsyncIterator[Served]:
    """A small invented province that is served, and a client of these roles."""
    write_province(folder / "files", employees=employees)
    settings = Settings(talenta_home=folder / "home", log_level="CRITICAL")
    async with running(settings) as service:
        await schemes.ensure_shipped(service.sessions)
        received = await imports.look(uploads_in(folder / "files"))
        await imported(service.sessions, received, None, dry_run=False)
        async with transaction(service.sessions, SYSTEM) as session:
            agency_id = await session.scalar(text("select id from agencies"))
            admission = ClientAdmission(name="Contoh", roles=list(roles), agency_id=agency_id)
            client, secret, *_ = await access.admit(session, SYSTEM, admission)
        async with listening(settings, service) as base_url:
            yield Served(base_url, client.id, secret)


async def test_an_analyst_maps_draws_a_pool_and_asks_for_candidates(tmp_path):
    async with small_province(tmp_path, 300, Role.ANALYST) as served:
        status, out, errors = await program_output(
            "bash",
            EXAMPLES / "succession.sh",
            "2026-01-01",
            environment={
                "PATH": os.environ["PATH"],
                "BASE_URL": served.base_url,
                "CLIENT_ID": str(served.client_id),
                "CLIENT_SECRET": served.client_secret,
            },
        )

    assert (status, errors) == (0, "")
    assert "map: done" in out
    assert '"rule":"retirement"' in out.replace(" ", "")

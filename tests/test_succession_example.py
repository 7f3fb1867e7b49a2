"""The analyst's example, run as it stands on a small invented province."""

import os
import shutil

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
from tests.test_examples import EXAMPLES, listening, program_output

pytestmark = [
    pytest.mark.committed,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
]


async def test_an_analyst_maps_draws_a_pool_and_asks_for_candidates(tmp_path):
    write_province(tmp_path / "files", employees=300)
    settings = Settings(talenta_home=tmp_path / "home", log_level="CRITICAL")

    async with running(settings) as service:
        await schemes.ensure_shipped(service.sessions)
        received = await imports.look(uploads_in(tmp_path / "files"))
        await imported(service.sessions, received, None, dry_run=False)
        async with transaction(service.sessions, SYSTEM) as session:
            agency_id = await session.scalar(text("select id from agencies"))
            admission = ClientAdmission(name="Analis", roles=[Role.ANALYST], agency_id=agency_id)
            client, secret, *_ = await access.admit(session, SYSTEM, admission)
        async with listening(settings, service) as base_url:
            status, out, errors = await program_output(
                "bash",
                EXAMPLES / "succession.sh",
                "2026-01-01",
                environment={
                    "PATH": os.environ["PATH"],
                    "BASE_URL": base_url,
                    "CLIENT_ID": str(client.id),
                    "CLIENT_SECRET": secret,
                },
            )

    assert (status, errors) == (0, "")
    assert "map: done" in out
    assert '"rule":"retirement"' in out.replace(" ", "")

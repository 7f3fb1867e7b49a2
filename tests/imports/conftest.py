"""Importing as a personnel system does."""

from collections.abc import Callable
from typing import Any

import pytest

from app.core.identity import Role
from tests.imports.world import sent


@pytest.fixture
def importing(client_for, run_jobs) -> Callable[..., Any]:
    """Send files as a SIMPEG does, let the job run, and see what became of them."""

    async def imported(files: dict[str, bytes], **form: Any) -> dict[str, Any]:
        client = client_for(Role.SIMPEG)
        answer = await client.post("/v1/imports", files=sent(files), data=form)
        assert answer.status_code == 202, answer.text
        await run_jobs()
        return (await client.get(answer.headers["location"])).json()

    return imported

"""An administrator, and a client that was just let in."""

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.access import client_secrets
from app.core.identity import Role


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch):
    """Argon2 as it is, with parameters for tests."""
    quick = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)])
    monkeypatch.setattr(client_secrets, "hashes", quick)
    client_secrets._decoy.cache_clear()  # noqa: SLF001


@pytest.fixture
async def admin(client_for):
    return client_for(Role.ADMIN, agency_id=None)


@pytest.fixture
async def simpeg(admin, agency):
    body = {"name": "SIMPEG Uji", "roles": ["simpeg"], "agency_id": str(agency.id)}
    return (await admin.post("/v1/clients", json=body)).json()

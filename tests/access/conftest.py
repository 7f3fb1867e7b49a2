"""An administrator, and a client that was just let in."""

from uuid import uuid4

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.access import client_secrets, service
from app.access.schemas import ClientAdmission
from app.core.db import engine_for, sessions_of, transaction
from app.core.identity import SYSTEM, Role
from app.core.migrating import SERVICE
from tests.conftest import copied


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


@pytest.fixture
async def committed(postgres, template):
    """Sessions on a database of the test's own, whose commits are real, and a client in it."""
    async with copied(postgres, template) as name:
        engine = engine_for(postgres.url(SERVICE, name), size=10)
        sessions = sessions_of(engine)
        async with transaction(sessions, SYSTEM) as session:
            admission = ClientAdmission(name=f"SIMPEG {uuid4()}", roles=[Role.SIMPEG])
            client = (await service.admit(session, SYSTEM, admission)).client
        yield sessions, client.id
        await engine.dispose()

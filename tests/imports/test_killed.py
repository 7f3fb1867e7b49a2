"""`kill -9` in the middle of an import: nothing is half applied, and the next worker does it."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.imports import service
from app.imports.service import Upload
from app.organisation.models import Agency
from tests.imports.world import AGENCY, FILES
from tests.processes import (
    IMPATIENT,
    facts_locked,
    own_database,
    sessions,
    stopped,
    talenta,
    until,
    waits,
)

__all__ = ["own_database", "sessions"]
pytestmark = pytest.mark.committed
TABLES = ("units", "employees", "performances", "import_rows")


@pytest.fixture
def asked(sessions):
    async def one(sql):
        async with transaction(sessions, SYSTEM) as session:
            return await session.scalar(text(sql))

    return one


async def test_the_next_worker_does_an_import_whose_worker_was_killed(
    own_database, sessions, save, asked
):
    agency = Agency(id=uuid4(), code=AGENCY, name="Pemerintah Provinsi Uji")
    await save(agency)
    uploads = [Upload(name, content) for name, content in FILES.items()]
    async with transaction(sessions, SYSTEM) as session:
        await service.submit(session, SYSTEM, uploads)

    async def is_finished():
        return await asked("select state from imports") == "finished"

    environment = own_database.environment()
    async with facts_locked(own_database, agency.id):
        with talenta("worker", environment=environment, before=IMPATIENT):
            await until(lambda: waits(own_database))
        assert [await asked(f"select count(*) from {table}") for table in TABLES] == [0] * 4

    with talenta("worker", environment=environment, before=IMPATIENT) as next_worker:
        await until(is_finished)
        status, said = stopped(next_worker)

    assert status == 0, said
    assert [await asked(f"select count(*) from {table}") for table in TABLES] == [3, 3, 2, 8]
    assert await asked("select count(*) from pgqueuer") == 0

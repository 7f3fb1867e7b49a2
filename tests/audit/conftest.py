"""A log with events of two agencies, and ways to ask for it."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.audit import sequencing
from app.audit import service as audit
from app.audit.models import Checkpoint
from app.audit.signing import Signer
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM
from app.organisation.models import Agency

Say = Callable[..., Awaitable[int]]


@pytest.fixture
async def elsewhere(save) -> Agency:
    """Another agency."""
    other = Agency(id=uuid4(), code="PROV-LAIN", name="Pemerintah Provinsi Lain")
    await save(other)
    return other


@pytest.fixture
def say(sessions: Sessions) -> Say:
    """Record an event in a transaction of its own; its id."""

    async def said(
        kind: str = "talent_pool.nominated",
        subject: UUID | None = None,
        agency_id: UUID | None = None,
        **data: object,
    ) -> int:
        async with transaction(sessions, SYSTEM) as session:
            await audit.record(session, SYSTEM, kind, subject, agency_id=agency_id, **data)
            return await audit.recorded(session)

    return said


@pytest.fixture
def signer(settings) -> Signer:
    return Signer.of(settings)


@pytest.fixture
def sign(sessions: Sessions, signer: Signer) -> Callable[[], Awaitable[Checkpoint]]:
    """Make a checkpoint."""

    async def signed() -> Checkpoint:
        return await sequencing.checkpoint(sessions, signer)

    return signed


@pytest.fixture
def commitments(sessions: Sessions) -> Callable[[], Awaitable[list[bytes]]]:
    """The leaves, in their order."""

    async def fetched() -> list[bytes]:
        async with transaction(sessions, SYSTEM) as session:
            found = await session.scalars(
                text("select commitment from audit_leaves order by index")
            )
            return list(found)

    return fetched

"""What a request is about: its agency, its title, and its content as it stands now."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.checklist import filled
from app.approvals.workflow import Kind
from app.talent_pools import service as talent_pools

# Locks in the order pool, then request: so does whoever changes a pool, whose trigger then
# reaches for the request.
POOL = text("select agency_id, name from talent_pools where id = :id")
HELD_POOL = text(f"{POOL.text} for update")
AGENCY = text("select code, name from agencies where id = :id")
AGENCIES = text("select id from agencies order by code limit 1000")


class Subject(NamedTuple):
    """What is asked about."""

    agency_id: UUID
    title: str
    content: dict[str, Any]


async def hold(session: AsyncSession, pool_id: UUID | None) -> None:
    """Hold the pool, if there is one, still until the transaction ends."""
    if pool_id is not None:
        await session.execute(HELD_POOL, {"id": pool_id})


async def of_pool(session: AsyncSession, pool_id: UUID, *, held: bool = False) -> Subject | None:
    """A talent pool as subject, or None when the session sees no such pool."""
    row = (await session.execute(HELD_POOL if held else POOL, {"id": pool_id})).first()
    if row is None:
        return None
    content = {
        "kind": Kind.TALENT_POOL.value,
        "agency": await agency(session, row.agency_id),
        "pool": await talent_pools.canonical_content(session, pool_id),
    }
    named = row.name.lower().startswith("kelompok rencana suksesi")
    title = row.name if named else f"Kelompok Rencana Suksesi {row.name}"
    return Subject(row.agency_id, title, content)


async def of_implementation(
    session: AsyncSession, agency_id: UUID, entries: Iterable[Mapping[str, Any]]
) -> Subject:
    """The readiness of an agency as subject."""
    asking = await agency(session, agency_id)
    content = {
        "kind": Kind.IMPLEMENTATION.value,
        "agency": asking,
        "checklist": filled(entries),
    }
    return Subject(agency_id, f"Penerapan Manajemen Talenta {asking['name']}", content)


async def agency(session: AsyncSession, agency_id: UUID) -> dict[str, str]:
    """Code and name of an agency, as they stand in content and letters."""
    row = (await session.execute(AGENCY, {"id": agency_id})).one()
    return {"code": row.code, "name": row.name}


async def agencies(session: AsyncSession) -> list[UUID]:
    """The agencies that there are; which of them an actor sees is for the actor to say."""
    return list((await session.scalars(AGENCIES)).all())

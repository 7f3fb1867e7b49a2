"""The agency of a request: which one is meant, and how content names it."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.kinds.errors import AGENCY_NEEDED, AGENCY_UNKNOWN
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor

AGENCY = text("select code, name from agencies where id = :id")
AGENCIES = text("select id from agencies order by code limit 1000")


async def named(session: AsyncSession, agency_id: UUID) -> dict[str, str]:
    """Code and name of an agency, as they stand in content and letters."""
    row = (await session.execute(AGENCY, {"id": agency_id})).one()
    return {"code": row.code, "name": row.name}


async def meant(session: AsyncSession, actor: Actor, given: UUID | None) -> UUID:
    """The agency that asks: the one named, or the only one where the actor's roles hold."""
    own: list[UUID] = [agency for agency in await session.scalars(AGENCIES) if actor.sees(agency)]
    if given is None and len(own) == 1:
        return own[0]
    if given is None:
        raise InvalidRequest(errors=[Fault("/agency_id", "missing", AGENCY_NEEDED)])
    if given not in own:
        raise InvalidRequest(errors=[Fault("/agency_id", "agency-unknown", AGENCY_UNKNOWN)])
    return given

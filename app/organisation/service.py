"""What happens to agencies; what other domains ask about the organisation."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.organisation import policy
from app.organisation.errors import AgencyCodeTaken, AgencyUnclear
from app.organisation.models import Agency, Unit
from app.organisation.schemas import AgencyCreation


async def create_agency(session: AsyncSession, actor: Actor, creation: AgencyCreation) -> Agency:
    """Open a further agency."""
    if not policy.can_create_agency(actor):
        raise Forbidden
    agency = Agency(code=creation.code, name=creation.name)
    session.add(agency)
    with violations({"one_agency_per_code": AgencyCodeTaken(code=creation.code)}):
        await session.flush()
    after = audit.state_of(agency)
    await audit.record(
        session, actor, "agency.created", agency.id, agency_id=agency.id, after=after
    )
    return agency


async def agency_by_code(session: AsyncSession, code: str) -> Agency | None:
    """The agency with a code, whether or not the actor's roles hold there."""
    return await session.scalar(select(Agency).where(Agency.code == code))


async def agency_meant(session: AsyncSession, actor: Actor, code: str | None) -> Agency:
    """The agency that is named, or the only one where the actor's roles hold.

    Raises `AgencyUnclear` when there is no such one.
    """
    if code is not None:
        named = await agency_by_code(session, code)
        if named is None or not actor.sees(named.id):
            raise AgencyUnclear(code)
        return named
    agencies = await session.scalars(select(Agency).order_by(Agency.code))
    own = [agency for agency in agencies if actor.sees(agency.id)]
    if len(own) != 1:
        raise AgencyUnclear
    return own[0]


async def find_unit(session: AsyncSession, unit_id: UUID) -> Unit | None:
    """A unit of the agencies in the session's context, or None."""
    return await session.get(Unit, unit_id)

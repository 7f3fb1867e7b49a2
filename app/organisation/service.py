"""What happens to agencies; what other domains ask about the organisation."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Fault, Forbidden, InvalidRequest
from app.core.identity import Actor
from app.organisation import policy
from app.organisation.errors import (
    KANREG_UNKNOWN,
    PROVINCE_UNKNOWN,
    AgencyCodeTaken,
    AgencyNotFound,
    AgencyUnclear,
    KanregNumberTaken,
)
from app.organisation.models import Agency, Kanreg, Unit
from app.organisation.schemas import AgencyCreation, AgencyPlacing, KanregChange


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


async def place_agency(
    session: AsyncSession, actor: Actor, agency_id: UUID, placing: AgencyPlacing
) -> Agency:
    """Say which Kantor Regional an agency belongs to; from then on, that one examines it."""
    agency = await session.get(Agency, agency_id, with_for_update=policy.can_place(actor))
    if agency is None or not actor.sees(agency_id):
        raise AgencyNotFound(id=agency_id)
    if not policy.can_place(actor):
        raise Forbidden
    region = None if placing.kanreg is None else await session.get(Kanreg, placing.kanreg)
    faults = []
    if placing.kanreg is not None and region is None:
        faults.append(Fault("/kanreg", "kanreg-unknown", KANREG_UNKNOWN))
    provinces = () if region is None else region.provinces
    if placing.province is not None and placing.province not in provinces:
        faults.append(Fault("/province", "province-unknown", PROVINCE_UNKNOWN))
    if faults:
        raise InvalidRequest(errors=faults)
    before = audit.state_of(agency)
    agency.kanreg, agency.province = placing.kanreg, placing.province
    await session.flush()
    await audit.record(
        session,
        actor,
        "agency.placed",
        agency.id,
        agency_id=agency.id,
        before=before,
        after=audit.state_of(agency),
        kanreg=agency.kanreg,
    )
    return agency


async def change_kanreg(
    session: AsyncSession, actor: Actor, code: str, change: KanregChange
) -> Kanreg:
    """Change a Kantor Regional, or open one: reference data follows the decrees."""
    if not policy.can_place(actor):
        raise Forbidden
    region = await session.get(Kanreg, code, with_for_update=True)
    before = None if region is None else audit.state_of(region)
    if region is None:
        region = Kanreg(code=code)
        session.add(region)
    region.number, region.city, region.provinces = change.number, change.city, change.provinces
    with violations({"one_kanreg_per_number": KanregNumberTaken(number=change.number)}):
        await session.flush()
    await audit.record(
        session,
        actor,
        "agency.region_changed",
        None,
        before=before,
        after=audit.state_of(region),
        kanreg=code,
    )
    return region


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

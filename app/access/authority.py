"""Where roles can hold: in agencies, units and days that there are."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.access.errors import (
    AGENCY_NEEDED,
    AGENCY_UNKNOWN,
    DAYS_REVERSED,
    REGION_NEEDED,
    REGION_UNFIT,
    REGION_UNKNOWN,
    UNIT_UNKNOWN,
    AuthorityInvalid,
)
from app.access.models import Client, Membership
from app.access.schemas import Authority
from app.core.errors import Fault
from app.core.identity import Actor, Role

DOOR = Actor(UUID(int=0), "anonymous", frozenset(), frozenset())
"""Whoever is not recognised yet: no role, no agency."""


def today() -> date:
    """The day by which authority begins and ends."""
    return datetime.now(UTC).date()


def holds(valid_from: date | None, valid_until: date | None, day: date) -> bool:
    """Whether authority holds on a day; both ends are days on which it does."""
    return (valid_from is None or valid_from <= day) and (valid_until is None or day <= valid_until)


def described(given: Client | Membership) -> dict[str, Any]:
    """Where and when roles were given, for the event log."""
    last = given.valid_until
    return {
        "roles": list(given.roles),
        "units": None if given.units is None else [str(unit) for unit in given.units],
        "kanreg": given.kanreg,
        "valid_from": given.valid_from.isoformat(),
        "valid_until": None if last is None else last.isoformat(),
    }


async def check(session: AsyncSession, authority: Authority) -> None:
    """Raise `AuthorityInvalid`, naming all that is wrong, where the roles cannot hold."""
    faults = [
        *await _agency_faults(session, authority.agency_id),
        *await _unit_faults(session, authority.agency_id, authority.units or []),
        *await _region_faults(session, authority),
    ]
    first, last = authority.valid_from or today(), authority.valid_until
    if last is not None and last < first:
        faults.append(DAYS_REVERSED)
    if faults:
        raise AuthorityInvalid(errors=faults)


async def _agency_faults(session: AsyncSession, agency_id: UUID | None) -> list[Fault]:
    statement = text("select exists (select from agencies where id = :id)")
    if agency_id is None or await session.scalar(statement, {"id": agency_id}):
        return []
    return [AGENCY_UNKNOWN]


async def _unit_faults(
    session: AsyncSession, agency_id: UUID | None, units: list[UUID]
) -> list[Fault]:
    if units and agency_id is None:
        return [Fault("/units", "agency-needed", AGENCY_NEEDED)]
    statement = text("select id from units where agency_id = :agency and id = any (:units)")
    known = set(await session.scalars(statement, {"agency": agency_id, "units": units}))
    return [
        Fault(f"/units/{n}", "unit-unknown", UNIT_UNKNOWN)
        for n, unit in enumerate(units)
        if unit not in known
    ]


async def _region_faults(session: AsyncSession, authority: Authority) -> list[Fault]:
    """Whoever plays a Kantor Regional serves one; nobody else serves any."""
    alone = set(authority.roles) == {Role.KANREG} and authority.agency_id is None
    if authority.kanreg is None:
        here = Role.KANREG in authority.roles and authority.agency_id is None
        return [REGION_NEEDED] if here else []
    if not alone:
        return [REGION_UNFIT]
    statement = text("select exists (select from kanreg where code = :code)")
    known = await session.scalar(statement, {"code": authority.kanreg})
    return [] if known else [REGION_UNKNOWN]

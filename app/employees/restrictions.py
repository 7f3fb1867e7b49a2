"""Restricting the use of a person's data: by the person, at once, until they lift it.

A restriction takes the lock that a talent map holds on the facts of its agency, so that every map
either came before it or leaves the person out.
"""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.employees.errors import AlreadyRestricted, NotRestricted
from app.employees.models import Employee
from app.employees.restriction_models import Restriction

LOCK = text("select pg_advisory_xact_lock(hashtext('facts'), hashtext(:agency_id))")


async def live(session: AsyncSession, employee_id: UUID) -> Restriction | None:
    """The restriction that holds now, if any."""
    return await session.scalar(
        select(Restriction).where(
            Restriction.employee_id == employee_id, Restriction.lifted_at.is_(None)
        )
    )


async def restrict(session: AsyncSession, actor: Actor, reason: str) -> Restriction:
    """Leave the actor, a civil servant, out of new maps."""
    employee = await own(session, actor)
    await session.execute(LOCK, {"agency_id": str(employee.agency_id)})
    restriction = Restriction(agency_id=employee.agency_id, employee_id=employee.id, reason=reason)
    session.add(restriction)
    with violations({"one_live_restriction": AlreadyRestricted()}):
        await session.flush()
    await audit.record(
        session, actor, "restriction.imposed", employee.id, agency_id=employee.agency_id
    )
    return restriction


async def lift(session: AsyncSession, actor: Actor) -> None:
    """Let new maps use the actor's data again."""
    employee = await own(session, actor)
    restriction = await live(session, employee.id)
    if restriction is None:
        raise NotRestricted
    await session.execute(LOCK, {"agency_id": str(employee.agency_id)})
    restriction.lifted_at = datetime.now(UTC)
    await session.flush()
    await audit.record(
        session, actor, "restriction.lifted", employee.id, agency_id=employee.agency_id
    )


async def own(session: AsyncSession, actor: Actor) -> Employee:
    """The civil servant that the actor is. Raises Forbidden for whoever is none."""
    employee = None
    if actor.employee_id is not None:
        employee = await session.get(Employee, actor.employee_id)
    if employee is None:
        raise Forbidden
    return employee

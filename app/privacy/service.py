"""What happens with requests about personal data."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import set_context
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.employees import accesses, restrictions
from app.employees import service as employees
from app.employees.accesses import Look
from app.employees.history_queries import HistoryKind
from app.privacy import export, policy, queries
from app.privacy.errors import (
    CorrectionDecided,
    CorrectionNotFound,
    NoCivilServant,
    RecordUnknown,
)
from app.privacy.models import CorrectionRequest, Status
from app.privacy.schemas import CorrectionDecision, NewCorrection


async def me(session: AsyncSession, actor: Actor) -> dict[str, Any]:
    """Who is asking, and what is kept about them."""
    record, restricted = None, None
    if actor.employee_id is not None:
        record = await employees.own_record(session, actor.employee_id)
        restricted = await restrictions.live(session, actor.employee_id)
    return {
        "actor_id": actor.id,
        "name": actor.name,
        "roles": sorted(actor.roles),
        "agencies": None if actor.agencies is None else sorted(actor.agencies),
        "units": None if actor.units is None else sorted(actor.units),
        "employee": record,
        "restricted_since": None if restricted is None else restricted.created_at,
    }


async def exported(session: AsyncSession, actor: Actor) -> bytes:
    """Everything that is kept about the actor, a civil servant."""
    employee_id = own_id(actor)
    record = await employees.own_record(session, employee_id)
    if record is None:
        raise NoCivilServant
    await audit.record(
        session, actor, "person.exported", employee_id, agency_id=record["agency_id"]
    )
    body = await export.of_person(session, employee_id)
    await set_context(session, actor.context)
    return body


async def ask_correction(
    session: AsyncSession, actor: Actor, correction: NewCorrection
) -> CorrectionRequest:
    """A civil servant says that something kept about them is wrong."""
    employee_id = own_id(actor)
    record = await employees.own_record(session, employee_id)
    if record is None:
        raise NoCivilServant
    await _check_record(session, employee_id, correction)
    request = CorrectionRequest(
        agency_id=record["agency_id"],
        employee_id=employee_id,
        about=correction.about,
        record_id=correction.record_id,
        claim=correction.claim,
        status=Status.OPEN,
    )
    session.add(request)
    await session.flush()
    await audit.record(
        session,
        actor,
        "correction_request.made",
        employee_id,
        agency_id=request.agency_id,
        correction_id=str(request.id),
        about=request.about,
    )
    return request


async def decide_correction(
    session: AsyncSession, actor: Actor, correction_id: UUID, decision: CorrectionDecision
) -> CorrectionRequest:
    """Say whether what is kept is wrong. Putting it right is for the system that it comes from."""
    if not policy.can_see_corrections(actor):
        raise Forbidden
    found = select(CorrectionRequest).where(CorrectionRequest.id == correction_id)
    if await session.scalar(found) is None:
        raise CorrectionNotFound(id=correction_id)
    if not policy.can_decide_correction(actor):
        raise Forbidden
    request = await session.scalar(found.with_for_update())
    if request is None or request.status is not Status.OPEN:
        raise CorrectionDecided
    look = Look("correction-request", correction_id)
    await accesses.record(session, actor, request.employee_id, look)
    request.status = Status(decision.decision)
    request.decided_at, request.decided_by = datetime.now(UTC), actor.id
    request.decision_reason = decision.reason
    await session.flush()
    await audit.record(
        session,
        actor,
        f"correction_request.{request.status}",
        request.employee_id,
        agency_id=request.agency_id,
        correction_id=str(request.id),
        about=request.about,
    )
    return request


async def _check_record(
    session: AsyncSession, employee_id: UUID, correction: NewCorrection
) -> None:
    """The record that is meant is one of the person's own."""
    about, record_id = correction.about, correction.record_id
    if record_id is None:
        return
    if isinstance(about, HistoryKind) and await employees.has_fact(
        session, employee_id, about, record_id
    ):
        return
    raise RecordUnknown


def own_id(actor: Actor) -> UUID:
    """The civil servant that the actor is."""
    if actor.employee_id is None:
        raise NoCivilServant
    return actor.employee_id


async def correction(session: AsyncSession, correction_id: UUID) -> RowMapping:
    """A request for correction with its clock."""
    found = await session.execute(queries.CORRECTION, {"correction_id": correction_id})
    return found.mappings().one()

"""What happens to people; what other domains ask about them."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.masking import MASKS, View, value_for, view_of
from app.employees import accesses, policy, queries, recording
from app.employees import nip as nips
from app.employees.accesses import Look
from app.employees.errors import (
    EmployeeNotFound,
    NipInvalid,
    NipTaken,
    PnsIdTaken,
    UnitUnknown,
)
from app.employees.history_queries import MODELS, HistoryKind
from app.employees.models import Employee
from app.employees.recording import Item, Verdict
from app.employees.schemas import EmployeeCreation, EmployeeRecord, Unmasking
from app.organisation import service as organisation


async def add(session: AsyncSession, actor: Actor, creation: EmployeeCreation) -> RowMapping:
    """Add a person to the agency of their unit; gives the record as the actor sees people."""
    number = nips.read(creation.nip)
    if number is None:
        raise NipInvalid("/nip")
    unit = await organisation.find_unit(session, creation.unit_id)
    if unit is None:
        raise UnitUnknown
    if not policy.can_add(actor, unit.agency_id):
        raise Forbidden

    employee = Employee(**recording.values_of(creation, number), agency_id=unit.agency_id)
    session.add(employee)
    with violations({"one_person_per_nip": NipTaken(), "one_person_per_pns_id": PnsIdTaken()}):
        await session.flush()
    await audit.record(
        session,
        actor,
        "employee.added",
        employee.id,
        agency_id=employee.agency_id,
        after=audit.state_of(employee),
    )
    columns = queries.shown(Employee, Employee.id, view_of(actor))
    shown = await session.execute(select(*columns).where(Employee.id == employee.id))
    return shown.mappings().one()


async def record_by_nip(
    session: AsyncSession, actor: Actor, nip: str, record: EmployeeRecord
) -> dict[str, Any]:
    """Record a person under a NIP; gives the verdict and what differs from what was known."""
    item = Item(nip, record)
    await recording.record(session, actor, [item])
    if isinstance(item.problem, NipInvalid):
        raise NipInvalid("path:nip")
    if item.problem is not None:
        raise item.problem
    assert item.employee_id is not None  # noqa: S101 - it was recorded
    if item.verdict is Verdict.CHANGED:
        await accesses.record(session, actor, item.employee_id, Look("changes"))
    changes = [
        {
            "field": name,
            "before": value_for(actor, name, before),
            "after": value_for(actor, name, after),
        }
        for name, (before, after) in item.changes.items()
    ]
    return {"id": item.employee_id, "verdict": item.verdict, "changes": changes}


async def unmask(
    session: AsyncSession, actor: Actor, employee_id: UUID, unmasking: Unmasking
) -> dict[str, Any]:
    """A person's identity in full, and on record: for the person and for the log."""
    employee = await session.get(Employee, employee_id)
    if employee is None:
        raise EmployeeNotFound(id=employee_id)
    if not policy.can_unmask(actor):
        raise Forbidden
    purpose = unmasking.purpose
    look = Look("unmasking", purpose=purpose, reason=unmasking.reason)
    await accesses.record(session, actor, employee_id, look)
    await audit.record(
        session,
        actor,
        "employee.unmasked",
        employee_id,
        agency_id=employee.agency_id,
        purpose=purpose,
    )
    return {name: getattr(employee, name) for name in ("id", *MASKS)}


async def own_record(session: AsyncSession, employee_id: UUID) -> RowMapping | None:
    """A person's record with nothing masked, for the person alone."""
    columns = queries.shown(Employee, Employee.id, View.FULL)
    found = await session.execute(select(*columns).where(Employee.id == employee_id))
    return found.mappings().one_or_none()


async def has_fact(
    session: AsyncSession, employee_id: UUID, kind: HistoryKind, record_id: UUID
) -> bool:
    """Whether a record is in a person's history of this kind."""
    model = MODELS[kind]
    found = select(model.id).where(model.id == record_id, model.employee_id == employee_id)
    return await session.scalar(found) is not None

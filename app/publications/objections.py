"""Objections (sanggah): raised in time by the person, answered by somebody who did not decide.

An objection that is upheld changes no map: it says what follows, a new map or a calibration, and
keeps the link to it. While one is open, `open_objections` names the person to whoever places them.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.conflicts import service as conflicts
from app.core import working_days
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import SYSTEM, Actor
from app.employees import accesses
from app.employees.accesses import Look
from app.publications import errors, policy, queries, service
from app.publications.errors import (
    DecidedBefore,
    InConflict,
    NoRemedy,
    NotPublished,
    ObjectionClosed,
    ObjectionNotFound,
    ObjectionOpen,
    ResultNotFound,
    WindowClosed,
    objection_refused,
)
from app.publications.models import Objection, Remedy, Status
from app.publications.schemas import Answer, NewObjection

OPEN = text("select open_objections(:agency_id, :employees)").bindparams(
    bindparam("agency_id", type_=Uuid()), bindparam("employees", type_=ARRAY(Uuid()))
)
NEWER_MAP = text("""
select exists (select from talent_maps where id = :id and agency_id = :agency_id
  and state = 'done' and known_at > :since)""").bindparams(bindparam("id", type_=Uuid()))
CALIBRATIONS = text("select to_regclass('calibrations') is not null")
NEWER_CALIBRATION = text("""
select exists (select from calibrations where id = :id and agency_id = :agency_id
  and coalesce(ended_at, 'infinity') > :since)""").bindparams(bindparam("id", type_=Uuid()))


async def open_objections(
    session: AsyncSession, agency_id: UUID, employee_ids: Collection[UUID]
) -> set[UUID]:
    """Those of the people whose objection is not answered yet, whatever the session may read."""
    values = {"agency_id": agency_id, "employees": list(employee_ids)}
    return set(await session.scalars(OPEN, values))


async def file(
    session: AsyncSession, actor: Actor, new: NewObjection, *, now: datetime
) -> RowMapping:
    """A civil servant objects to the own result."""
    if actor.employee_id is None:
        raise Forbidden
    publication = await service.get(session, actor, new.publication_id)
    if publication.map_id is None or publication.objections_until is None:
        raise NotPublished
    why = await service.own_trace(session, actor, publication.map_id)
    _check_meant(new, why["axes"])
    objection = Objection(
        agency_id=publication.agency_id,
        employee_id=actor.employee_id,
        due_on=working_days.after(
            working_days.today_in_office(now), publication.answer_working_days
        ),
        **new.model_dump(),
    )
    session.add(objection)
    over = WindowClosed(objections_until=publication.objections_until.isoformat())
    with violations(
        {
            "objection_in_time": over,
            "one_open_objection": ObjectionOpen(),
            "an_objection_is_about_a_result": ResultNotFound(),
        }
    ):
        await session.flush()
    await _record(session, actor, objection, "filed", None, due_on=objection.due_on.isoformat())
    return await shown(session, objection.id)


async def withdraw(session: AsyncSession, actor: Actor, objection_id: UUID) -> RowMapping:
    """The person takes the objection back."""
    objection = await get(session, actor, objection_id)
    if not policy.can_withdraw(actor, objection):
        raise Forbidden
    before = await _held_open(session, objection)
    objection.status, objection.closed_at = Status.WITHDRAWN, datetime.now(UTC)
    with violations({"withdrawn_by_the_person": Forbidden()}):
        await session.flush()
    await _record(session, actor, objection, "withdrawn", before)
    return await shown(session, objection.id)


async def answer(
    session: AsyncSession, actor: Actor, objection_id: UUID, said: Answer
) -> RowMapping:
    """Somebody who did not decide before says what becomes of the objection, and why."""
    objection = await get(session, actor, objection_id)
    if actor.employee_id == objection.employee_id:
        raise DecidedBefore
    if not policy.can_answer(actor, objection):
        raise Forbidden
    if (said.verdict == "rejected") != (said.remedy is None):
        raise objection_refused("/remedy", "remedy-unless-rejected", errors.REMEDY_MISSING)
    await accesses.record(session, actor, objection.employee_id, Look("objection", objection_id))
    today = working_days.today_in_office(datetime.now(UTC))
    parties = [actor.id], [objection.employee_id]
    if await conflicts.between(session, objection.agency_id, *parties, today):
        raise InConflict
    before = await _held_open(session, objection)
    objection.status, objection.closed_at = Status(said.verdict), datetime.now(UTC)
    objection.answered_by, objection.reason = actor.id, said.reason
    objection.remedy = said.remedy
    meanings = {"answered_by_another": DecidedBefore(), "answered_without_conflict": InConflict()}
    with violations(meanings):
        await session.flush()
    await _record(session, actor, objection, said.verdict, before, remedy=said.remedy)
    return await shown(session, objection.id)


async def follow(
    session: AsyncSession, actor: Actor, objection_id: UUID, remedy_id: UUID
) -> RowMapping:
    """Keep the link from an objection that was upheld to what followed from it."""
    objection = await get(session, actor, objection_id)
    if not policy.can_answer(actor, objection):
        raise Forbidden
    await accesses.record(session, actor, objection.employee_id, Look("objection", objection_id))
    await session.refresh(objection, with_for_update=True)
    if objection.remedy is None or objection.remedy_id is not None:
        raise NoRemedy
    if not await _came_after(session, objection, remedy_id):
        words = errors.REMEDY_UNKNOWN.filled(remedy=objection.remedy)
        raise objection_refused("/remedy_id", "remedy-unknown", words)
    before = audit.state_of(objection)
    objection.remedy_id = remedy_id
    with violations({"one_remedy": NoRemedy()}):
        await session.flush()
    await _record(session, actor, objection, "remedied", before, remedy_id=str(remedy_id))
    return await shown(session, objection.id)


async def tell_overdue(session: AsyncSession, *, now: datetime) -> int:
    """Record, once each, the objections whose day has passed without an answer; count them."""
    late = select(Objection).where(
        Objection.status == Status.OPEN,
        Objection.due_on < working_days.today_in_office(now),
        Objection.overdue_at.is_(None),
    )
    found = list(await session.scalars(late.with_for_update(skip_locked=True)))
    for objection in found:
        before = audit.state_of(objection)
        objection.overdue_at = now
        await session.flush()
        await _record(
            session, SYSTEM, objection, "overdue", before, due_on=objection.due_on.isoformat()
        )
    return len(found)


async def get(session: AsyncSession, actor: Actor, objection_id: UUID) -> Objection:
    """Find an objection that the actor may see."""
    visible = policy.objections_visible_to(actor)
    objection = await session.scalar(select(Objection).where(Objection.id == objection_id, visible))
    if objection is None:
        raise ObjectionNotFound(id=objection_id)
    return objection


async def shown(session: AsyncSession, objection_id: UUID) -> RowMapping:
    """An objection as it is read."""
    found = await session.execute(queries.OBJECTION, {"objection_id": objection_id})
    return found.mappings().one()


async def _held_open(session: AsyncSession, objection: Objection) -> dict[str, Any]:
    """Hold an open objection until the transaction ends; its state before."""
    await session.refresh(objection, with_for_update=True)
    if objection.status is not Status.OPEN:
        raise ObjectionClosed(state=objection.status)
    return audit.state_of(objection)


def _check_meant(new: NewObjection, axes: list[dict[str, Any]]) -> None:
    """What is meant is a part of the own trace."""
    nodes = [node for axis in axes for node in _nodes(axis)]
    if new.node is not None and all(node["code"] != new.node for node in nodes):
        words = errors.NODE_UNKNOWN.filled(node=new.node)
        raise objection_refused("/node", "node-unknown", words)
    if new.record_id is not None:
        records = {fact["id"] for node in nodes for fact in node.get("facts", ())}
        if str(new.record_id) not in records:
            raise objection_refused("/record_id", "record-unknown", errors.RECORD_UNKNOWN)


def _nodes(parent: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for child in parent.get("components", ()) for node in (child, *_nodes(child))]


async def _came_after(session: AsyncSession, objection: Objection, remedy_id: UUID) -> bool:
    values = {"id": remedy_id, "agency_id": objection.agency_id, "since": objection.closed_at}
    if objection.remedy is Remedy.NEW_MAP:
        return bool(await session.scalar(NEWER_MAP, values))
    if not await session.scalar(CALIBRATIONS):
        return False
    return bool(await session.scalar(NEWER_CALIBRATION, values))


async def _record(
    session: AsyncSession,
    actor: Actor,
    objection: Objection,
    what: str,
    before: dict[str, Any] | None,
    **data: Any,
) -> None:
    """An event about the person, so that it is in their export and goes with their data."""
    await audit.record(
        session,
        actor,
        f"objection.{what}",
        objection.employee_id,
        agency_id=objection.agency_id,
        before=before,
        after=audit.state_of(objection),
        objection_id=str(objection.id),
        **data,
    )

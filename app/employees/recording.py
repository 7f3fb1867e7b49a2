"""People as their personnel system has them: one or a thousand recorded by the same command.

Whoever is new is added; of whoever is known, what was known is kept as a version. Every item is
judged by itself. The lock over an agency's facts (decision 0005) is held, as by an import.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Forbidden, Problem
from app.core.identity import Actor
from app.employees import levels, policy, ranks
from app.employees import nip as nips
from app.employees.errors import NipInvalid, NipRepeated, NipTaken, PnsIdTaken, UnitUnknown
from app.employees.models import Employee, EmployeeVersion, PersonColumns
from app.employees.restrictions import LOCK
from app.employees.schemas import EmployeeRecord
from app.organisation.models import Unit

COLUMNS = tuple(PersonColumns.__annotations__)
UNCOMPARED = frozenset({"agency_id", "import_id", "recorded_at"})


class Verdict(StrEnum):
    """What became of one item."""

    CREATED = "created"
    """Nobody had the NIP: the person was added."""
    CHANGED = "changed"
    """The person was known otherwise; the state before is kept as a version."""
    UNCHANGED = "unchanged"
    """That was known already."""
    REJECTED = "rejected"
    """Nothing was done."""


@dataclass(slots=True)
class Item:
    """One person as sent, and what becomes of it."""

    nip: str
    record: EmployeeRecord
    problem: Problem | None = None
    agency_id: UUID | None = None
    verdict: Verdict = Verdict.REJECTED
    employee_id: UUID | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Fields that differ: as they were, and as they are."""

    @property
    def key(self) -> tuple[UUID | None, str]:
        return self.agency_id, self.nip


def values_of(record: EmployeeRecord, number: nips.Nip) -> dict[str, Any]:
    """A person's columns from what was sent, and what follows from it."""
    given = record.model_dump(exclude={"nip", "birth_date", "sex", "rank_code", "rank_name"})
    rank_code, rank_name = ranks.rank(record.rank_code, record.rank_name)
    return given | {
        "nip": number.digits,
        "birth_date": record.birth_date or number.birth_date,
        "sex": record.sex or number.sex,
        "employment": number.employment,
        "rank_code": rank_code,
        "rank_name": rank_name,
        "cohort": levels.cohort(record.position_kind, record.position_level, record.echelon),
    }


async def record(session: AsyncSession, actor: Actor, items: Sequence[Item]) -> None:
    """Judge and record what was sent; every item carries its verdict afterwards."""
    if not policy.can_record(actor):
        raise Forbidden
    numbered(items)
    await place(session, actor, items)
    sound = [item for item in items if item.problem is None]
    for agency_id in sorted({item.agency_id for item in sound if item.agency_id}):
        await session.execute(LOCK, {"agency_id": str(agency_id)})
    known = await people(session, sound)
    await own_ids_alone(session, sound, known)
    at = await session.scalar(select(func.clock_timestamp()))
    assert at is not None  # noqa: S101 - the database has a clock
    sound = [item for item in sound if item.problem is None]
    with violations({"one_person_per_nip": NipTaken(), "one_person_per_pns_id": PnsIdTaken()}):
        await add(session, actor, [item for item in sound if item.key not in known], at)
        await change(session, actor, [item for item in sound if item.key in known], known, at)


def numbered(items: Iterable[Item]) -> None:
    """Refuse what has no NIP, and a NIP for the second time."""
    seen: set[str] = set()
    for item in items:
        number = nips.read(item.nip)
        if number is None:
            item.problem = item.problem or NipInvalid("/nip")
        elif item.problem is None:
            item.nip = number.digits
            if item.nip in seen:
                item.problem = NipRepeated()
            seen.add(item.nip)


async def place(session: AsyncSession, actor: Actor, items: Sequence[Item]) -> None:
    """Find each one's agency by the unit."""
    wanted = {item.record.unit_id for item in items if item.problem is None}
    rows = await session.execute(select(Unit.id, Unit.agency_id).where(Unit.id.in_(wanted)))
    agencies = {row.id: row.agency_id for row in rows}
    for item in items:
        if item.problem is not None:
            continue
        item.agency_id = agencies.get(item.record.unit_id)
        if item.agency_id is None:
            item.problem = UnitUnknown()
        elif not policy.can_add(actor, item.agency_id):
            item.problem = Forbidden()


async def people(
    session: AsyncSession, items: Sequence[Item]
) -> dict[tuple[UUID | None, str], Employee]:
    """Who has these NIPs, locked against other changes."""
    found = await session.scalars(
        select(Employee)
        .where(
            Employee.agency_id.in_({item.agency_id for item in items}),
            Employee.nip.in_([item.nip for item in items]),
        )
        .order_by(Employee.id)
        .with_for_update()
    )
    return {(person.agency_id, person.nip): person for person in found}


async def own_ids_alone(
    session: AsyncSession,
    items: Sequence[Item],
    known: dict[tuple[UUID | None, str], Employee],
) -> None:
    """Refuse whoever claims the SIASN id of somebody else, known or earlier among the items."""
    claimed = [item.record.pns_id for item in items if item.record.pns_id]
    rows = await session.execute(
        select(Employee.agency_id, Employee.pns_id, Employee.id).where(Employee.pns_id.in_(claimed))
    )
    owners: dict[tuple[UUID | None, str | None], Any] = {
        (row.agency_id, row.pns_id): row.id for row in rows
    }
    for item in items:
        if not item.record.pns_id:
            continue
        person = known.get(item.key)
        me = item.nip if person is None else person.id
        if owners.setdefault((item.agency_id, item.record.pns_id), me) != me:
            item.problem = PnsIdTaken()


async def add(session: AsyncSession, actor: Actor, items: Sequence[Item], at: datetime) -> None:
    """People who are new."""
    if not items:
        return
    rows = [
        {**values(item), "agency_id": item.agency_id, "import_id": None, "recorded_at": at}
        for item in items
    ]
    added = await session.execute(
        insert(Employee).returning(Employee.id, Employee.agency_id, Employee.nip), rows
    )
    ids = {(row.agency_id, row.nip): row.id for row in added}
    for item in items:
        item.employee_id, item.verdict = ids[item.key], Verdict.CREATED
    states = await states_of(session, ids.values())
    happened = [
        audit.Happening(item.employee_id, item.agency_id, None, states[ids[item.key]])
        for item in items
    ]
    await audit.record_all(session, actor, "employee.added", happened)


async def change(
    session: AsyncSession,
    actor: Actor,
    items: Sequence[Item],
    known: dict[tuple[UUID | None, str], Employee],
    at: datetime,
) -> None:
    """People who are known: what differs is changed, and what was known kept."""
    versions, updates, before = [], [], {}
    for item in items:
        person, new = known[item.key], values(item)
        new["pns_id"] = new["pns_id"] or person.pns_id  # what is not said again stays theirs
        was = {name: getattr(person, name) for name in COLUMNS}
        item.employee_id, item.verdict = person.id, Verdict.UNCHANGED
        item.changes = {
            name: (was[name], new[name])
            for name in COLUMNS
            if name not in UNCOMPARED and was[name] != new[name]
        }
        if item.changes:
            item.verdict = Verdict.CHANGED
            before[person.id] = audit.state_of(person)
            versions.append({"employee_id": person.id, "superseded_at": at, **was})
            updates.append({"id": person.id, **new, "import_id": None, "recorded_at": at})
    if not updates:
        return
    await session.execute(insert(EmployeeVersion), versions)
    await session.execute(update(Employee), updates)
    after = await states_of(session, before)
    happened = [
        audit.Happening(item.employee_id, item.agency_id, before[person_id], after[person_id])
        for item in items
        if (person_id := item.employee_id) in before and person_id is not None
    ]
    await audit.record_all(session, actor, "employee.changed", happened)


def values(item: Item) -> dict[str, Any]:
    number = nips.read(item.nip)
    assert number is not None  # noqa: S101 - it was judged
    return values_of(item.record, number)


async def states_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """People as the database has them now, for the log."""
    found = await session.scalars(
        select(Employee).where(Employee.id.in_(list(ids))).execution_options(populate_existing=True)
    )
    return {person.id: audit.state_of(person) for person in found}

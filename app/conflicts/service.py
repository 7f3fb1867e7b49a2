"""What happens to relations: declared, reported, ended; asked by every domain that decides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, RowMapping, Uuid, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.conflicts import errors, policy, queries
from app.conflicts.errors import RelationEnded, RelationKnown, RelationNotFound, RelationRefused
from app.conflicts.models import Basis, Effect, Kind, Relation
from app.conflicts.schemas import Ending, NewConflict
from app.core.db import violations
from app.core.errors import Fault, Forbidden
from app.core.identity import Actor, Role
from app.core.words import Words
from app.core.working_days import today_in_office
from app.employees import accesses
from app.employees.accesses import Look

AGENCY_OF = text("select agency_id from employees where id = :id")
BETWEEN = text(
    "select actor_id, employee_id, kind, conflict_id"
    " from conflicts_between(:agency_id, :actors, :employees, :day)"
).bindparams(
    bindparam("agency_id", type_=Uuid),
    bindparam("actors", type_=ARRAY(Uuid)),
    bindparam("employees", type_=ARRAY(Uuid)),
    bindparam("day", type_=Date),
)
DECIDERS = text(
    "select actor_id, name, roles from deciders(:agency_id, :actors) order by name"
).bindparams(bindparam("agency_id", type_=Uuid), bindparam("actors", type_=ARRAY(Uuid)))


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation that stands between an actor and a civil servant on a day."""

    actor_id: UUID
    employee_id: UUID
    kind: Kind
    conflict_id: UUID


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who holds roles in all of an agency today."""

    actor_id: UUID
    name: str
    roles: frozenset[Role]


async def between(
    session: AsyncSession,
    agency_id: UUID,
    actor_ids: Collection[UUID],
    employee_ids: Collection[UUID],
    on: date,
) -> set[Edge]:
    """The relations between these actors and these civil servants that hold on a day.

    For the domains that decide: the answer does not depend on who asks.
    """
    values = {"agency_id": agency_id, "actors": list(actor_ids), "employees": list(employee_ids)}
    found = await session.execute(BETWEEN, {**values, "day": on})
    return {Edge(row.actor_id, row.employee_id, Kind(row.kind), row.conflict_id) for row in found}


async def deciders(
    session: AsyncSession, agency_id: UUID, actor_ids: Collection[UUID]
) -> dict[UUID, Decider]:
    """Those of these actors who hold roles in all of the agency today."""
    found = await session.execute(DECIDERS, {"agency_id": agency_id, "actors": list(actor_ids)})
    return {
        row.actor_id: Decider(row.actor_id, row.name, frozenset(map(Role, row.roles)))
        for row in found
    }


async def declare(
    session: AsyncSession, actor: Actor, new: NewConflict, *, now: datetime
) -> RowMapping:
    """Put a relation on record: one's own, or that of another decider."""
    own = new.actor_id in (None, actor.id)
    if not (policy.can_declare(actor) if own else policy.can_report(actor)):
        raise Forbidden
    if new.since > today_in_office(now):
        raise _refused("/since", "since-in-future", errors.STARTS_LATER)
    if new.until is not None and new.until < new.since:
        raise _refused("/until", "until-before-since", errors.ENDS_EARLY)
    agency_id = await session.scalar(AGENCY_OF, {"id": new.employee_id})
    if agency_id is None or not actor.sees(agency_id):
        raise _refused("/employee_id", "employee-unknown", errors.EMPLOYEE_UNKNOWN)
    relation = Relation(
        **new.model_dump(exclude={"actor_id"}),
        agency_id=agency_id,
        actor_id=actor.id if own else new.actor_id,
        actor_name=actor.name if own else await _named(session, agency_id, new.actor_id),
        basis=Basis.DECLARED if own else Basis.REPORTED,
        declared_by=actor.id,
    )
    session.add(relation)
    with violations({"one_live_conflict_of_a_kind": RelationKnown(kind=new.kind.value)}):
        await session.flush()
    await _record(session, actor, relation, str(relation.basis.value), before=None)
    await _record_effects(session, actor, relation)
    return await _shown(session, relation.id)


async def find(session: AsyncSession, actor: Actor, conflict_id: UUID) -> RowMapping:
    """Show a relation; that somebody looked at the civil servant's is on record."""
    relation = await get(session, actor, conflict_id)
    await accesses.record(session, actor, relation.employee_id, Look("conflict", conflict_id))
    return await _shown(session, conflict_id)


async def get(session: AsyncSession, actor: Actor, conflict_id: UUID) -> Relation:
    """Find a relation that the actor may see."""
    found = select(Relation).where(Relation.id == conflict_id, policy.visible_to(actor))
    relation = await session.scalar(found)
    if relation is None:
        raise RelationNotFound(id=conflict_id)
    return relation


async def end(session: AsyncSession, actor: Actor, conflict_id: UUID, ending: Ending) -> RowMapping:
    """Say that a relation has ended. What it voided stays void."""
    relation = await get(session, actor, conflict_id)
    if not policy.can_end(actor, relation):
        raise Forbidden
    if ending.until < relation.since:
        raise _refused("/until", "until-before-since", errors.ENDS_EARLY)
    before = audit.state_of(relation)
    relation.until, relation.ending_reason = ending.until, ending.reason
    relation.ended_at, relation.ended_by = datetime.now(UTC), actor.id
    with violations({"conflict_only_ends": RelationEnded()}):
        await session.flush()
    await accesses.record(session, actor, relation.employee_id, Look("conflict", conflict_id))
    await _record(session, actor, relation, "ended", before=before)
    return await _shown(session, conflict_id)


async def _named(session: AsyncSession, agency_id: UUID, actor_id: UUID | None) -> str:
    assert actor_id is not None  # noqa: S101 - one's own id stands in for none
    decider = (await deciders(session, agency_id, [actor_id])).get(actor_id)
    if decider is None or decider.roles.isdisjoint(policy.DECIDERS):
        raise _refused("/actor_id", "decider-unknown", errors.DECIDER_UNKNOWN)
    return decider.name


async def _shown(session: AsyncSession, conflict_id: UUID) -> RowMapping:
    found = await session.execute(queries.relations.where(Relation.id == conflict_id))
    return found.mappings().one()


async def _record(
    session: AsyncSession,
    actor: Actor,
    relation: Relation,
    what: str,
    before: dict[str, Any] | None,
) -> None:
    await audit.record(
        session,
        actor,
        f"conflict.{what}",
        relation.id,
        agency_id=relation.agency_id,
        before=before,
        after=audit.state_of(relation),
        decider=str(relation.actor_id),
        relation=relation.kind.value,
    )


async def _record_effects(session: AsyncSession, actor: Actor, relation: Relation) -> None:
    """Events for what the triggers of other domains undid because of the relation."""
    of_it = select(Effect).where(Effect.conflict_id == relation.id).order_by(Effect.id)
    for effect in (await session.scalars(of_it)).all():
        await audit.record(
            session,
            actor,
            effect.what,
            effect.subject_id,
            agency_id=relation.agency_id,
            conflict=str(relation.id),
        )


def _refused(pointer: str, code: str, words: Words) -> RelationRefused:
    return RelationRefused(errors=[Fault(pointer, code, words)])

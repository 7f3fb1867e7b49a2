"""Who looked at whose data: written down before the answer leaves, and shown to the person.

A read of one's own data is nobody else's business and is not written down. Lists are not either:
they are no one person's data, and their NIPs are masked.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import ARRAY, Select, Text, Uuid, bindparam, insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.identity import Actor
from app.core.queries import Key, PageQuery
from app.core.reading import Reading
from app.employees.access_models import PersonAccess
from app.employees.models import Employee

COLUMNS = "employee_id, actor_id, actor_name, roles, what, object_id, purpose, reason, request_id"
# The rows hang on the context, so that it is set before row-level security asks for it. Whoever
# does not exist gets no row.
INSERT = f"""
with ctx as materialized (select set_config('app.context', $2, true) as c)
insert into person_accesses (agency_id, {COLUMNS})
select * from (
  select (select e.agency_id from employees e where e.id = r.employee_id) as agency_id, {COLUMNS}
  from ctx, lateral json_to_recordset(case when ctx.c is not null then $1::json end) as r (
    employee_id uuid, actor_id uuid, actor_name text, roles text[], what text, object_id uuid,
    purpose text, reason text, request_id text)
) known where agency_id is not null"""
RECORD = text(
    f"insert into person_accesses (agency_id, {COLUMNS})"
    " select agency_id, id, :actor_id, :actor_name, :roles, :what, :object_id, :purpose, :reason,"
    " :request_id from employees where id = :employee_id"
).bindparams(
    bindparam("actor_id", type_=Uuid),
    bindparam("roles", type_=ARRAY(Text)),
    bindparam("object_id", type_=Uuid),
    bindparam("employee_id", type_=Uuid),
)

ACCESSES = PageQuery(
    "person-accesses",
    select(
        PersonAccess.id,
        PersonAccess.at,
        PersonAccess.actor_name,
        PersonAccess.roles,
        PersonAccess.what,
        PersonAccess.object_id,
        PersonAccess.purpose,
        PersonAccess.reason,
        PersonAccess.request_id,
    ).where(PersonAccess.employee_id == bindparam("employee_id", type_=Uuid)),
    keys=(Key("id", UUID, descends=True),),
)


class Look(NamedTuple):
    """A look at one person's data."""

    what: str
    object_id: UUID | None = None
    """The map, pool or request in which it happened."""
    purpose: str | None = None
    """A short code of what for."""
    reason: str | None = None
    """A sentence that the person will read."""
    request_id: str | None = None


def noted(actor: Actor, employee_id: UUID, look: Look) -> dict[str, Any]:
    """A look as a row."""
    return {
        "employee_id": employee_id,
        "actor_id": actor.id,
        "actor_name": kept(actor.name),
        "roles": list(actor.roles),
        **look._asdict(),
    }


def kept(name: str) -> str:
    """A name as it can be kept: one that cannot must not cost others their answers."""
    return name.replace("\0", "")[:200]


async def note(reader: Reading, employee_id: UUID, what: str) -> None:
    """Write down that the reader looked at a person's data, together with other reads."""
    actor = reader.actor
    if employee_id == actor.employee_id:
        return
    assert reader.ledger is not None  # noqa: S101 - whoever serves reads has one
    await reader.ledger.add(
        {
            "employee_id": employee_id,
            "actor_id": actor.id,
            "actor_name": kept(actor.name),
            "roles": list(actor.roles),
            "what": what,
            "request_id": reader.request_id,
        }
    )


async def record(session: AsyncSession, actor: Actor, employee_id: UUID, look: Look) -> None:
    """Write down that an actor looked at a person's data, in the caller's transaction."""
    await record_each(session, actor, [employee_id], look)


async def record_each(
    session: AsyncSession, actor: Actor, employee_ids: Sequence[UUID], look: Look
) -> None:
    """Write down that an actor looked at several people's data at once; not at one's own."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    seen = look._replace(request_id=request_id)
    rows = [noted(actor, one, seen) for one in employee_ids if one != actor.employee_id]
    if rows:
        await session.execute(RECORD, rows)


async def record_all(session: AsyncSession, actor: Actor, people: Select[UUID], look: Look) -> None:
    """Write down that an actor looked at everybody whose ids a query finds; not at oneself."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    row = noted(actor, actor.id, look._replace(request_id=request_id))
    table = PersonAccess.__table__.c
    same = {n: literal(v, table[n].type) for n, v in row.items() if n != "employee_id"}
    seen = select(Employee.agency_id, Employee.id, *same.values()).where(
        Employee.id.in_(people), Employee.id.is_distinct_from(actor.employee_id)
    )
    columns = ["agency_id", "employee_id", *same]
    await session.execute(insert(PersonAccess).from_select(columns, seen))

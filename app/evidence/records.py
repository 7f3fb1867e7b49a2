"""The raw facts of a map's people as known at its instant, and its placements: lines of NDJSON.

Facts that were superseded later are still there, so the same map gives the same lines for ever.
Only the kinds of records that the scheme reads are taken, and of these only what it can read.
PostgreSQL writes the JSON; nothing is decoded on the way.
"""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from app.evidence.instants import as_sql

PEOPLE_AT_ONCE = 1000
LINES_AT_ONCE = 5000

PEOPLE = """
select employee_id from talent_map_placements
where map_id = $1 and employee_id > $2 order by employee_id limit $3"""
KNOWN = "recorded_at <= $2 and (superseded_at is null or superseded_at > $2)"
PERSON = "legal_status, cohort, education_level, education_relevance, position_since"
OWN_RECORDS = f"""
select id, row_to_json(r)::text from (
  select id, {PERSON}, {as_sql("recorded_at")} as recorded_at from (
    select id, {PERSON}, recorded_at from employees
    where id = any ($1) and recorded_at <= $2
    union all
    select employee_id, {PERSON}, recorded_at from employee_versions
    where employee_id = any ($1) and recorded_at <= $2 and superseded_at > $2) known) r"""
COLUMNS: dict[str, tuple[str, ...]] = {
    "performances": ("year", "predicate", "result"),
    "awards": ("awarded_on", "scale"),
    "team_assignments": ("decree_on", "role", "scope"),
    "feedbacks": ("year", "score"),
    "assessments": ("assessed_on", "achieved", "required", "aspects", "technical"),
    "courses": ("year", "held_on", "hours"),
    "position_histories": ("started_on", "unit", "other_agency", "assignment"),
    "disciplines": ("started_on", "ended_on", "level", "cancelled"),
}
"""What the rules can read of each kind."""
EXPRESSIONS = {
    "score": "score::text",
    "technical": "technical::text",
    "hours": "hours::text",
    "unit": "coalesce(unit_siasn_id, unit_name)",
}
"""Decimals are text, so that nobody makes them floats."""
RECORDS = """
select employee_id, '[' || string_agg(json_build_object({members})::text, ',' order by id) || ']'
from {table} where employee_id = any ($1) and {known} group by employee_id"""
PLACEMENTS = """
select row_to_json(r)::text from (
  select p.place, p.employee_id, round(p.performance, 4)::text as performance,
    round(p.potential, 4)::text as potential, round(p.value, 4)::text as value,
    (array['low', 'mid', 'high'])[p.performance_level + 1] as performance_level,
    (array['low', 'mid', 'high'])[p.potential_level + 1] as potential_level,
    (array['low', 'mid', 'high'])[p.cell / 3 + 1] || '/' ||
      (array['low', 'mid', 'high'])[p.cell % 3 + 1] as cell,
    m.numbers[p.cell + 1] as box, p.rank, p.cohort, p.missing
  from talent_map_placements p join talent_maps m on m.id = p.map_id
  where p.map_id = $1 order by p.place) r"""
MEMBERS = f"""
select left(row_to_json(r)::text, -1) || coalesce(c.said, '') || '}}' from (
  select m.employee_id, t.numbers[p.cell + 1] as box, round(p.value, 4)::text as value,
    rank() over (order by p.rank) as rank, p.place, m.origin, m.reason, m.added_by,
    {as_sql("m.added_at")} as added_at
  from talent_pool_members m
  join talent_maps t on t.id = $2
  left join talent_map_placements p on p.map_id = t.id and p.employee_id = m.employee_id
  where m.pool_id = $1) r
left join (
  select p.employee_id, ',"calibrated_box":' || t.numbers[p.cell + 1]
    || ',"calibration_id":"' || p.session_id || '"' as said
  from calibrated_placements p join talent_maps t on t.id = p.map_id where p.map_id = $2) c
  on c.employee_id = r.employee_id
order by r.place"""
"""Whom a calibration moved has two fields more; everybody else's line is as it always was."""


class Written(NamedTuple):
    """Lines, and how many there are."""

    lines: bytes
    people: int


async def inputs(
    db: "asyncpg.Connection[Any]", map_id: UUID, known_at: datetime, kinds: Collection[str]
) -> AsyncIterator[Written]:
    """A line a person of the map, in the order of ids."""
    statements = {kind: _records(kind) for kind in sorted(kinds)}
    last = UUID(int=0)
    while people := await db.fetch(PEOPLE, map_id, last, PEOPLE_AT_ONCE):
        ids = [row[0] for row in people]
        own = dict(await db.fetch(OWN_RECORDS, ids, known_at))
        found = {
            kind: dict(await db.fetch(statement, ids, known_at))
            for kind, statement in statements.items()
        }
        yield Written("".join(_line(who, own, found) for who in ids).encode(), len(ids))
        last = ids[-1]


def _records(kind: str) -> str:
    named = {"id": "id", **{name: EXPRESSIONS.get(name, name) for name in COLUMNS[kind]}}
    named["recorded_at"] = as_sql("recorded_at")
    members = ", ".join(f"'{name}', {expression}" for name, expression in named.items())
    return RECORDS.format(members=members, table=kind, known=KNOWN)


def _line(who: UUID, own: dict[UUID, str], found: dict[str, dict[UUID, str]]) -> str:
    record = own.get(who, "null")
    kinds = "".join(f',"{kind}":{records.get(who, "[]")}' for kind, records in found.items())
    return f'{{"employee_id":"{who}","record":{record}{kinds}}}\n'


async def results(db: "asyncpg.Connection[Any]", map_id: UUID) -> AsyncIterator[Written]:
    """A line a placement, in the map's order."""
    async for written in _cursor(db, PLACEMENTS, map_id):
        yield written


async def members(
    db: "asyncpg.Connection[Any]", pool_id: UUID, map_id: UUID
) -> AsyncIterator[Written]:
    """A line a member of a pool, in rank order."""
    async for written in _cursor(db, MEMBERS, pool_id, map_id):
        yield written


async def _cursor(
    db: "asyncpg.Connection[Any]", sql: str, *values: object
) -> AsyncIterator[Written]:
    cursor = await db.cursor(sql, *values)
    while rows := await cursor.fetch(LINES_AT_ONCE):
        yield Written("".join(f"{row[0]}\n" for row in rows).encode(), len(rows))

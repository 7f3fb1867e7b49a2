"""The facts of one person as known at an instant: what a trace is derived from."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.scoring_schemes.facts import (
    Assessment,
    Award,
    Course,
    Discipline,
    Facts,
    Feedback,
    Performance,
    Position,
    TeamAssignment,
)

PERSON = text("""
select education_level, education_relevance, position_since from employees
where id = :id and recorded_at <= :known_at
union all
select education_level, education_relevance, position_since from employee_versions
where employee_id = :id and recorded_at <= :known_at and superseded_at > :known_at
""")
RECORDS = """select {columns} from {table}
where employee_id = :id and recorded_at <= :known_at
  and (superseded_at is null or superseded_at > :known_at) order by id"""
TABLES: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "performances": ("performances", "id, year, predicate, result", Performance),
    "awards": ("awards", "id, awarded_on, scale", Award),
    "team_assignments": ("team_assignments", "id, decree_on, role, scope", TeamAssignment),
    "feedbacks": ("feedbacks", "id, year, score", Feedback),
    "assessments": (
        "assessments",
        "id, assessed_on, achieved, required, aspects, technical",
        Assessment,
    ),
    "courses": ("courses", "id, year, held_on, hours", Course),
    "positions": (
        "position_histories",
        "id, started_on, coalesce(unit_siasn_id, unit_name), other_agency, assignment",
        Position,
    ),
    "disciplines": ("disciplines", "id, started_on, ended_on, level, cancelled", Discipline),
}


async def facts_of(session: AsyncSession, employee_id: UUID, known_at: datetime) -> Facts:
    """Everything that a scheme may read of a person, as it was known at `known_at`."""
    values = {"id": employee_id, "known_at": known_at}
    person: RowMapping = (await session.execute(PERSON, values)).mappings().one()
    records: dict[str, Any] = {}
    for name, (table, columns, kind) in TABLES.items():
        rows = await session.execute(text(RECORDS.format(columns=columns, table=table)), values)
        records[name] = tuple(kind(str(row[0]), *map(_frozen, row[1:])) for row in rows)
    return Facts(str(employee_id), **person, **records)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

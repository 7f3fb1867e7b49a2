"""What is read of a person for the pictures: as of a day, as known at an instant."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, TextClause, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.talent_maps.models import TalentMap

_SHOWN = """agency_id, unit_id, nip, name, front_title, back_title, rank_name, position_name,
  position_level, cohort"""
PERSON = text(f"""
select k.nip, concat_ws(' ', k.front_title, k.name) || coalesce(', ' || k.back_title, '') as name,
  k.rank_name, k.position_name, k.position_level, k.cohort, u.name as unit, a.name as agency
from (
  select {_SHOWN} from employees where id = :id and recorded_at <= :known_at
  union all
  select {_SHOWN} from employee_versions
  where employee_id = :id and recorded_at <= :known_at and superseded_at > :known_at
) k join agencies a on a.id = k.agency_id left join units u on u.id = k.unit_id""")
ASSESSMENT = text("""
select assessed_on, achieved, required, aspects from assessments
where employee_id = :id and assessed_on <= :day and recorded_at <= :known_at
  and (superseded_at is null or superseded_at > :known_at)
order by assessed_on desc, achieved_sum desc, id limit 1""")
_EARLIER = """
select m.as_of, m.name, s.code || '@' || s.version as scheme, m.numbers[p.cell + 1] as box
from talent_maps m join scoring_schemes s on s.id = m.scheme_id
join talent_map_placements p on p.map_id = m.id and p.employee_id = :id
where m.agency_id = :agency_id and m.state = 'done' and m.as_of < :day{among}
order by m.as_of desc, m.id desc limit 5"""
_PUBLISHED = " and m.id in (select map_id from publications where published_on is not null)"
HISTORY = text(_EARLIER.format(among=""))
"""The boxes of earlier maps."""
PUBLISHED_HISTORY = text(_EARLIER.format(among=_PUBLISHED))
"""Those that the person has been shown."""
POSITION = text("select name, level from positions where id = :id")
_TYPES: dict[str, Any] = {
    "id": bindparam("id", type_=Uuid()),
    "agency_id": bindparam("agency_id", type_=Uuid()),
    "day": bindparam("day", type_=Date()),
    "known_at": bindparam("known_at", type_=DateTime(timezone=True)),
}


async def person(
    session: AsyncSession, employee_id: UUID, known_at: datetime
) -> dict[str, Any] | None:
    """Who the person was known to be; None when the session sees nobody."""
    return await _one(session, PERSON, id=employee_id, known_at=known_at)


async def assessment(
    session: AsyncSession, employee_id: UUID, day: date, known_at: datetime
) -> dict[str, Any] | None:
    """The latest assessment up to a day; of several the one that achieved most."""
    return await _one(session, ASSESSMENT, id=employee_id, day=day, known_at=known_at)


async def history(
    session: AsyncSession, earlier: TextClause, used: TalentMap, employee_id: UUID
) -> list[dict[str, Any]]:
    """The boxes of maps before one, newest first; a box is None where there was none."""
    values = {"agency_id": used.agency_id, "id": employee_id, "day": used.as_of}
    statement = earlier.bindparams(*(_TYPES[name] for name in values))
    return [dict(row) for row in (await session.execute(statement, values)).mappings()]


async def position(session: AsyncSession, position_id: UUID) -> dict[str, Any] | None:
    """A post's name and jenjang."""
    return await _one(session, POSITION, id=position_id)


async def _one(session: AsyncSession, statement: Any, **values: Any) -> dict[str, Any] | None:
    typed = statement.bindparams(*(_TYPES[name] for name in values))
    row = (await session.execute(typed, values)).mappings().one_or_none()
    return None if row is None else dict(row)

"""The facts that eligibility is judged on, read for many people in three statements.

Everything is read as known at an instant (the map's `known_at`) and as of a day (its `as_of`): a
row counts if it was recorded by then and not yet superseded. Dated facts of the master row give
way to the histories when they are later than the day: the rank to the latest rank before it, the
position's TMT to the latest definitive position before it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.talent_pools.profiles import Discipline, Person, Requirement, Training
from app.talent_pools.standings import Standing

_SHOWN = """id, agency_id, nip, name, birth_date, employment, rank_code, rank_name, rank_since,
  education_level, position_code, position_level, position_since, cohort"""

_PEOPLE = f"""
with asked as (select unnest(:employees) as id),
known as (
  select {_SHOWN} from employees e
  where id in (select id from asked) and recorded_at <= :known_at
  union all
  select {_SHOWN.replace("id,", "employee_id as id,", 1)} from employee_versions v
  where employee_id in (select id from asked)
    and recorded_at <= :known_at and superseded_at > :known_at
)
select k.id, k.nip, k.name, k.birth_date, k.employment, k.education_level, k.position_level,
  k.cohort,
  (select p.retirement_age from positions p
   where p.agency_id = k.agency_id and p.code = k.position_code) as retirement_age,
  case when k.rank_since > :day then r.rank_code else k.rank_code end as rank_code,
  case when k.rank_since > :day then r.rank_name else k.rank_name end as rank_name,
  case when k.rank_since > :day then r.since else k.rank_since end as rank_since,
  case when k.position_since <= :day then k.position_since else h.started_on end as position_since
from known k
left join lateral (
  select rank_code, rank_name, since from rank_histories
  where k.rank_since > :day and employee_id = k.id and since <= :day
    and recorded_at <= :known_at and (superseded_at is null or superseded_at > :known_at)
  order by since desc, id limit 1
) r on true
left join lateral (
  select started_on from position_histories
  where (k.position_since > :day) is not false and employee_id = k.id and started_on <= :day
    and assignment is null
    and recorded_at <= :known_at and (superseded_at is null or superseded_at > :known_at)
  order by started_on desc, id limit 1
) h on true
"""

_TRAININGS = """
select employee_id, name, held_on, year from structural_trainings
where employee_id = any (:employees)
  and recorded_at <= :known_at and (superseded_at is null or superseded_at > :known_at)
order by employee_id, held_on, id
"""

_DISCIPLINES = """
select employee_id, level, started_on, ended_on, cancelled from disciplines
where employee_id = any (:employees) and started_on <= :day
  and recorded_at <= :known_at and (superseded_at is null or superseded_at > :known_at)
order by employee_id, started_on, id
"""


POSITION = text("""
select cohort, required_rank, required_education, required_training, required_experience_years,
  admits_pppk
from positions where id = :position_id
""").bindparams(bindparam("position_id", type_=Uuid()))

_EMPLOYEES = bindparam("employees", type_=ARRAY(Uuid()))
_DAY = bindparam("day", type_=Date())
_KNOWN_AT = bindparam("known_at", type_=DateTime(timezone=True))
PEOPLE = text(_PEOPLE).bindparams(_EMPLOYEES, _DAY, _KNOWN_AT)
TRAININGS = text(_TRAININGS).bindparams(_EMPLOYEES, _KNOWN_AT)
DISCIPLINES = text(_DISCIPLINES).bindparams(_EMPLOYEES, _DAY, _KNOWN_AT)


async def people(
    session: AsyncSession, standings: Sequence[Standing], day: date, known_at: datetime
) -> dict[UUID, Person]:
    """What was known at `known_at` of each person, as of `day`."""
    who = {"employees": [s.employee_id for s in standings], "known_at": known_at}
    rows = (await session.execute(PEOPLE, {**who, "day": day})).all()
    trainings = _by_employee(await session.execute(TRAININGS, who))
    disciplines = _by_employee(await session.execute(DISCIPLINES, {**who, "day": day}))
    placed = {standing.employee_id: standing for standing in standings}
    return {
        row.id: Person(
            box=placed[row.id].standing_box,
            calibrated_from=placed[row.id].box if placed[row.id].calibrated_box else None,
            cohort=row.cohort,
            employment=row.employment,
            rank_code=row.rank_code or "",
            rank_name=row.rank_name or "",
            education_level=row.education_level or "",
            position_since=row.position_since,
            position_level=row.position_level or "",
            retirement_age=row.retirement_age,
            birth_date=row.birth_date,
            trainings=[Training(t.name, t.held_on, t.year) for t in trainings.get(row.id, ())],
            disciplines=[
                Discipline(d.level, d.started_on, d.ended_on, d.cancelled)
                for d in disciplines.get(row.id, ())
            ],
            rank_since=row.rank_since,
        )
        for row in rows
    }


async def requirement(session: AsyncSession, position_id: UUID) -> Requirement | None:
    """What a position asks; what it leaves empty it does not ask. None when it is not there."""
    row = (await session.execute(POSITION, {"position_id": position_id})).first()
    if row is None:
        return None
    return Requirement(
        cohort=row.cohort,
        rank=row.required_rank or "",
        education=row.required_education or "",
        training=row.required_training or "",
        experience_years=row.required_experience_years or 0,
        admits_pppk=row.admits_pppk,
    )


def _by_employee(rows: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    grouped: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.employee_id].append(row)
    return grouped

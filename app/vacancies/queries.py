"""What can be read of vacancies: one statement over an agency's positions and their holders."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    SmallInteger,
    String,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)

from app.core.identity import Actor
from app.core.masking import masked_nip, sees_nip
from app.core.queries import Key, PageQuery, Query
from app.vacancies.forecast import State

FIRST = bindparam("first", type_=Date)
YEARS = bindparam("years", type_=Integer)
UNIT = bindparam("unit_id", type_=Uuid)
COHORT = bindparam("cohort", type_=SmallInteger)
NOBODY: ColumnElement[UUID] = literal_column("'00000000-0000-0000-0000-000000000000'::uuid")
LONG_AGO: ColumnElement[date] = literal_column("'1900-01-01'::date")

# Every position with each of its holders, or with none: the set-based twin of `forecast`. Positions
# and people stand in one list, and each position's columns are carried down to its holders: that is
# one scan and one sort whatever the planner believes of the tables, never a loop in a loop.
POSTS = """
select held.*,
  case when employee_id is null then 'vacant' when leaves_on is null then 'unknown'
    when leaves_on < :first then 'overdue'
    when leaves_on < :first + make_interval(years => :years) then 'falling'
    else 'held' end as state,
  date_part('year', leaves_on)::int as year, to_char(leaves_on, 'YYYY-MM') as month
from (
  select listed.position_id, listed.code, listed.name, listed.unit_id, u.name as unit,
    listed.level, listed.cohort, listed.critical, employee_id, nip, holder, l.age as retirement_age,
    (date_trunc('month', birth_date::timestamp) + make_interval(months => 12 * l.age + 1))::date
      as leaves_on
  from (
    select first_value(position_id) over post as position_id, code,
      first_value(name) over post as name, first_value(unit_id) over post as unit_id,
      first_value(level) over post as level, first_value(cohort) over post as cohort,
      first_value(critical) over post as critical, first_value(own_age) over post as own_age,
      count(employee_id) over (partition by agency_id, code) as holders,
      employee_id, nip, holder, birth_date, position_level
    from (
      select agency_id, code, id as position_id, name, unit_id, level, cohort, critical,
        nullif(retirement_age, 0) as own_age, null::uuid as employee_id, null as nip,
        null as holder, null::date as birth_date, null as position_level
      from positions
      union all
      select agency_id, position_code, null, null, null, null, null, null, null, id, nip, name,
        birth_date, position_level
      from employees
      where case when position_code in (select code from positions)
        then lower(legal_status) = 'aktif' end
    ) listed
    window post as (partition by agency_id, code order by position_id
      rows between unbounded preceding and current row)
  ) listed
  join units u on u.id = listed.unit_id
  left join lateral (
    select upper(btrim(regexp_replace(position_level, '\\s+', ' ', 'g'))) as words
  ) j on true
  left join lateral (
    select coalesce(own_age, case
      when position_level is null or position_level = '' then null
      when words ~ '^(JPT|PIMPINAN TINGGI|JABATAN PIMPINAN TINGGI)' then 60
      when words in ('AHLI UTAMA', 'JF AHLI UTAMA') then 65
      when words in ('AHLI MADYA', 'JF AHLI MADYA') then 60
      else 58 end) as age
  ) l on employee_id is not null
  where position_id is not null and (employee_id is not null or holders = 0)
) held
"""
posts = (
    text(POSTS)
    .bindparams(FIRST, YEARS)
    .columns(
        position_id=Uuid,
        code=Text,
        name=Text,
        unit_id=Uuid,
        unit=Text,
        level=Text,
        cohort=SmallInteger,
        critical=Boolean,
        employee_id=Uuid,
        nip=Text,
        holder=Text,
        retirement_age=Integer,
        leaves_on=Date,
        state=Text,
        year=Integer,
        month=Text,
    )
    .subquery("posts")
)
IN_UNIT: Any = text("""posts.unit_id in (
  with recursive below as (select cast(:unit_id as uuid) as id union
    select c.id from units c join below on c.parent_id = below.id)
  select id from below)""").bindparams(UNIT)
"""Whether a post is in a unit or below it."""


def _vacancies(nip: ColumnElement[Any]) -> PageQuery:
    statement = select(
        posts.c.position_id,
        posts.c.code,
        posts.c.name,
        posts.c.unit_id,
        posts.c.unit,
        posts.c.level,
        posts.c.cohort,
        posts.c.critical,
        posts.c.state,
        posts.c.leaves_on.label("falls_vacant_on"),
        posts.c.employee_id,
        nip.label("nip"),
        posts.c.holder,
        posts.c.retirement_age,
        func.coalesce(posts.c.leaves_on, LONG_AGO, type_=Date).label("_day"),
        posts.c.position_id.label("_position"),
        func.coalesce(posts.c.employee_id, NOBODY, type_=Uuid).label("_holder"),
    ).where(posts.c.state != literal_column("'held'"))
    return PageQuery(
        "vacancies",
        statement,
        keys=(Key("_day", date), Key("_position", UUID), Key("_holder", UUID)),
        filters={
            "cohort": posts.c.cohort == COHORT,
            "unit_id": IN_UNIT,
            "state": posts.c.state == bindparam("state", type_=String),
            "critical": posts.c.critical == bindparam("critical", type_=Boolean),
            "month": posts.c.month == bindparam("month", type_=String),
            "year": posts.c.year == bindparam("year", type_=Integer),
            "position_id": posts.c.position_id == bindparam("position_id", type_=Uuid),
        },
    )


IN_FULL, UNNAMED = _vacancies(posts.c.nip), _vacancies(masked_nip(posts.c.nip))


def vacancies_for(actor: Actor) -> PageQuery:
    """The pages of posts as the actor may see them."""
    return IN_FULL if sees_nip(actor) else UNNAMED


wanted = (
    select(posts)
    .where(or_(COHORT.is_(None), posts.c.cohort == COHORT), or_(UNIT.is_(None), IN_UNIT))
    .cte("wanted")
)


def _listed(counted: Select[Any], *order: str) -> ColumnElement[Any]:
    """The rows of a select as a JSON array, in order."""
    rows = counted.order_by(*order).subquery("counted")
    return (
        select(
            func.coalesce(
                func.json_agg(literal_column("counted")), literal_column("'[]'::json"), type_=JSON
            )
        )
        .select_from(rows)
        .scalar_subquery()
    )


def _of_state(state: State) -> ColumnElement[Any]:
    return func.count().filter(wanted.c.state == literal_column(f"'{state.value}'"))


def _counts(state: State, *by: ColumnElement[Any]) -> Select[Any]:
    return (
        select(
            *by,
            func.count().label("posts"),
            func.count().filter(wanted.c.critical).label("critical"),
        )
        .where(wanted.c.state == literal_column(f"'{state.value}'"))
        .group_by(*by)
    )


_asked = (cast(FIRST, Date).label("from"), cast(YEARS, Integer).label("years"))
_totals = select(
    func.count(wanted.c.position_id.distinct()).label("positions"),
    *(_of_state(state).label(state.value) for state in State),
).cte("totals")
SUMMARY = Query(
    select(
        *_asked,
        *_totals.c,
        _listed(_counts(State.VACANT, wanted.c.cohort), "cohort").label("vacant_now"),
        _listed(_counts(State.FALLING, wanted.c.year, wanted.c.cohort), "year", "cohort").label(
            "by_year"
        ),
    )
)
CALENDAR = Query(
    select(
        *_asked,
        *(_totals.c[s.value] for s in (State.VACANT, State.OVERDUE, State.FALLING, State.UNKNOWN)),
        _listed(_counts(State.FALLING, wanted.c.month), "month").label("months"),
    )
)

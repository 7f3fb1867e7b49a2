"""The statement that judges everybody of a group, and the one that reads how things are spelled.

Each rule of `eligibility` is a condition here and gives a letter of `sifting.MARKS`; what only
Python can read with certainty comes in as arrays, a spelling beside its meaning.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Integer,
    SmallInteger,
    Text,
    TextClause,
    Uuid,
    bindparam,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.talent_pools.eligibility import RULES
from app.talent_pools.standings import RANKED_IN_BOXES, RANKED_IN_POOL

ELIGIBLE = "p" * len(RULES)
"""The marks of somebody who passes every rule."""
NOT_ASKED, UNREADABLE = 0, -1
"""Levels of training that are none: nothing is required, or what is required cannot be read."""

_COLUMNS = """agency_id, employment, rank_code, rank_name, rank_since, education_level,
  position_code, position_level, position_since, cohort, birth_date"""
_COUNTS = "recorded_at <= :known_at and (superseded_at is null or superseded_at > :known_at)"

# Everything that is known of the group's people, as of the day, as `candidate_facts` reads it.
_KNOWN = f"""
standing as materialized ({{ranked}}),
known as materialized (
  select employee_id, {_COLUMNS} from (
    select id as employee_id, {_COLUMNS} from employees
    where id in (select employee_id from standing) and recorded_at <= :known_at
    union all
    select employee_id, {_COLUMNS} from employee_versions
    where employee_id in (select employee_id from standing)
      and recorded_at <= :known_at and superseded_at > :known_at
  ) k
),
ranks as (
  select distinct on (h.employee_id) h.employee_id, h.rank_code, h.rank_name, h.since
  from rank_histories h join known k on k.employee_id = h.employee_id and k.rank_since > :day
  where h.since <= :day and {_COUNTS}
  order by h.employee_id, h.since desc, h.id
),
held as materialized (
  select employee_id, name from structural_trainings
  where employee_id in (select employee_id from standing) and held_on <= :day and {_COUNTS}
)"""

# Of the whole agency, not of the group alone: reading a few spellings more costs less than joining.
# A golongan by its SIASN code reads as itself.
_WRITTEN = """
select case when rank_code <> all (:codes) then rank_code end as code,
  case when (rank_code = any (:codes)) is not true then rank_name end as name, {level} as level
from {table}"""
SPELLINGS = text(f"""
with written as materialized (
  {_WRITTEN.format(level="position_level", table="employees")}
  union {_WRITTEN.format(level="position_level", table="employee_versions")}
  union {_WRITTEN.format(level="null", table="rank_histories")}
)
select
  (select array_agg(t) from (select code as t from written union select name from written) g
   where t is not null) as golongan,
  (select array_agg(distinct level) filter (where level is not null) from written) as jenjang,
  (select array_agg(t) from (select distinct name as t from structural_trainings) n) as trainings
""").bindparams(bindparam("codes", type_=ARRAY(Text())))

_JUDGED = f"""
with {_KNOWN},
golongan_of as (select * from unnest(:golongan, :golongan_codes) as t (spelled, code)),
age_of as (select * from unnest(:jenjang, :ages) as t (spelled, age)),
level_of as (select * from unnest(:trainings, :training_levels) as t (spelled, level)),
trained as (
  select employee_id, bool_or(level >= :asked_training) as reaches,
    bool_or(level is null) as doubtful
  from held left join level_of on spelled = name group by employee_id
),
places as (
  select distinct on (h.employee_id) h.employee_id, h.started_on
  from position_histories h
  join known k on k.employee_id = h.employee_id and (k.position_since > :day) is not false
  where h.started_on <= :day and h.assignment is null and {_COUNTS}
  order by h.employee_id, h.started_on desc, h.id
),
punished as (
  select employee_id, bool_or(ended_on is null) as open,
    bool_or(ended_on >= :day or (level <> 'light' and ended_on > :grave_by)) as bars,
    bool_or(ended_on >= :near or (level <> 'light' and ended_on > :near_grave_by)) as bars_long
  from disciplines
  where employee_id in (select employee_id from standing) and started_on <= :day
    and not cancelled and {_COUNTS}
  group by employee_id
),
person as (
  select s.employee_id, s.box, s.calibrated_box, s.calibration_id, s.value, s.rank, s.place,
    coalesce(s.calibrated_box, s.box) as standing_box, k.cohort, k.employment, k.education_level,
    coalesce(k.position_level, '') as position_level, k.birth_date,
    case when k.rank_since > :day
      then case when r.rank_code = any (:codes) then r.rank_code
        else coalesce(nullif(h1.code, ''), h2.code) end
      when k.rank_code = any (:codes) then k.rank_code
      else coalesce(nullif(g1.code, ''), g2.code) end as golongan,
    case when k.rank_since > :day then r.since else k.rank_since end as rank_since,
    case when k.position_since <= :day then k.position_since else h.started_on end as since,
    p.retirement_age, coalesce(nullif(p.retirement_age, 0), a.age, :other_age) as age,
    t.reaches, t.doubtful, d.open, d.bars, d.bars_long
  from standing s
  join known k on k.employee_id = s.employee_id
  left join ranks r on r.employee_id = k.employee_id
  left join places h on h.employee_id = k.employee_id
  left join positions p on p.agency_id = k.agency_id and p.code = k.position_code
  left join age_of a on a.spelled = k.position_level
  left join golongan_of g1 on g1.spelled = k.rank_code
  left join golongan_of g2 on g2.spelled = k.rank_name
  left join golongan_of h1 on h1.spelled = r.rank_code
  left join golongan_of h2 on h2.spelled = r.rank_name
  left join trained t on t.employee_id = k.employee_id
  left join punished d on d.employee_id = k.employee_id
),
judged as materialized (
  select employee_id, box, calibrated_box, calibration_id, value, rank, place, concat(
    case when standing_box is null then 'u' when standing_box = any (:boxes) then 'p'
      else 'l' end,
    case when cohort is null or :asked_cohort is null then 'u'
      when cohort in (:asked_cohort, :asked_cohort - 1) then 'p'
      when cohort > :asked_cohort then 'x' else 'l' end,
    case when employment = 'PPPK' then case when :admits_pppk then 'p' else 'x' end
      when not :asks_rank then 'p'
      when coalesce(golongan, '') = '' or :asked_rank = '' then 'u'
      when golongan collate "C" >= :asked_rank then 'p'
      when golongan = :rank_below and rank_since <= :promoted_from then 's' else 'l' end,
    case when not :asks_education then 'p'
      when cardinality(:enough_education) = 0 or education_level <> all (:known_education)
        or education_level is null then 'u'
      when education_level = any (:enough_education) then 'p' else 'l' end,
    case when :asked_training = {NOT_ASKED} then 'p' when :asked_training = {UNREADABLE} then 'u'
      when reaches then 'p' when doubtful then 'u' else 's' end,
    case when since is null then case when :asked_years > 0 then 'u' else 'p' end
      when since <= :since_at_least then 'p' when since <= :near_since then 's' else 'l' end,
    case when bars and open then 'o' when bars and bars_long then 'l' when bars then 's'
      when open then 'u' else 'p' end,
    case when retirement_age is null and position_level = '' then 'u'
      when date_trunc('month', birth_date::timestamp) + make_interval(months => 12 * age + 1)
        >= :serves_until then 'p' else 'x' end
  ) as marks
  from person
)
select j.employee_id, j.box, j.calibrated_box, j.calibration_id, j.value, j.rank, j.place,
  e.nip, e.name, j.marks
from (
  select * from judged
  where place > :after
    and (:eligible is null or (marks = '{ELIGIBLE}') = :eligible)
    and (:within is null or marks ~ :within)
  order by place limit :limit
) j
cross join lateral (select nip, name from employees where id = j.employee_id offset 0) e
order by j.place
"""


_NUMBERS = ARRAY(SmallInteger())
_TEXTS = ARRAY(Text())
_TYPES: dict[str, Any] = {
    "map_id": Uuid(),
    "pool_id": Uuid(),
    "boxes": _NUMBERS,
    "day": Date(),
    "known_at": DateTime(timezone=True),
    "codes": _TEXTS,
    "golongan": _TEXTS,
    "golongan_codes": _TEXTS,
    "jenjang": _TEXTS,
    "ages": _NUMBERS,
    "trainings": _TEXTS,
    "training_levels": _NUMBERS,
    "asked_training": SmallInteger(),
    "grave_by": Date(),
    "near": Date(),
    "near_grave_by": Date(),
    "other_age": Integer(),
    "asked_cohort": SmallInteger(),
    "admits_pppk": Boolean(),
    "asks_rank": Boolean(),
    "asked_rank": Text(),
    "rank_below": Text(),
    "promoted_from": Date(),
    "asks_education": Boolean(),
    "enough_education": _TEXTS,
    "known_education": _TEXTS,
    "asked_years": Integer(),
    "since_at_least": Date(),
    "near_since": Date(),
    "serves_until": Date(),
    "after": Integer(),
    "eligible": Boolean(),
    "within": Text(),
    "limit": Integer(),
}


def _about(sql: str, ranked: str) -> TextClause:
    """A statement about the people of a group, with the type of each parameter."""
    statement = text(sql.replace("{ranked}", ranked))
    names = statement._bindparams  # noqa: SLF001 - the names that occur in the text
    return statement.bindparams(*(bindparam(name, type_=_TYPES[name]) for name in names))


JUDGED = {True: _about(_JUDGED, RANKED_IN_POOL), False: _about(_JUDGED, RANKED_IN_BOXES)}
"""About the members of a pool (True), or of everybody in some boxes."""

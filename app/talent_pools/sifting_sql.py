"""The statement that judges everybody of a group, and the one that reads how things are spelled.

Each rule of `eligibility` is a condition here and gives a mark, as `sifting.MARKS` says; what only
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

NOT_ASKED, UNREADABLE = 0, -1
"""Levels of training that are none: nothing is required, or what is required cannot be read."""

PASSES, SOON, LATER, OPEN, UNKNOWN, NEVER = range(6)
"""How far a rule is from passing; the largest of a person's marks is how far they are. A rule that
fails and whose day cannot be told is OPEN."""
_MARKS = ", ".join(f"{rule}_mark" for rule in RULES)

_COLUMNS = """agency_id, employment, rank_code, rank_name, rank_since, education_level,
  position_code, position_level, position_since, cohort, birth_date"""
_COUNTS = "recorded_at <= :known_at and (superseded_at is null or superseded_at > :known_at)"

# Of the whole agency, not of the group alone: reading a few spellings more costs less than joining.
SPELLINGS = text("""
with written as materialized (
  select rank_code, rank_name, position_level from employees
  union select rank_code, rank_name, position_level from employee_versions
  union select rank_code, rank_name, null from rank_histories
)
select
  (select array_agg(array[rank_code, rank_name]) from (
    select distinct coalesce(rank_code, '') as rank_code, coalesce(rank_name, '') as rank_name
    from written) g) as golongan,
  (select array_agg(distinct position_level) filter (where position_level is not null)
   from written) as jenjang,
  (select array_agg(t) from (select distinct name as t from structural_trainings) n) as trainings
""")

_READS = "{0}.code = coalesce({1}.rank_code, '') and {0}.name = coalesce({1}.rank_name, '')"

# What is known of everybody, as of the day, as `candidate_facts` reads it; then how far each rule
# is from passing. What is only shown is read for those who are shown.
_JUDGED = f"""
with known as materialized (
  select * from ({{ranked}}) r join (
    select id as employee_id, {_COLUMNS} from employees where recorded_at <= :known_at
    union all
    select employee_id, {_COLUMNS} from employee_versions
    where recorded_at <= :known_at and superseded_at > :known_at
  ) k using (employee_id)
  where place > :after
),
golongan_of as (
  select * from unnest(:rank_codes, :rank_names, :golongan) as t (code, name, golongan)
),
age_of as (select * from unnest(:jenjang, :ages) as t (spelled, age)),
level_of as (select * from unnest(:trainings, :training_levels) as t (spelled, level)),
ranks as (
  select distinct on (h.employee_id) h.employee_id, g.golongan, h.since
  from rank_histories h
  join known k on k.employee_id = h.employee_id and k.rank_since > :day
  left join golongan_of g on {_READS.format("g", "h")}
  where h.since <= :day and {_COUNTS}
  order by h.employee_id, h.since desc, h.id
),
places as (
  select distinct on (h.employee_id) h.employee_id, h.started_on
  from position_histories h
  join known k on k.employee_id = h.employee_id and (k.position_since > :day) is not false
  where h.started_on <= :day and h.assignment is null and {_COUNTS}
  order by h.employee_id, h.started_on desc, h.id
),
trained as (
  select employee_id, bool_or(level >= :asked_training) as reaches,
    bool_or(level is null) as doubtful
  from structural_trainings left join level_of on spelled = name
  where employee_id in (select employee_id from known) and held_on <= :day and {_COUNTS}
  group by employee_id
),
punished as (
  select employee_id, bool_or(ended_on is null) as open,
    bool_or(ended_on >= :day or (level <> 'light' and ended_on > :grave_by)) as bars,
    bool_or(ended_on >= :near or (level <> 'light' and ended_on > :near_grave_by)) as bars_long
  from disciplines
  where employee_id in (select employee_id from known) and started_on <= :day
    and not cancelled and {_COUNTS}
  group by employee_id
),
person as (
  select k.employee_id, k.box, k.calibrated_box, k.calibration_id, k.value, k.rank, k.place,
    coalesce(k.calibrated_box, k.box) as standing_box, k.cohort, k.employment, k.education_level,
    coalesce(k.position_level, '') as position_level, k.birth_date,
    case when k.rank_since > :day then r.golongan else g.golongan end as golongan,
    case when k.rank_since > :day then r.since else k.rank_since end as rank_since,
    case when k.position_since <= :day then k.position_since else h.started_on end as since,
    p.retirement_age, coalesce(nullif(p.retirement_age, 0), a.age, :other_age) as age,
    t.reaches, t.doubtful, d.open, d.bars, d.bars_long
  from known k
  left join golongan_of g on {_READS.format("g", "k")}
  left join ranks r on r.employee_id = k.employee_id
  left join places h on h.employee_id = k.employee_id
  left join positions p on p.agency_id = k.agency_id and p.code = k.position_code
  left join age_of a on a.spelled = k.position_level
  left join trained t on t.employee_id = k.employee_id
  left join punished d on d.employee_id = k.employee_id
),
judged as (
  select employee_id, box, calibrated_box, calibration_id, value, rank, place,
    case when standing_box is null then {UNKNOWN} when standing_box = any (:boxes) then {PASSES}
      else {LATER} end as box_mark,
    case when cohort is null or :asked_cohort is null then {UNKNOWN}
      when cohort in (:asked_cohort, :asked_cohort - 1) then {PASSES}
      when cohort > :asked_cohort then {NEVER} else {LATER} end as level_mark,
    case when employment = 'PPPK' then case when :admits_pppk then {PASSES} else {NEVER} end
      when not :asks_rank then {PASSES}
      when coalesce(golongan, '') = '' or :asked_rank = '' then {UNKNOWN}
      when golongan collate "C" >= :asked_rank then {PASSES}
      when golongan = :rank_below and rank_since <= :promoted_from then {SOON}
      else {LATER} end as rank_mark,
    case when not :asks_education then {PASSES}
      when cardinality(:enough_education) = 0 or education_level <> all (:known_education)
        or education_level is null then {UNKNOWN}
      when education_level = any (:enough_education) then {PASSES}
      else {LATER} end as education_mark,
    case when :asked_training = {NOT_ASKED} then {PASSES}
      when :asked_training = {UNREADABLE} then {UNKNOWN}
      when reaches then {PASSES} when doubtful then {UNKNOWN} else {SOON} end as training_mark,
    case when since is null then case when :asked_years > 0 then {UNKNOWN} else {PASSES} end
      when since <= :since_at_least then {PASSES} when since <= :near_since then {SOON}
      else {LATER} end as experience_mark,
    case when bars and open then {OPEN} when bars and bars_long then {LATER} when bars then {SOON}
      when open then {UNKNOWN} else {PASSES} end as discipline_mark,
    case when retirement_age is null and position_level = '' then {UNKNOWN}
      when date_trunc('month', birth_date::timestamp) + make_interval(months => 12 * age + 1)
        >= :serves_until then {PASSES} else {NEVER} end as retirement_mark
  from person
)
select j.employee_id, j.box, j.calibrated_box, j.calibration_id, round(j.value, 4)::text as value,
  j.rank, j.place, e.nip, e.name, array[{_MARKS}] as marks
from (
  select * from judged
  where (:eligible is null or (greatest({_MARKS}) = {PASSES}) = :eligible)
    and (:within is null or greatest({_MARKS}) = any (:within))
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
    "rank_codes": _TEXTS,
    "rank_names": _TEXTS,
    "golongan": _TEXTS,
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
    "within": _NUMBERS,
    "limit": Integer(),
}


def _about(sql: str, ranked: str) -> TextClause:
    """A statement about the people of a group, with the type of each parameter."""
    statement = text(sql.replace("{ranked}", ranked))
    names = statement._bindparams  # noqa: SLF001 - the names that occur in the text
    return statement.bindparams(*(bindparam(name, type_=_TYPES[name]) for name in names))


JUDGED = {True: _about(_JUDGED, RANKED_IN_POOL), False: _about(_JUDGED, RANKED_IN_BOXES)}
"""About the members of a pool (True), or of everybody in some boxes."""

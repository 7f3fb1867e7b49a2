"""What can be read of proposals, deviations and outcomes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Integer,
    String,
    Text,
    Uuid,
    bindparam,
    select,
    text,
)

from app.core.queries import Key, PageQuery, Query

STAMP = """to_char({} at time zone 'UTC', 'YYYY-MM-DD"T"HH24\\:MI\\:SS.US"Z"')"""
ROW: dict[str, Any] = {
    "id": Uuid,
    "agency_id": Uuid,
    "pool_id": Uuid,
    "position_id": Uuid,
    "position_code": Text,
    "position_name": Text,
    "state": Text,
    "eligible": Integer,
    "ranking_sha256": Text,
    "proposed_by": Uuid,
    "proposed_by_name": Text,
    "proposed_at": DateTime(timezone=True),
    "decree_no": Text,
    "decree_on": Date,
    "effective_on": Date,
    "approved_request_id": Uuid,
}
_FROM = "placement_proposals r join positions p on p.id = r.position_id"
_ELSEWHERE = {
    "position_code": "p.code as position_code",
    "position_name": "p.name as position_name",
    "approved_request_id": (
        "approval_in_force('placement', r.id, r.agency_id) as approved_request_id"
    ),
}
_COLUMNS = ", ".join(_ELSEWHERE.get(name, f"r.{name}") for name in ROW)
rows = text(f"select {_COLUMNS} from {_FROM}").columns(**ROW).subquery("proposals")
PROPOSALS = PageQuery(
    "placement-proposals",
    select(rows),
    keys=(Key("id", UUID, descends=True),),
    filters={
        "state": rows.c.state == bindparam("state", type_=String),
        "pool_id": rows.c.pool_id == bindparam("pool_id", type_=Uuid),
        "position_id": rows.c.position_id == bindparam("position_id", type_=Uuid),
    },
)

_NAMES = """(select json_agg(json_build_object('place', n.place, 'employee_id', n.employee_id,
  'nip', repeat('*', 14) || right(e.nip, 4), 'name', e.name, 'rank', n.rank, 'box', n.box,
  'value', n.value::text) order by n.place)
  from placement_proposal_names n join employees e on e.id = n.employee_id
  where n.proposal_id = r.id)"""
_CHOICE = f"""(select json_build_object('employee_id', c.employee_id, 'rank', c.rank,
  'reason_code', c.reason_code, 'explanation', c.explanation, 'chosen_by', c.chosen_by,
  'chosen_by_name', c.chosen_by_name, 'chosen_at', {STAMP.format("c.chosen_at")},
  'signed_by', c.signed_by, 'signed_by_name', c.signed_by_name,
  'signed_at', {STAMP.format("c.signed_at")})
  from placement_choices c where c.proposal_id = r.id)"""
_OUTCOMES = f"""(select json_agg(json_build_object('month', o.month, 'in_post', o.in_post,
  'rating', o.rating::text, 'predicate', o.predicate, 'note', o.note,
  'recorded_by', o.recorded_by, 'recorded_by_name', o.recorded_by_name,
  'recorded_at', {STAMP.format("o.recorded_at")}) order by o.month)
  from placement_outcomes o where o.proposal_id = r.id)"""
_WHOLE = f"""select {_COLUMNS}, r.pool_revision, m.id as map_id, s.sha256 as scheme_sha256, r.note,
  r.withdrawn_reason, r.withdrawn_at, coalesce({_NAMES}, '[]') as names, {_CHOICE} as choice,
  coalesce({_OUTCOMES}, '[]') as outcomes
from {_FROM}
join talent_pools t on t.id = r.pool_id
join talent_maps m on m.id = t.map_id
join scoring_schemes s on s.id = m.scheme_id
where r.id = :proposal_id"""
whole = (
    text(_WHOLE)
    .bindparams(bindparam("proposal_id", type_=Uuid))
    .columns(
        **ROW,
        pool_revision=Integer,
        map_id=Uuid,
        scheme_sha256=Text,
        note=Text,
        withdrawn_reason=Text,
        withdrawn_at=DateTime(timezone=True),
        names=JSON,
        choice=JSON,
        outcomes=JSON,
    )
    .subquery("whole")
)
one = select(whole)
PROPOSAL = Query(one)
NAMED = text("""
select employee_id from placement_proposal_names where proposal_id = :proposal_id order by place
""").bindparams(bindparam("proposal_id", type_=Uuid))
RANKING = text("select ranking from placement_proposals where id = :proposal_id").bindparams(
    bindparam("proposal_id", type_=Uuid)
)

DEVIATION: dict[str, Any] = {
    "proposal_id": Uuid,
    "state": Text,
    "position_id": Uuid,
    "position_code": Text,
    "position_name": Text,
    "employee_id": Uuid,
    "rank": Integer,
    "reason_code": Text,
    "explanation": Text,
    "chosen_by": Uuid,
    "chosen_by_name": Text,
    "chosen_at": DateTime(timezone=True),
    "signed_by": Uuid,
    "signed_by_name": Text,
    "signed_at": DateTime(timezone=True),
}
deviated = (
    text(f"""select r.id as proposal_id, r.state, r.position_id, p.code as position_code,
  p.name as position_name, c.employee_id, c.rank, c.reason_code, c.explanation, c.chosen_by,
  c.chosen_by_name, c.chosen_at, c.signed_by, c.signed_by_name, c.signed_at
from {_FROM} join placement_choices c on c.proposal_id = r.id where c.rank > 1""")
    .columns(**DEVIATION)
    .subquery("deviated")
)
DEVIATIONS = PageQuery(
    "deviations",
    select(deviated),
    keys=(Key("chosen_at", datetime, descends=True), Key("proposal_id", UUID, descends=True)),
    filters={
        "chosen_by": deviated.c.chosen_by == bindparam("chosen_by", type_=Uuid),
        "reason_code": deviated.c.reason_code == bindparam("reason_code", type_=String),
    },
)
# The name that somebody chose with last: names change, who acts does not.
_RATES = """
with counted as (
  select chosen_by, (array_agg(chosen_by_name order by chosen_at desc))[1] as chosen_by_name,
    count(*) as choices, count(*) filter (where rank > 1) as deviations
  from placement_choices group by chosen_by
)
select coalesce(sum(choices), 0)::int as choices, coalesce(sum(deviations), 0)::int as deviations,
  round(sum(deviations) / nullif(sum(choices), 0), 4)::text as rate,
  coalesce(json_agg(json_build_object('chosen_by', chosen_by, 'chosen_by_name', chosen_by_name,
    'choices', choices, 'deviations', deviations,
    'rate', round(deviations::numeric / choices, 4)::text)
    order by choices desc, chosen_by), '[]') as items
from counted
"""
RATES = Query(
    select(
        text(_RATES)
        .columns(choices=Integer, deviations=Integer, rate=Text, items=JSON)
        .subquery("rates")
    )
)

DUE: dict[str, Any] = {
    "proposal_id": Uuid,
    "position_id": Uuid,
    "position_code": Text,
    "position_name": Text,
    "employee_id": Uuid,
    "month": Integer,
    "effective_on": Date,
    "due_on": Date,
}
due = (
    text(f"""select r.id as proposal_id, r.position_id, p.code as position_code,
  p.name as position_name, c.employee_id, m.month, r.effective_on,
  (r.effective_on + make_interval(months => m.month))::date as due_on
from {_FROM} join placement_choices c on c.proposal_id = r.id
cross join (values (6), (12)) m (month)
where r.state = 'appointed'
  and (r.effective_on + make_interval(months => m.month))::date <= :today
  and not exists (
    select from placement_outcomes o where o.proposal_id = r.id and o.month = m.month)""")
    .bindparams(bindparam("today", type_=Date))
    .columns(**DUE)
    .subquery("due")
)
OUTCOMES_DUE = PageQuery(
    "outcomes-due",
    select(due),
    keys=(Key("due_on", date), Key("proposal_id", UUID), Key("month", int)),
)

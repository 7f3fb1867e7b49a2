"""What can be read of blind sessions: the sessions, and the profiles of their candidates."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    Numeric,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.blind_sessions.models import BlindSession, Candidate, Identity, Mark, Member
from app.core.queries import Key, PageQuery, Query, json_object

# Tables of lower domains, by name: their models are their own.
employees = table("employees", column("id", Uuid), column("nip", Text), column("name", Text))
positions = table(
    "positions",
    column("id", Uuid),
    column("agency_id", Uuid),
    column("name", Text),
    column("level", Text),
    column("required_rank", Text),
    column("required_education", Text),
    column("required_training", Text),
    column("required_experience_years"),
)
placements = table(
    "talent_map_placements",
    column("map_id", Uuid),
    column("employee_id", Uuid),
    column("performance", Numeric),
    column("potential", Numeric),
    column("value", Numeric),
)

NONE: ColumnElement[Any] = literal_column("'[]'::json")
member = json_object(actor_id=Member.actor_id, name=Member.name)
members = (
    select(
        func.coalesce(
            func.json_agg(aggregate_order_by(member, Member.name, Member.actor_id)),
            NONE,
            type_=JSON,
        )
    )
    .where(Member.session_id == BlindSession.id)
    .scalar_subquery()
    .label("members")
)
candidates = (
    select(func.count())
    .select_from(Candidate)
    .where(Candidate.session_id == BlindSession.id)
    .scalar_subquery()
    .label("candidates")
)
sessions = select(*BlindSession.__table__.columns, candidates, members)
SESSIONS = PageQuery(
    "blind-sessions",
    sessions,
    keys=(Key("id", UUID, descends=True),),
    filters={
        "pool_id": BlindSession.pool_id == bindparam("pool_id", type_=Uuid),
        "state": BlindSession.state == bindparam("state", type_=BlindSession.state.type),
    },
)
SESSION_ID = bindparam("session_id", type_=Uuid)
ONE = Query(sessions.where(BlindSession.id == SESSION_ID))
# By pseudonym, which is an order of chance.
CANDIDATES = PageQuery(
    "blind-candidates",
    select(Candidate.pseudonym, Candidate.profile).where(Candidate.session_id == SESSION_ID),
    keys=(Key("pseudonym", str),),
)
# Row-level security leaves out those that are sealed.
MARKS = select(Mark).where(Mark.session_id == SESSION_ID).order_by(Mark.actor_id, Mark.place)
REGISTER = (
    select(
        Identity.pseudonym,
        Identity.pool_rank,
        Identity.employee_id,
        employees.c.nip,
        employees.c.name,
    )
    .join(employees, employees.c.id == Identity.employee_id)
    .where(Identity.session_id == SESSION_ID)
    .order_by(Identity.pseudonym)
)

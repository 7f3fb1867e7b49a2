"""What can be read of calibrations: sessions with members and agenda; moves with their people."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Integer,
    SmallInteger,
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

from app.calibrations.models import AgendaItem, Authorisation, Calibration, Member, Move, Vote
from app.core.queries import Key, PageQuery, Query, instant, json_object

# Tables of lower domains, by name: their models are their own.
employees = table("employees", column("id", Uuid), column("nip", Text), column("name", Text))
maps = table(
    "talent_maps",
    column("id", Uuid),
    column("agency_id", Uuid),
    column("name", Text),
    column("state", Text),
    column("numbers", ARRAY(SmallInteger)),
    column("cell_counts", ARRAY(Integer)),
)
placements = table(
    "talent_map_placements",
    column("map_id", Uuid),
    column("employee_id", Uuid),
    column("cell", SmallInteger),
)

NONE: ColumnElement[Any] = literal_column("'[]'::json")
HIDDEN = ("move_sha256s",)
member = json_object(
    actor_id=Member.actor_id, name=Member.name, attended_at=instant(Member.attended_at)
)
members = (
    select(
        func.coalesce(
            func.json_agg(aggregate_order_by(member, Member.name, Member.actor_id)),
            NONE,
            type_=JSON,
        )
    )
    .where(Member.session_id == Calibration.id)
    .scalar_subquery()
    .label("members")
)
item = json_object(place=AgendaItem.place, employee_id=AgendaItem.employee_id, box=AgendaItem.box)
agenda = (
    select(
        func.coalesce(func.json_agg(aggregate_order_by(item, AgendaItem.place)), NONE, type_=JSON)
    )
    .where(AgendaItem.session_id == Calibration.id)
    .scalar_subquery()
    .label("agenda")
)
calibrations = select(
    *(c for c in Calibration.__table__.columns if c.key not in HIDDEN), members, agenda
)
CALIBRATIONS = PageQuery(
    "calibrations",
    calibrations,
    keys=(Key("id", str, descends=True),),
    filters={
        "map_id": Calibration.map_id == bindparam("map_id", type_=Uuid),
        "state": Calibration.state == bindparam("state", type_=Calibration.state.type),
    },
)
ONE = Query(calibrations.where(Calibration.id == bindparam("calibration_id", type_=Uuid)))

SESSION = bindparam("session_id", type_=Uuid)
MOVES = (
    select(Move, employees.c.nip, employees.c.name, Authorisation.authorised_at)
    .join(employees, employees.c.id == Move.employee_id)
    .outerjoin(Authorisation, Authorisation.move_id == Move.id)
    .where(Move.session_id == SESSION)
    .order_by(Move.id)
)
AGENDA = select(AgendaItem).where(AgendaItem.session_id == SESSION)
# Row-level security leaves out those that are sealed; a member's own is left out here.
OPEN_VOTES = (
    select(Vote)
    .where(Vote.session_id == SESSION, Vote.revealed_at.is_not(None))
    .order_by(Vote.actor_id)
)

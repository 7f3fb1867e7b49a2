"""What can be read of pools: the list of pools, and the members of one in rank order."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    SmallInteger,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    select,
    table,
)

from app.core.identity import Actor
from app.core.masking import masked_nip, sees_nip
from app.core.queries import Key, PageQuery, Query
from app.talent_pools.expiry import DAYS
from app.talent_pools.models import Member, Pool

# Tables of lower domains, by name: their models are their own.
placements = table(
    "talent_map_placements",
    column("map_id", Uuid),
    column("employee_id", Uuid),
    column("place", Integer),
    column("value", Numeric),
    column("cell", SmallInteger),
    column("rank", Integer),
)
calibrated = table(
    "calibrated_placements",
    column("map_id", Uuid),
    column("employee_id", Uuid),
    column("session_id", Uuid),
    column("cell", SmallInteger),
)
maps = table("talent_maps", column("id", Uuid), column("numbers", ARRAY(SmallInteger)))
employees = table("employees", column("id", Uuid), column("nip", Text), column("name", Text))

POOL = bindparam("pool_id", type_=Uuid)
KNOWN_POOL = Query(select(Pool.id).where(Pool.id == POOL))

days_left = Pool.expires_on - bindparam("today", type_=Date)
"""The twin of `expiry.days_left`."""

POOLS = PageQuery(
    "talent-pools",
    select(
        Pool.id,
        Pool.agency_id,
        Pool.map_id,
        Pool.name,
        Pool.boxes,
        Pool.rule,
        Pool.legal_basis,
        Pool.valid_from,
        Pool.expires_on,
        days_left.label("expires_in_days"),
        case(
            *((days_left <= days, literal(said.value)) for said, days in DAYS.items()),
        ).label("notice"),
        Pool.status,
        Pool.revision,
        Pool.approved_request_id,
        select(func.count())
        .select_from(Member)
        .where(Member.pool_id == Pool.id)
        .scalar_subquery()
        .label("members"),
        Pool.created_at,
    ),
    keys=(Key("id", str, descends=True),),
    filters={
        "map_id": Pool.map_id == bindparam("map_id", type_=Uuid),
        "status": Pool.status == bindparam("status", type_=Pool.status.type),
        "valid_on": bindparam("valid_on", type_=Date).between(Pool.valid_from, Pool.expires_on - 1),
    },
)

# Ranked before it is cut into pages: a page does not know who stands above it.
ranked = (
    select(
        Member.employee_id,
        maps.c.numbers[placements.c.cell + 1].label("box"),
        maps.c.numbers[calibrated.c.cell + 1].label("calibrated_box"),
        calibrated.c.session_id.label("calibration_id"),
        cast(func.round(placements.c.value, 4), Text).label("value"),
        func.rank().over(order_by=placements.c.rank).label("rank"),
        Member.origin,
        Member.reason,
        Member.added_at,
        placements.c.place,
    )
    .join(Pool, Pool.id == Member.pool_id)
    .join(maps, maps.c.id == Pool.map_id)
    .join(
        placements,
        (placements.c.map_id == Pool.map_id) & (placements.c.employee_id == Member.employee_id),
    )
    .outerjoin(
        calibrated,
        (calibrated.c.map_id == Pool.map_id) & (calibrated.c.employee_id == Member.employee_id),
    )
    .where(Member.pool_id == POOL)
    .subquery("ranked")
)


def _members(nip: ColumnElement[Any]) -> PageQuery:
    return PageQuery(
        "talent-pool-members",
        select(
            ranked.c.employee_id,
            nip.label("nip"),
            employees.c.name,
            ranked.c.box,
            ranked.c.calibrated_box,
            ranked.c.calibration_id,
            ranked.c.value,
            ranked.c.rank,
            ranked.c.origin,
            ranked.c.reason,
            ranked.c.added_at,
            ranked.c.place.label("_place"),
        ).join(employees, employees.c.id == ranked.c.employee_id),
        keys=(Key("_place", int),),
    )


IN_FULL, UNNAMED = _members(employees.c.nip), _members(masked_nip(employees.c.nip))


def members_for(actor: Actor) -> PageQuery:
    """The pages of members as the actor may see them."""
    return IN_FULL if sees_nip(actor) else UNNAMED

"""What can be read of plans and measures in lists."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    SmallInteger,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    select,
    table,
)

from app.core.identity import Actor
from app.core.masking import masked_nip, sees_nip
from app.core.queries import Key, PageQuery
from app.development.models import Activity, Plan, Progress, RetentionMeasure

# Tables of lower domains, by name: their models are their own.
employees = table("employees", column("id", Uuid), column("nip", Text), column("name", Text))
maps = table("talent_maps", column("id", Uuid), column("numbers", ARRAY(SmallInteger)))
placements, calibrated = (
    table(name, column("map_id", Uuid), column("employee_id", Uuid), column("cell", SmallInteger))
    for name in ("talent_map_placements", "calibrated_placements")
)

_latest = (
    select(Progress.percent)
    .where(Progress.activity_id == Activity.id)
    .order_by(Progress.reported_at.desc(), Progress.id.desc())
    .limit(1)
    .scalar_subquery()
)
_of_plan = select(func.count()).select_from(Activity).where(Activity.plan_id == Plan.id)
EMPLOYEE = bindparam("employee_id", type_=Uuid)


def _plans(name: str, nip: ColumnElement[Any]) -> PageQuery:
    return PageQuery(
        name,
        select(
            Plan.id,
            Plan.employee_id,
            nip.label("nip"),
            employees.c.name,
            Plan.position_id,
            Plan.map_id,
            Plan.starts_on,
            Plan.ends_on,
            Plan.status,
            _of_plan.scalar_subquery().label("activities"),
            _of_plan.where(_latest == 100).scalar_subquery().label("finished"),  # noqa: PLR2004 - percent
            Plan.created_at,
        ).join(employees, employees.c.id == Plan.employee_id),
        keys=(Key("id", str, descends=True),),
        filters={
            "employee_id": Plan.employee_id == EMPLOYEE,
            "map_id": Plan.map_id == bindparam("map_id", type_=Uuid),
            "status": Plan.status == bindparam("status", type_=Plan.status.type),
        },
    )


IN_FULL = _plans("development-plans", employees.c.nip)
UNNAMED = _plans("development-plans", masked_nip(employees.c.nip))
OWN = _plans("own-development-plans", employees.c.nip)


def plans_for(actor: Actor) -> PageQuery:
    """The pages of plans as the actor may see them."""
    return IN_FULL if sees_nip(actor) else UNNAMED


# Where a measure's person stands now on its map: perhaps elsewhere than when it was recorded.
_standing_box = (
    select(maps.c.numbers[func.coalesce(calibrated.c.cell, placements.c.cell) + 1])
    .select_from(maps)
    .join(placements, placements.c.map_id == maps.c.id)
    .outerjoin(
        calibrated,
        (calibrated.c.map_id == placements.c.map_id)
        & (calibrated.c.employee_id == placements.c.employee_id),
    )
    .where(
        maps.c.id == RetentionMeasure.map_id,
        placements.c.employee_id == RetentionMeasure.employee_id,
    )
    .scalar_subquery()
)
MEASURES = PageQuery(
    "retention-measures",
    select(
        RetentionMeasure.id,
        RetentionMeasure.employee_id,
        RetentionMeasure.map_id,
        RetentionMeasure.box,
        RetentionMeasure.measure,
        RetentionMeasure.note,
        RetentionMeasure.done_by,
        RetentionMeasure.done_on,
        RetentionMeasure.recorded_at,
    ),
    keys=(Key("id", str, descends=True),),
    filters={
        "employee_id": RetentionMeasure.employee_id == EMPLOYEE,
        "map_id": RetentionMeasure.map_id == bindparam("map_id", type_=Uuid),
        "box": _standing_box == bindparam("box", type_=SmallInteger),
    },
)

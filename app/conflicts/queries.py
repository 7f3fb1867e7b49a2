"""What can be read of relations: the register, newest first, and one relation."""

from sqlalchemy import JSON, Uuid, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.conflicts.models import Effect, Relation
from app.core.queries import Key, PageQuery, instant, json_object

HIDDEN = ("ended_by",)
effect = json_object(what=Effect.what, subject_id=Effect.subject_id, at=instant(Effect.at))
effects = (
    select(
        func.coalesce(
            func.json_agg(aggregate_order_by(effect, Effect.id)),
            literal_column("'[]'::json"),
            type_=JSON,
        )
    )
    .where(Effect.conflict_id == Relation.id)
    .scalar_subquery()
    .label("effects")
)
relations = select(*(c for c in Relation.__table__.columns if c.key not in HIDDEN), effects)

CONFLICTS = PageQuery(
    "conflicts",
    relations,
    keys=(Key("id", str, descends=True),),
    filters={
        "employee_id": Relation.employee_id == bindparam("employee_id", type_=Uuid),
        "actor_id": Relation.actor_id == bindparam("actor_id", type_=Uuid),
    },
)

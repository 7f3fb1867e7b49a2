"""What can be read of relations: the register, newest first, and one relation."""

from sqlalchemy import JSON, Text, Uuid, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.conflicts.models import Effect, Relation
from app.core.queries import Key, PageQuery

HIDDEN = ("ended_by",)
INSTANT = literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'""", Text)
effect = func.json_build_object(
    literal_column("'what'"),
    Effect.what,
    literal_column("'subject_id'"),
    Effect.subject_id,
    literal_column("'at'"),
    func.to_char(func.timezone(literal_column("'UTC'"), Effect.at), INSTANT),
)
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

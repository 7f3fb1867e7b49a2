"""What can be read of runs: the list, one with its scheme, and how often somebody tried."""

from typing import Any

from sqlalchemy import (
    JSON,
    Integer,
    SQLColumnExpression,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)

from app.core.queries import Key, PageQuery, Query, Statement
from app.simulations.models import Simulation

DOCUMENT = cast(Simulation.canonical, JSON)
NAME: SQLColumnExpression[str] = literal_column(
    "(canonical::json ->> 'code') || '@' || (canonical::json ->> 'version')", Text
)


def _counted(path: str) -> Any:
    """A number of the result."""
    return literal_column(f"(result #>> '{{{path}}}')::int", Integer)


summary: Statement = select(
    Simulation.id,
    Simulation.created_at,
    Simulation.actor_id,
    Simulation.actor_name,
    Simulation.agency_id,
    Simulation.map_id,
    Simulation.pool_id,
    NAME.label("scheme"),
    Simulation.sha256.label("scheme_sha256"),
    Simulation.purpose,
    _counted("population").label("population"),
    _counted("moved").label("moved"),
    _counted("pool,gained").label("gained"),
    _counted("pool,lost").label("lost"),
)

SIMULATIONS = PageQuery(
    "scheme-simulations",
    summary,
    keys=(Key("id", str, descends=True),),
    filters={
        "actor_id": Simulation.actor_id == bindparam("actor_id", type_=Uuid),
        "map_id": Simulation.map_id == bindparam("map_id", type_=Uuid),
        "scheme_sha256": Simulation.sha256 == bindparam("scheme_sha256", type_=Text),
    },
)
SIMULATION = Query(
    summary.add_columns(Simulation.result, DOCUMENT.label("document")).where(
        Simulation.id == bindparam("simulation_id", type_=Uuid)
    )
)

# Counted before it is cut into pages.
_by_actor = (
    select(
        Simulation.actor_id,
        func.max(Simulation.actor_name).label("actor_name"),
        func.count().label("runs"),
        func.count(Simulation.sha256.distinct()).label("schemes"),
        func.count(Simulation.map_id.distinct()).label("maps"),
        func.min(Simulation.created_at).label("first_at"),
        func.max(Simulation.created_at).label("last_at"),
    )
    .group_by(Simulation.actor_id)
    .subquery()
)
ACTORS = PageQuery(
    "scheme-simulation-actors",
    select(_by_actor),
    keys=(Key("runs", int, descends=True), Key("actor_id", str, descends=True)),
)

"""The people of a finished map with what SIASN is told of them."""

from typing import Any

from sqlalchemy import (
    Date,
    DateTime,
    Select,
    SmallInteger,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    select,
)

from app.core.queries import Key, PageQuery
from app.employees.history_models import Assessment, Performance
from app.employees.models import Employee
from app.siasn.shapes import Shape
from app.talent_maps.models import Placement
from app.talent_maps.queries import calibrated

MAP = bindparam("map_id", type_=Uuid)
AS_OF = bindparam("as_of", type_=Date)
KNOWN_AT = bindparam("known_at", type_=DateTime(timezone=True))
UUID_PATTERN = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def _known(model: Any) -> Any:
    """The records of a history that the map knew."""
    return (
        (model.employee_id == Placement.employee_id)
        & (model.recorded_at <= KNOWN_AT)
        & (model.superseded_at.is_(None) | (model.superseded_at > KNOWN_AT))
    )


def _people(*columns: Any) -> Select[Any]:
    """People of the map whom SIASN knows, in the map's order."""
    return (
        select(Employee.pns_id, *columns, Placement.place.label("_place"))
        .join(Employee, Employee.id == Placement.employee_id)
        .where(Placement.map_id == MAP, Employee.pns_id.is_not(None))
    )


def _boxes() -> Select[Any]:
    stands = func.coalesce(calibrated.c.cell, Placement.cell, type_=SmallInteger)
    of_person = (calibrated.c.map_id == Placement.map_id) & (
        calibrated.c.employee_id == Placement.employee_id
    )
    axes = (
        cast(getattr(Placement, name), Text).label(name) for name in ("potential", "performance")
    )
    return (
        _people(stands.label("cell"), *axes)
        .outerjoin(calibrated, of_person)
        .where(stands.is_not(None))
    )


def _assessments(column: Any) -> Select[Any]:
    latest = (
        select(column.label("levels"))
        .where(_known(Assessment), Assessment.assessed_on <= AS_OF)
        .order_by(Assessment.assessed_on.desc(), Assessment.id.desc())
        .limit(1)
        .correlate(Placement)
        .lateral("latest")
    )
    return _people(latest.c.levels).join(latest, latest.c.levels.is_not(None))


def _performances() -> Select[Any]:
    theirs = case((Performance.source_id.regexp_match(UUID_PATTERN), Performance.source_id))
    return (
        _people(
            theirs.label("siasn_id"),
            Performance.year,
            Performance.result,
            Performance.conduct,
            Performance.quadrant,
        )
        .join(Performance, _known(Performance))
        .where(Performance.year < func.extract("year", AS_OF))
    )


ROWS = {
    Shape.TALENT_MAPPING: PageQuery("siasn-boxes", _boxes(), [Key("_place", int)]),
    Shape.COMPETENCIES: PageQuery(
        "siasn-competencies", _assessments(Assessment.achieved), [Key("_place", int)]
    ),
    Shape.POTENTIAL: PageQuery(
        "siasn-potential", _assessments(Assessment.aspects), [Key("_place", int)]
    ),
    Shape.PERFORMANCE: PageQuery(
        "siasn-performances", _performances(), [Key("_place", int), Key("year", int)]
    ),
}

"""What can be read of maps: the list of maps, and the placements of one in rank order."""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    SmallInteger,
    SQLColumnExpression,
    String,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    cast,
    column,
    func,
    select,
    table,
)

from app.core.identity import Actor
from app.core.masking import masked_nip, sees_nip
from app.core.queries import Key, PageQuery, Query
from app.scoring_schemes.scheme import Level
from app.talent_maps.models import Placement, TalentMap
from app.talent_maps.nine_box import CELLS, cell_of

# Tables of other domains, by name: their models are their own.
employees = table("employees", column("id", Uuid), column("nip", Text), column("name", Text))
schemes = table(
    "scoring_schemes",
    column("id", Uuid),
    column("code", Text),
    column("version", Integer),
    column("sha256", Text),
)
calibrated = table(
    "calibrated_placements",
    column("map_id", Uuid),
    column("employee_id", Uuid),
    column("cell", SmallInteger),
)
MAP = bindparam("map_id", type_=Uuid)

HIDDEN = ("numbers", "cell_counts")
map_columns = [c for c in TalentMap.__table__.columns if c.key not in HIDDEN]
maps = select(
    *(c for c in map_columns if c.key not in ("scheme_id", "created_by")),
    func.concat(schemes.c.code, "@", schemes.c.version).label("scheme"),
    schemes.c.sha256.label("scheme_sha256"),
    func.approval_in_force("talent_map", TalentMap.id, TalentMap.agency_id, type_=Uuid).label(
        "approved_request_id"
    ),
    func.approval_in_force(
        "scoring_scheme", TalentMap.scheme_id, TalentMap.agency_id, type_=Uuid
    ).label("scheme_approved_request_id"),
).join(schemes, schemes.c.id == TalentMap.scheme_id)

MAPS = PageQuery(
    "talent-maps",
    maps,
    keys=(Key("id", str, descends=True),),
    filters={
        "state": TalentMap.state == bindparam("state", type_=TalentMap.state.type),
        "name": TalentMap.name == bindparam("name", type_=String),
    },
)
ONE_MAP = Query(maps.where(TalentMap.id == MAP))


def _level(level: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return case(*((level == one.value, one.name.lower()) for one in Level))


def _score(score: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return cast(func.round(score, 4), Text)


def _cell(cell: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return case(*((cell == n, cell_of(n).name) for n in range(CELLS)))


MASKED = masked_nip(employees.c.nip)


def _placements(nip: ColumnElement[Any]) -> Any:
    box = TalentMap.numbers[Placement.cell + 1]
    return (
        select(
            Placement.employee_id,
            nip.label("nip"),
            employees.c.name,
            _score(Placement.performance).label("performance"),
            _score(Placement.potential).label("potential"),
            _score(Placement.value).label("value"),
            _level(Placement.performance_level).label("performance_level"),
            _level(Placement.potential_level).label("potential_level"),
            _cell(Placement.cell).label("cell"),
            box.label("box"),
            _cell(calibrated.c.cell).label("calibrated_cell"),
            TalentMap.numbers[calibrated.c.cell + 1].label("calibrated_box"),
            Placement.rank,
            Placement.cohort,
            Placement.missing,
            Placement.place.label("_place"),
        )
        .join(TalentMap, TalentMap.id == Placement.map_id)
        .join(employees, employees.c.id == Placement.employee_id)
        .outerjoin(
            calibrated,
            (calibrated.c.map_id == Placement.map_id)
            & (calibrated.c.employee_id == Placement.employee_id),
        )
        .where(Placement.map_id == MAP)
    )


def _pages(nip: ColumnElement[Any]) -> PageQuery:
    stands: ColumnElement[int] = TalentMap.numbers[
        func.coalesce(calibrated.c.cell, Placement.cell, type_=SmallInteger) + 1
    ]
    return PageQuery(
        "placements",
        _placements(nip),
        keys=(Key("_place", int),),
        filters={
            "box": TalentMap.numbers[Placement.cell + 1] == bindparam("box", type_=SmallInteger),
            "standing_box": stands == bindparam("standing_box", type_=SmallInteger),
            "min_standing_box": stands >= bindparam("min_standing_box", type_=SmallInteger),
            "without_box": Placement.cell.is_(None) == bindparam("without_box", type_=Boolean),
            "cohort": Placement.cohort == bindparam("cohort", type_=SmallInteger),
            "missing": bindparam("missing", type_=Text()) == any_(Placement.missing),
        },
    )


IN_FULL, UNNAMED = _pages(employees.c.nip), _pages(MASKED)
# Where closed calibrations took people from, and where they put them.
CALIBRATED = (
    select(Placement.cell, calibrated.c.cell.label("to_cell"), func.count().label("people"))
    .join(
        Placement,
        (Placement.map_id == calibrated.c.map_id)
        & (Placement.employee_id == calibrated.c.employee_id),
    )
    .where(calibrated.c.map_id == MAP)
    .group_by(Placement.cell, calibrated.c.cell)
)
ONE_IN_FULL, ONE_UNNAMED = (
    _placements(nip).where(Placement.employee_id == bindparam("employee_id", type_=Uuid))
    for nip in (employees.c.nip, MASKED)
)


def placements_for(actor: Actor) -> PageQuery:
    """The pages of placements as the actor may see them."""
    return IN_FULL if sees_nip(actor) else UNNAMED


def placement_for(actor: Actor) -> Any:
    """One placement as the actor may see it."""
    return ONE_IN_FULL if sees_nip(actor) else ONE_UNNAMED

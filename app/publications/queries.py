"""What can be read of publications, own results and objections."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    SmallInteger,
    SQLColumnExpression,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import JSONB

from app.core.queries import Key, PageQuery, Query
from app.publications.models import Objection, Phase, Publication, Status
from app.scoring_schemes.scheme import Level

# Tables of lower domains, by name: their models are their own.
placements = table(
    "talent_map_placements",
    column("map_id", Uuid),
    column("employee_id", Uuid),
    column("performance", Numeric),
    column("potential", Numeric),
    column("value", Numeric),
    column("performance_level", SmallInteger),
    column("potential_level", SmallInteger),
    column("cell", SmallInteger),
    column("rank", Integer),
    column("cohort", SmallInteger),
    column("missing", ARRAY(Text)),
)
calibrated = table(
    "calibrated_placements",
    column("map_id", Uuid),
    column("employee_id", Uuid),
    column("cell", SmallInteger),
)
maps = table(
    "talent_maps",
    column("id", Uuid),
    column("numbers", ARRAY(SmallInteger)),
    column("population", Integer),
)
schemes = table(
    "scoring_schemes",
    column("id", Uuid),
    column("code", Text),
    column("version", Integer),
    column("sha256", Text),
)

TODAY: ColumnElement[Any] = literal_column("(now() at time zone 'Asia/Jakarta')::date", Date)
"""The day that it is in western Indonesia."""
scheme_name = func.concat(schemes.c.code, "@", schemes.c.version)
phase = case(
    (Publication.objections_until < TODAY, Phase.CLOSED.value),
    (Publication.published_on.is_not(None), Phase.PUBLISHED.value),
    (Publication.cut_off <= func.now(), Phase.INPUTS_CLOSED.value),
    (Publication.opens_on <= TODAY, Phase.INPUTS_OPEN.value),
    else_=Phase.ANNOUNCED.value,
)
shown = select(
    Publication.id,
    Publication.agency_id,
    Publication.name,
    scheme_name.label("scheme"),
    schemes.c.sha256.label("scheme_sha256"),
    Publication.as_of,
    phase.label("phase"),
    Publication.opens_on,
    Publication.cut_off,
    Publication.map_id,
    Publication.published_on,
    Publication.objection_working_days,
    Publication.objections_until,
    Publication.answer_working_days,
    Publication.created_at,
).join(schemes, schemes.c.id == Publication.scheme_id)
ONE = shown.where(Publication.id == bindparam("publication_id", type_=Uuid))
ONE_PUBLICATION = Query(ONE)
PUBLICATIONS = PageQuery(
    "publications",
    shown,
    keys=(Key("id", UUID, descends=True),),
    filters={
        "phase": phase == bindparam("phase", type_=Text),
        "map_id": Publication.map_id == bindparam("map_id", type_=Uuid),
    },
)
OPEN_ROUNDS = (
    select(
        Publication.id.label("publication_id"),
        Publication.name,
        scheme_name.label("scheme"),
        schemes.c.sha256.label("scheme_sha256"),
        Publication.as_of,
        Publication.cut_off,
    )
    .join(schemes, schemes.c.id == Publication.scheme_id)
    .where(phase == Phase.INPUTS_OPEN.value, Publication.id > bindparam("after", type_=Uuid))
    .order_by(Publication.id)
    .limit(bindparam("limit", type_=Integer))
)
STATISTICS = Query(
    select(
        Publication.id.label("publication_id"),
        Publication.published_on,
        *(
            cast(Publication.statistics[name], JSONB).label(name)
            for name in ("population", "threshold", "boxes", "by_sex", "by_cohort", "by_unit")
        ),
    ).where(
        Publication.id == bindparam("publication_id", type_=Uuid),
        Publication.published_on.is_not(None),
    )
)


def _level(level: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return case(*((level == one.value, one.name.lower()) for one in Level))


def _score(score: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    return cast(func.round(score, 4), Text)


OWN = bindparam("employee_id", type_=Uuid)
has_open_objection = exists().where(
    Objection.publication_id == Publication.id,
    Objection.employee_id == OWN,
    Objection.status == Status.OPEN,
)
results = (
    select(
        Publication.id.label("publication_id"),
        Publication.map_id,
        Publication.name,
        scheme_name.label("scheme"),
        Publication.as_of,
        _score(placements.c.performance).label("performance"),
        _score(placements.c.potential).label("potential"),
        _score(placements.c.value).label("value"),
        _level(placements.c.performance_level).label("performance_level"),
        _level(placements.c.potential_level).label("potential_level"),
        maps.c.numbers[placements.c.cell + 1].label("box"),
        maps.c.numbers[calibrated.c.cell + 1].label("calibrated_box"),
        placements.c.cohort,
        placements.c.rank,
        func.rank_shared_by(placements.c.map_id, placements.c.rank, type_=Integer).label(
            "shared_by"
        ),
        maps.c.population,
        placements.c.missing,
        Publication.published_on,
        Publication.objections_until,
        and_(Publication.objections_until >= TODAY, ~has_open_objection).label("may_object"),
    )
    .join(maps, maps.c.id == Publication.map_id)
    .join(schemes, schemes.c.id == Publication.scheme_id)
    .join(placements, placements.c.map_id == Publication.map_id)
    .outerjoin(
        calibrated,
        (calibrated.c.map_id == placements.c.map_id)
        & (calibrated.c.employee_id == placements.c.employee_id),
    )
    .where(Publication.published_on.is_not(None), placements.c.employee_id == OWN)
)
OWN_RESULTS = PageQuery(
    "own-placements", results, keys=(Key("publication_id", UUID, descends=True),)
)
OWN_RESULT = results.where(Publication.map_id == bindparam("map_id", type_=Uuid))

overdue = and_(Objection.status == Status.OPEN, Objection.due_on < TODAY)
objections = select(
    Objection.id,
    Objection.publication_id,
    Publication.map_id,
    Objection.employee_id,
    Objection.node,
    Objection.record_id,
    Objection.claim,
    Objection.status,
    Objection.filed_at,
    Objection.due_on,
    overdue.label("overdue"),
    Objection.closed_at,
    Objection.reason,
    Objection.remedy,
    Objection.remedy_id,
).join(Publication, Publication.id == Objection.publication_id)
# Of the agency for those who read them all; otherwise one's own, whatever the database allows.
readable = or_(
    bindparam("all", type_=Boolean), Objection.employee_id == bindparam("own", type_=Uuid)
)
OBJECTION = objections.where(Objection.id == bindparam("objection_id", type_=Uuid))
ONE_OBJECTION = Query(OBJECTION.where(readable))
OBJECTIONS = PageQuery(
    "objections",
    objections.where(readable),
    keys=(Key("id", UUID, descends=True),),
    filters={
        "status": Objection.status == bindparam("status", type_=Objection.status.type),
        "overdue": overdue == bindparam("overdue", type_=Boolean),
        "publication_id": Objection.publication_id == bindparam("publication_id", type_=Uuid),
    },
)

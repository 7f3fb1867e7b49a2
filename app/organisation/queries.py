"""What can be read of agencies, units and positions."""

from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Uuid, bindparam, literal_column, select

from app.core.queries import Key, PageQuery, Query
from app.organisation.models import Agency, Kanreg, Position, Unit

# Row-level security shows the list of agencies to whoever has any context; here, only one's own.
OWN: ColumnElement[bool] = literal_column("agencies.id = any ((select context_agencies())::uuid[])")

AGENCY_SHOWN = select(
    Agency.id, Agency.code, Agency.name, Agency.kanreg, Agency.province, Agency.created_at
).where(OWN)
UNIT_SHOWN = select(
    Unit.id,
    Unit.agency_id,
    Unit.siasn_id,
    Unit.parent_id,
    Unit.name,
    Unit.head_title,
    Unit.code,
)
POSITION_SHOWN = select(
    Position.id,
    Position.agency_id,
    Position.code,
    Position.name,
    Position.unit_id,
    Position.kind,
    Position.level,
    Position.cohort,
    Position.echelon_id,
    Position.echelon,
    Position.grade,
    Position.critical,
    Position.retirement_age,
    Position.required_rank,
    Position.required_education,
    Position.required_training,
    Position.required_experience_years,
    Position.admits_pppk,
)

AGENCY = Query(AGENCY_SHOWN.where(Agency.id == bindparam("agency_id")))
AGENCIES = PageQuery("agencies", AGENCY_SHOWN, [Key("code", str)])

KANREG = PageQuery(
    "kanreg",
    select(Kanreg.code, Kanreg.number, Kanreg.city, Kanreg.provinces),
    [Key("number", int)],
)

UNIT = Query(UNIT_SHOWN.where(Unit.id == bindparam("unit_id")))
UNITS = PageQuery(
    "units",
    UNIT_SHOWN,
    [Key("name", str), Key("id", UUID)],
    {"parent_id": Unit.parent_id == bindparam("parent_id", type_=Uuid)},
)

POSITION = Query(POSITION_SHOWN.where(Position.id == bindparam("position_id")))
POSITIONS = PageQuery(
    "positions",
    POSITION_SHOWN,
    [Key("code", str), Key("id", UUID)],
    {
        "unit_id": Position.unit_id == bindparam("unit_id", type_=Uuid),
        "critical": Position.critical == bindparam("critical", type_=Boolean),
    },
)

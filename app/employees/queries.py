"""What can be read of people: in full, or with their identity masked. Histories apart."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    SmallInteger,
    String,
    Uuid,
    bindparam,
    literal,
    select,
    union_all,
)

from app.core.masking import View, identity
from app.core.queries import Key, PageQuery, Query
from app.employees.models import Employee, EmployeeVersion

COLUMNS = (
    "agency_id",
    "nip",
    "pns_id",
    "old_nip",
    "name",
    "front_title",
    "back_title",
    "birth_date",
    "sex",
    "phone",
    "email",
    "employment",
    "legal_status",
    "appointed_on",
    "rank_code",
    "rank_name",
    "rank_since",
    "position_kind",
    "position_code",
    "position_name",
    "position_level",
    "position_since",
    "cohort",
    "echelon",
    "education_level",
    "education_name",
    "education_field",
    "education_relevance",
    "graduation_year",
    "unit_id",
    "recorded_at",
)


def shown(source: Any, key: Any, view: View) -> list[Any]:
    """The columns of a person, from what is known now or from a version that was."""
    columns = [identity(name, getattr(source, name), view) for name in COLUMNS]
    return [key.label("id"), *columns]


EMPLOYEE_ID = bindparam("employee_id", type_=Uuid)
NIP = bindparam("nip", type_=String)
KNOWN_AT = bindparam("known_at", type_=DateTime(timezone=True))


def employee(view: View) -> Query:
    """A person as known now."""
    return Query(select(*shown(Employee, Employee.id, view)).where(Employee.id == EMPLOYEE_ID))


def employee_known_at(view: View) -> Query:
    """A person as known at an instant."""
    now = select(*shown(Employee, Employee.id, view)).where(
        Employee.id == EMPLOYEE_ID, Employee.recorded_at <= KNOWN_AT
    )
    then = select(*shown(EmployeeVersion, EmployeeVersion.employee_id, view)).where(
        EmployeeVersion.employee_id == EMPLOYEE_ID,
        EmployeeVersion.recorded_at <= KNOWN_AT,
        EmployeeVersion.superseded_at > KNOWN_AT,
    )
    known = union_all(now, then).subquery("known")
    return Query(select(*known.c))


def by_nip(view: View) -> Query:
    """The person who has a NIP, or else the one who had it most recently."""
    now = select(Employee.id, literal(0).label("turn"), Employee.recorded_at.label("at"))
    then = select(EmployeeVersion.employee_id, literal(1), EmployeeVersion.superseded_at)
    owners = union_all(
        now.where(Employee.nip == NIP), then.where(EmployeeVersion.nip == NIP)
    ).subquery("owners")
    owner = select(owners.c.id).order_by(owners.c.turn, owners.c.at.desc()).limit(1)
    person = shown(Employee, Employee.id, view)
    return Query(select(*person).where(Employee.id == owner.scalar_subquery()))


class Sort(StrEnum):
    """The orders of a list of people. NIPs order none: their order would say what they hide."""

    NAME = "name"
    NAME_DOWN = "-name"


def employees(view: View, sort: Sort) -> PageQuery:
    """People in an order; the cursor of one order is none of another."""
    down = sort is Sort.NAME_DOWN
    return PageQuery(
        "employees-down" if down else "employees",
        select(*shown(Employee, Employee.id, view)),
        [Key("name", str, descends=down), Key("id", UUID, descends=down)],
        {
            "name": Employee.name.ilike(bindparam("name", type_=String), escape="\\"),
            "unit_id": Employee.unit_id == bindparam("unit_id", type_=Uuid),
            "cohort": Employee.cohort == bindparam("cohort", type_=SmallInteger),
            "rank_code": Employee.rank_code == bindparam("rank_code", type_=String),
            "employment": Employee.employment == bindparam("employment", type_=String),
            "legal_status": Employee.legal_status == bindparam("legal_status", type_=String),
        },
    )


EMPLOYEE = {view: employee(view) for view in View}
EMPLOYEE_KNOWN_AT = {view: employee_known_at(view) for view in View}
EMPLOYEES = {(view, sort): employees(view, sort) for view in View for sort in Sort}
BY_NIP = {view: by_nip(view) for view in View}
IDENTITY = Query(
    select(
        Employee.id,
        Employee.nip,
        Employee.old_nip,
        Employee.birth_date,
        Employee.phone,
        Employee.email,
    ).where(Employee.id == EMPLOYEE_ID)
)
KNOWN_EMPLOYEE = Query(select(Employee.id).where(Employee.id == EMPLOYEE_ID))


def containing(words: str) -> str:
    """The pattern of whatever contains these words; `%` and `_` stand for themselves."""
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"

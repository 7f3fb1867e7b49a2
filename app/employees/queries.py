"""What can be read of people: in full, or with their identity masked. Histories apart."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    SmallInteger,
    String,
    Text,
    Uuid,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)

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

STAR: ColumnElement[str] = literal_column("'*'")


def masked(column: ColumnElement[Any], shown: int) -> ColumnElement[Any]:
    """A text of which only the last `shown` characters can be read."""
    last: ColumnElement[int] = literal_column(str(shown))
    hidden = func.greatest(func.length(column) - last, literal_column("0"))
    return func.repeat(STAR, hidden, type_=Text) + func.right(column, last, type_=Text)


def masked_email(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An address of which only the part from the @ on can be read."""
    domain = func.substring(column, literal_column("'@.*$'"))
    return case((column.is_not(None), func.concat(literal_column("'***'"), domain)))


def identity(name: str, column: Any, *, full: bool) -> Any:
    """A column as an actor may see it."""
    if full:
        return column
    masks = {
        "nip": lambda: masked(column, 4),
        "old_nip": lambda: masked(column, 4),
        "phone": lambda: masked(column, 3),
        "email": lambda: masked_email(column),
        "birth_date": null,
    }
    return masks[name]().label(name) if name in masks else column


def shown(source: Any, key: Any, *, full: bool) -> list[Any]:
    """The columns of a person, from what is known now or from a version that was."""
    columns = [identity(name, getattr(source, name), full=full) for name in COLUMNS]
    return [key.label("id"), *columns]


EMPLOYEE_ID = bindparam("employee_id", type_=Uuid)
NIP = bindparam("nip", type_=String)
KNOWN_AT = bindparam("known_at", type_=DateTime(timezone=True))


def employee(*, full: bool) -> Query:
    """A person as known now."""
    return Query(select(*shown(Employee, Employee.id, full=full)).where(Employee.id == EMPLOYEE_ID))


def employee_known_at(*, full: bool) -> Query:
    """A person as known at an instant."""
    now = select(*shown(Employee, Employee.id, full=full)).where(
        Employee.id == EMPLOYEE_ID, Employee.recorded_at <= KNOWN_AT
    )
    then = select(*shown(EmployeeVersion, EmployeeVersion.employee_id, full=full)).where(
        EmployeeVersion.employee_id == EMPLOYEE_ID,
        EmployeeVersion.recorded_at <= KNOWN_AT,
        EmployeeVersion.superseded_at > KNOWN_AT,
    )
    known = union_all(now, then).subquery("known")
    return Query(select(*known.c))


def by_nip() -> Query:
    """The person who has a NIP, or else the one who had it most recently."""
    now = select(Employee.id, literal(0).label("turn"), Employee.recorded_at.label("at"))
    then = select(EmployeeVersion.employee_id, literal(1), EmployeeVersion.superseded_at)
    owners = union_all(
        now.where(Employee.nip == NIP), then.where(EmployeeVersion.nip == NIP)
    ).subquery("owners")
    owner = select(owners.c.id).order_by(owners.c.turn, owners.c.at.desc()).limit(1)
    person = shown(Employee, Employee.id, full=True)
    return Query(select(*person).where(Employee.id == owner.scalar_subquery()))


def employees(*, full: bool) -> PageQuery:
    """People by name."""
    return PageQuery(
        "employees",
        select(*shown(Employee, Employee.id, full=full)),
        [Key("name", str), Key("id", UUID)],
        {
            "name": Employee.name.ilike(bindparam("name", type_=String), escape="\\"),
            "unit_id": Employee.unit_id == bindparam("unit_id", type_=Uuid),
            "cohort": Employee.cohort == bindparam("cohort", type_=SmallInteger),
        },
    )


EMPLOYEE = {full: employee(full=full) for full in (True, False)}
EMPLOYEE_KNOWN_AT = {full: employee_known_at(full=full) for full in (True, False)}
EMPLOYEES = {full: employees(full=full) for full in (True, False)}
BY_NIP = by_nip()
KNOWN_EMPLOYEE = Query(select(Employee.id).where(Employee.id == EMPLOYEE_ID))


def containing(words: str) -> str:
    """The pattern of whatever contains these words; `%` and `_` stand for themselves."""
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"

"""How vacancies are worded."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.schemas import Read
from app.vacancies.forecast import State

Cohort = Annotated[int, Field(ge=1, le=4, examples=[3])]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", examples=["2027-04"])]


class VacancyRead(Read):
    """A position that is vacant or falls vacant, with one of its holders."""

    position_id: UUID
    code: str
    """Code of the position."""
    name: str
    unit_id: UUID
    unit: str
    """Name of the unit."""
    level: str | None
    """Jenjang."""
    cohort: Cohort | None
    """Talent level: 1 pelaksana … 4 JPT pratama."""
    critical: bool
    """Whether the position is critical (jabatan kritikal)."""
    state: State
    """`vacant`: nobody in service holds it. `falling`: the holder retires within the years asked
    for. `overdue`: the TMT pensiun lies before the first day, yet the files have the holder in
    service. `unknown`: the holder's age limit is not known."""
    falls_vacant_on: date | None
    """The holder's TMT pensiun: first day of the month after that in which the BUP is reached."""
    employee_id: UUID | None
    """The holder; null when there is none."""
    nip: str | None
    """NIP of the holder; masked except for personnel systems."""
    holder: str | None
    """Name of the holder."""
    retirement_age: int | None
    """BUP in years, of the position or else of the holder's jenjang."""


class CohortCount(Read):
    """Posts of one talent level."""

    cohort: Cohort | None
    """Talent level; null for positions without one."""
    posts: int
    critical: int
    """How many of them are critical."""


class YearCount(CohortCount):
    """Posts of one talent level that fall vacant in one calendar year."""

    year: int


class VacancySummary(Read):
    """How many posts fall vacant, by year and talent level. `…/vacancies` has the rows."""

    first: Annotated[date, Field(alias="from")]
    """First day looked at."""
    years: int
    """How many years are looked at."""
    positions: int
    """Positions looked at."""
    vacant: int
    """Positions that nobody in service holds."""
    overdue: int
    """Posts whose holder should have retired before the first day (`state=overdue`)."""
    falling: int
    """Posts that fall vacant within the years (`state=falling`)."""
    unknown: int
    """Posts whose holder's age limit is not known (`state=unknown`)."""
    held: int
    """Posts whose holder stays longer."""
    vacant_now: list[CohortCount]
    """Vacant positions by talent level: the rows are `…/vacancies?state=vacant&cohort=`."""
    by_year: list[YearCount]
    """Posts that fall vacant: the rows are `…/vacancies?state=falling&year=&cohort=`."""


class MonthCount(Read):
    """Posts that fall vacant in one month."""

    month: Month
    posts: int
    critical: int
    """How many of them are critical."""


class VacancyCalendar(Read):
    """How many posts fall vacant in each month; months without any are left out."""

    first: Annotated[date, Field(alias="from")]
    """First day looked at."""
    years: int
    """How many years are looked at."""
    vacant: int
    """Positions that nobody in service holds."""
    overdue: int
    """Posts whose holder should have retired before the first day."""
    falling: int
    """Posts that fall vacant within the years: the sum of all months."""
    unknown: int
    """Posts whose holder's age limit is not known."""
    months: list[MonthCount]
    """The months in order: the rows are `…/vacancies?state=falling&month=`."""


class BenchRead(Read):
    """A position with the number of those who stand ready for it."""

    position_id: UUID
    code: str
    name: str
    level: str | None
    cohort: Cohort | None
    critical: bool
    holders: int
    """How many in service hold it now."""
    ready: int
    """How many of the pool pass every rule and do not hold it: the rows are
    `…/bench/{position_id}`."""


class ReadyRead(Read):
    """Somebody who stands ready for a position."""

    employee_id: UUID
    nip: str
    """NIP; masked except for personnel systems."""
    name: str
    box: int
    """Box on the pool's map, as computed."""
    calibrated_box: int | None
    """Box to which a closed calibration moved the person; it counts in place of `box`."""
    calibration_id: UUID | None
    """That calibration."""
    value: str
    """Talent value on the pool's map."""
    rank: int
    """Rank in the pool."""


class CountRead(Read):
    """A number of positions, with the address of exactly these rows."""

    positions: int
    share: str | None
    """Of all positions looked at, four decimals, half up; null when there are none."""
    rows: str
    """Address of the rows; follow `next` to the end and there are as many."""


class CoverageRead(Read):
    """How well a pool covers positions."""

    positions: CountRead
    """All positions looked at."""
    with_one: CountRead
    """With one ready candidate or more: coverage."""
    with_two: CountRead
    """With two or more."""
    without: CountRead
    """With nobody ready."""
    ready: int
    """Ready candidates, position by position: the sum of `ready` over the rows of `positions`."""
    people: int
    """Different people among them: one may be ready for several positions."""
    strength: str | None
    """Bench strength: ready ÷ positions; null when there are no positions."""

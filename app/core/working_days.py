"""Working days of Indonesian offices: Monday to Friday, without holidays and cuti bersama. Pure.

The holidays are those of the yearly joint decree of three ministers (SKB 3 Menteri), as the
package `holidays` keeps them; a day moved by a later decree comes with its next version.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from holidays import HolidayBase, country_holidays

SATURDAY = 5
JAKARTA = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time, in which offices count days."""


@lru_cache(maxsize=1)
def _calendar() -> HolidayBase:
    return country_holidays("ID", categories=("public", "government"), language="id")


def holiday(day: date) -> str | None:
    """The name of a holiday or cuti bersama, or None."""
    name: str | None = _calendar().get(day)
    return name


def is_working(day: date) -> bool:
    """Whether offices work on a day."""
    return day.weekday() < SATURDAY and holiday(day) is None


def after(day: date, days: int) -> date:
    """The working day that is `days` working days after a day; the day itself does not count.

    Raises ValueError for less than one day.
    """
    if days < 1:
        raise ValueError(days)
    while days:
        day += timedelta(days=1)
        days -= is_working(day)
    return day


def between(first: date, last: date) -> int:
    """How many working days follow `first` up to and with `last`; 0 when none does."""
    span = range(1, (last - first).days + 1)
    return sum(is_working(first + timedelta(days=n)) for n in span)


def today_in_office(now: datetime) -> date:
    """The day that it is in western Indonesia at an instant."""
    return now.astimezone(JAKARTA).date()


def end_of(day: date) -> datetime:
    """The instant at which a day ends in western Indonesia, in UTC."""
    following = day + timedelta(days=1)
    midnight = datetime(following.year, following.month, following.day, tzinfo=JAKARTA)
    return midnight.astimezone(UTC)

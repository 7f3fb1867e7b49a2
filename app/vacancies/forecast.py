"""When posts fall vacant: the specification of the forecast, for one post at a time. Pure.

A holder leaves on the TMT pensiun: the first day of the month after the month in which the age
limit (BUP) is reached, by UU 20/2023 article 55 and PP 11/2017. The BUP is that of the present
position, or that of the jenjang where the position names none; without either it is unknown, and
an unknown day is shown as such and never counted as far away. `app.vacancies.queries` says the
same in SQL, for a whole agency in one statement; a test holds the two to each other.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.talent_pools.retirement import MONTHS, months_later, pension_date, retirement_age


class State(StrEnum):
    """How a post stands within the years looked at."""

    VACANT = "vacant"
    """Nobody in service holds the position."""
    OVERDUE = "overdue"
    """The holder's TMT pensiun lies before the first day, yet the files have them in service."""
    FALLING = "falling"
    """The holder retires within the years looked at."""
    UNKNOWN = "unknown"
    """The holder's age limit is not known."""
    HELD = "held"
    """The holder stays beyond the years looked at."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in service who holds a position."""

    birth_date: date
    position_level: str | None


@dataclass(frozen=True, slots=True)
class Window:
    """The years looked at: from a day up to, and without, the same day `years` later."""

    first: date
    years: int

    @property
    def end(self) -> date:
        """The first day that is no longer looked at."""
        return months_later(self.first, MONTHS * self.years)


def age_limit(own: int | None, holder: Holder) -> int | None:
    """Return the BUP of a holder, given that of the position itself."""
    if own:
        return own
    return retirement_age(holder.position_level) if holder.position_level else None


def leaves_on(own: int | None, holder: Holder) -> date | None:
    """Return the TMT pensiun of a holder, or None when the age limit is not known."""
    age = age_limit(own, holder)
    return None if age is None else pension_date(holder.birth_date, age)


def state_of(own: int | None, holder: Holder | None, window: Window) -> State:
    """Say how a position with one of its holders, or with none, stands in the window."""
    if holder is None:
        return State.VACANT
    day = leaves_on(own, holder)
    if day is None:
        return State.UNKNOWN
    if day < window.first:
        return State.OVERDUE
    return State.FALLING if day < window.end else State.HELD

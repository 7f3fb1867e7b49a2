"""Years counted by anniversaries, where 29 February falls on the 28th of a year without it.

Pure.
"""

from datetime import date, timedelta


def plus_years(day: date, years: int) -> date:
    """The same day `years` later (earlier, when negative); 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        if day.month == 2 and day.day == 29:  # noqa: PLR2004 - the leap day
            return date(day.year + years, 2, 28)
        return date.min if years < 0 else date.max


def full_years(since: date, until: date) -> int:
    """How many anniversaries of `since` lie on or before `until`; negative for a later one."""
    years = until.year - since.year
    return years if plus_years(since, years) <= until else years - 1


def latest_start(until: date, years: int) -> date:
    """The latest day whose anniversary `years` later is not after `until`."""
    day = plus_years(until, -years)
    following = day + timedelta(days=1) if day < date.max else day
    return following if plus_years(following, years) <= until else day


def earliest_start(until: date, years: int) -> date:
    """The earliest day whose anniversary `years` later is not before `until`."""
    day = plus_years(until, -years)
    return day if plus_years(day, years) >= until else day + timedelta(days=1)

"""The day of retirement: age limits, and the month in which they take effect. Pure.

Age limits (batas usia pensiun, BUP): UU 20/2023 article 55 and PP 11/2017. Retirement takes effect
(TMT pensiun) on the first day of the month after the month in which the limit is reached.
"""

from calendar import monthrange
from datetime import date

MONTHS = 12
OTHER_AGE = 58
_LEADERS = ("JPT", "PIMPINAN TINGGI", "JABATAN PIMPINAN TINGGI")
_AGES = {"AHLI UTAMA": 65, "AHLI MADYA": 60}


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later; a day which that month lacks is its last."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def retirement_age(position_level: str) -> int:
    """Return the BUP of a jenjang in years: JPT 60, ahli utama 65, ahli madya 60, others 58."""
    words = " ".join(position_level.upper().split())
    if words.startswith(_LEADERS):
        return 60
    return _AGES.get(words.removeprefix("JF "), OTHER_AGE)


def pension_date(birth: date, age: int) -> date:
    """Return the TMT pensiun of someone born on `birth` whose BUP is `age` years."""
    return months_later(birth.replace(day=1), MONTHS * age + 1)

"""How near a pool is to the day on which appointments may no longer draw on it. Pure.

A pool is said to expire 90, 30 and 7 days before; the days are ours, in no regulation, and leave
time for a new map, a new pool and its approval.
"""

from datetime import date
from enum import StrEnum


class Notice(StrEnum):
    """What is said of a pool whose end is near."""

    WITHIN_90_DAYS = "expires-within-90-days"
    WITHIN_30_DAYS = "expires-within-30-days"
    WITHIN_7_DAYS = "expires-within-7-days"
    EXPIRED = "expired"


DAYS = {
    Notice.EXPIRED: 0,
    Notice.WITHIN_7_DAYS: 7,
    Notice.WITHIN_30_DAYS: 30,
    Notice.WITHIN_90_DAYS: 90,
}
"""So many days before its end, or fewer, a notice is given; the most pressing first."""


def days_left(expires_on: date, today: date) -> int:
    """Days until a pool expires; 0 on the first day on which it is expired, negative later."""
    return (expires_on - today).days


def notice(expires_on: date, today: date) -> Notice | None:
    """The most pressing notice about a pool, or None while its end is far."""
    left = days_left(expires_on, today)
    return next((said for said, days in DAYS.items() if left <= days), None)


def expired(expires_on: date, today: date) -> bool:
    """Whether appointments may no longer draw on a pool."""
    return days_left(expires_on, today) <= 0

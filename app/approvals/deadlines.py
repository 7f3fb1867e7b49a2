"""By when a stage is due, what is said as the day comes near, and who stands above. Pure.

A deadline tells people; it decides nothing, and no request is ever approved by silence. Days are
working days of Indonesian offices (`core.working_days`); PP 11/2017 and Keputusan Kepala BKN
411/2025 set no days for a stage, so they are the route's own.
"""

from datetime import date
from enum import StrEnum

from app.approvals.workflow import Place, Route
from app.core import working_days

SOON = 2
"""Working days before the due day from which on a stage is due soon."""
HEAD = "ppk"
"""Who stands above everybody else in an agency."""


class Notice(StrEnum):
    """What is said about a stage that waits, each once."""

    DUE_SOON = "due_soon"
    DUE = "due"
    OVERDUE = "overdue"


def notice(began_on: date, due_on: date, today: date) -> Notice | None:
    """The most pressing thing to be said on a day; nothing where offices do not work.

    Nobody is reminded on the day on which a stage begins to wait.
    """
    if today <= began_on or not working_days.is_working(today):
        return None
    if today > due_on:
        return Notice.OVERDUE
    if today == due_on:
        return Notice.DUE
    return Notice.DUE_SOON if working_days.between(today, due_on) <= SOON else None


def above(route: Route, position: int) -> str | None:
    """The role that is told when the stage at a position, counted from 1, is overdue.

    What the stage declares; else the next role on the route, who waits for it; else the head of
    the agency. Above the head, and above whoever decides last outside, there is nobody.
    """
    stage = route[position - 1]
    if stage.escalates_to is not None:
        return stage.escalates_to
    ahead = (one.role for one in route[position:] if not one.skipped and one.role != stage.role)
    following = next(ahead, None)
    if following is None and stage.place is Place.AGENCY and stage.role != HEAD:
        return HEAD
    return following


def escalating(route: Route) -> Route:
    """The route with who is told of each stage."""
    return tuple(
        stage._replace(escalates_to=above(route, position))
        for position, stage in enumerate(route, start=1)
    )

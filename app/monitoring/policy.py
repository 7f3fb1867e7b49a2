"""Who may see the report and its evidence, and who may say what was done about it."""

from sqlalchemy import ColumnElement, false, true

from app.core.identity import Actor, Role
from app.monitoring.models import FollowUp

VIEWERS = frozenset({Role.ANALYST, Role.COMMITTEE, Role.AUDITOR})
"""Those who see every table that the report counts: what one does not see would count as nothing.
"""
EDITORS = frozenset({Role.ANALYST, Role.COMMITTEE})


def can_view(actor: Actor) -> bool:
    """Whether the actor may see the report of an agency; it is about all of its units."""
    return actor.has(*VIEWERS) and actor.whole_agency


def can_record(actor: Actor) -> bool:
    """Whether the actor may record what was done about a recommendation."""
    return actor.has(*EDITORS) and actor.whole_agency


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The follow-ups of the agencies whose report the actor may see."""
    if not can_view(actor):
        return false()
    return true() if actor.agencies is None else FollowUp.agency_id.in_(actor.agencies)

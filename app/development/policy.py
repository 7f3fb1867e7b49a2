"""Who may see and write plans and measures: each question once in Python, once in SQL.

Whose plans those are, of a unit or an agency, is for row-level security to say, as for people.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, true

from app.core.identity import Actor, Role
from app.development.models import Plan

VIEWERS = frozenset({Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR})
"""Those who develop people, those who decide about them, and those who check both."""
EDITORS = frozenset({Role.ANALYST, Role.COMMITTEE})


def can_list(actor: Actor) -> bool:
    """Whether the actor may see other people's plans and measures at all."""
    return actor.has(*VIEWERS)


def can_view(actor: Actor, plan: Plan) -> bool:
    """Whether the actor may see this plan: of the agency where they may, or their own."""
    return plan.employee_id == actor.employee_id or (can_list(actor) and actor.sees(plan.agency_id))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The plans that `can_view` allows."""
    own = false() if actor.employee_id is None else Plan.employee_id == actor.employee_id
    if not can_list(actor):
        return own
    return or_(own, true() if actor.agencies is None else Plan.agency_id.in_(actor.agencies))


def can_edit(actor: Actor) -> bool:
    """Whether the actor may make plans and record measures."""
    return actor.has(*EDITORS)


def can_report(actor: Actor, employee_id: UUID) -> bool:
    """Whether the actor may say how far a person's activity is: editors, and the person."""
    return can_edit(actor) or actor.employee_id == employee_id


def can_count(actor: Actor) -> bool:
    """Whether the actor may see needs and coverage of a whole agency."""
    return can_list(actor) and actor.whole_agency

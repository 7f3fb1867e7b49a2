"""Who may see calibrations, hold them and take part: each question once in Python, once in SQL."""

from sqlalchemy import ColumnElement, false, true

from app.calibrations.models import Calibration
from app.core.identity import Actor, Role

PANEL = frozenset({Role.COMMITTEE, Role.PYB, Role.PPK})
"""Who may be a member: propose, vote, authorise."""
OWNERS = frozenset({Role.ANALYST, Role.COMMITTEE})
VIEWERS = PANEL | OWNERS | {Role.AUDITOR}


def can_list(actor: Actor) -> bool:
    """Whether the actor may see calibrations at all; they are about a whole agency."""
    return actor.has(*VIEWERS) and actor.whole_agency


def can_view(actor: Actor, calibration: Calibration) -> bool:
    """Whether the actor may see this calibration and its register; sealed votes nobody may."""
    return can_list(actor) and actor.sees(calibration.agency_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The calibrations that `can_view` allows."""
    if not can_list(actor):
        return false()
    return true() if actor.agencies is None else Calibration.agency_id.in_(actor.agencies)


def can_create(actor: Actor) -> bool:
    """Whether the actor may hold calibrations."""
    return actor.has(*OWNERS) and actor.whole_agency


def can_hold(actor: Actor, calibration: Calibration) -> bool:
    """Whether the actor may extend, close or cancel this calibration: its owner."""
    return can_create(actor) and calibration.owner_id == actor.id


def can_take_part(actor: Actor) -> bool:
    """Whether the actor's role allows them to be a member of sessions."""
    return actor.has(*PANEL) and actor.whole_agency

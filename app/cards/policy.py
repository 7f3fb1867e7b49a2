"""Who may see the pictures of a person: whoever may read about the person at all.

Which people that are is for row-level security to say, as for the person's record. A card shows a
placement and is had by whoever may read that placement's reasons.
"""

from uuid import UUID

from app.core.identity import Actor, Role
from app.core.masking import View, view_of

VIEWERS = frozenset({Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR})


def can_view_competencies(actor: Actor, employee_id: UUID) -> bool:
    """Whether the actor may see a person's competencies."""
    return actor.has(*VIEWERS) or actor.employee_id == employee_id


def view_for(actor: Actor, employee_id: UUID) -> View:
    """How much of a person's identity a card of theirs shows the actor."""
    return View.FULL if employee_id == actor.employee_id else view_of(actor)

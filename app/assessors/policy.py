"""Who may see how assessors assess: those who answer for the measurement, and those who check it.

Which maps they see is the maps' own policy; a map that is not visible is not there.
"""

from app.core.identity import Actor, Role

VIEWERS = frozenset({Role.COMMITTEE, Role.ANALYST, Role.AUDITOR})


def can_compare(actor: Actor) -> bool:
    """Whether the actor may compare assessors; their people lie in every unit of an agency."""
    return actor.has(*VIEWERS) and actor.whole_agency

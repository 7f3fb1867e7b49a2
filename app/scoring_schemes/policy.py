"""Who may write and publish scoring schemes; whoever is known may read them.

Schemes belong to no agency: how careers are measured is no secret from anybody measured.
"""

from app.core.identity import Actor, Role


def can_write(actor: Actor) -> bool:
    """Whether the actor may draft and publish schemes: an analyst of some agency."""
    return actor.has(Role.ANALYST) and actor.agencies != frozenset() and actor.whole_agency

"""Who may take evidence out of the service; that they may see the subject is asked elsewhere."""

from app.core.identity import Actor, Role

TAKERS = frozenset({Role.ANALYST, Role.AUDITOR, Role.PPK})
"""They see whole maps anyway. A SIMPEG pulls what it needs row by row; members of the committee and
PyB decide on what they are shown."""
EXAMINERS = frozenset({Role.BKN})
"""Of what an agency has sent to BKN, its request; never a map or a pool."""


def can_take(actor: Actor) -> bool:
    """May take bundles of maps and pools: whole populations, so not with a part of an agency."""
    return actor.has(*TAKERS) and actor.units is None


def can_take_request(actor: Actor) -> bool:
    """May take bundles of the requests that the actor sees."""
    return can_take(actor) or actor.has(*EXAMINERS)

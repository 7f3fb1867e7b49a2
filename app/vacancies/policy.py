"""Who may see the forecast of vacancies."""

from app.core.identity import Actor, Role

VIEWERS = frozenset({Role.SIMPEG, Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR})
"""Those who have business with an agency's people; holders of posts are named in the forecast."""


def can_view(actor: Actor) -> bool:
    """Whether the actor may see which posts fall vacant.

    Only where the role holds in the whole agency: whoever sees some of its people alone would
    take the posts of the others for vacant.
    """
    return actor.has(*VIEWERS) and actor.whole_agency

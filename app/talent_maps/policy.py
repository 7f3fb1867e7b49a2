"""Who may see maps, and who may make them: each question once in Python, once in SQL."""

from sqlalchemy import ColumnElement, false, true

from app.core.identity import Actor, Role
from app.talent_maps.models import TalentMap

VIEWERS = frozenset(Role) - {Role.ADMIN, Role.KANREG, Role.BKN, Role.ASN}
"""An administrator runs the installation, Kanreg and BKN judge a body's readiness: none of them
has business with the boxes of its people. A civil servant sees the own result alone, where it is
published."""


def can_list(actor: Actor) -> bool:
    """Whether the actor may see maps at all."""
    return actor.has(*VIEWERS)


def can_view(actor: Actor, talent_map: TalentMap) -> bool:
    """Whether the actor may see this map and its placements."""
    return can_list(actor) and actor.sees(talent_map.agency_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The maps that `can_view` allows."""
    if not can_list(actor):
        return false()
    return true() if actor.agencies is None else TalentMap.agency_id.in_(actor.agencies)


def can_create(actor: Actor) -> bool:
    """Whether the actor may make maps, which rank all of an agency."""
    return actor.has(Role.ANALYST) and actor.whole_agency


def can_export(actor: Actor) -> bool:
    """May take the placements out as a file: who works with them, not who decides by them."""
    return actor.has(Role.ANALYST, Role.SIMPEG, Role.AUDITOR)

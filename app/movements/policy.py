"""Who may follow whom through maps: whoever sees the maps, and each the own published way."""

from uuid import UUID

from app.core.identity import Actor
from app.talent_maps import policy as talent_maps


def can_compare(actor: Actor) -> bool:
    """Whether the actor may hold two maps against each other."""
    return talent_maps.can_list(actor)


def can_follow_all(actor: Actor) -> bool:
    """Whether the actor sees people's ways through all finished maps."""
    return talent_maps.can_list(actor)


def can_follow(actor: Actor, employee_id: UUID) -> bool:
    """Whether the actor may see this person's way: as one who sees maps, or one's own."""
    return can_follow_all(actor) or actor.employee_id == employee_id

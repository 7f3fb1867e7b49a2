"""Who may do what with agencies."""

from app.core.identity import Actor, Role


def can_create_agency(actor: Actor) -> bool:
    """May open a further agency: only who runs the whole installation."""
    return actor.has(Role.ADMIN) and actor.agencies is None

"""Who may do what with agencies."""

from app.core.identity import Actor, Role


def can_place(actor: Actor) -> bool:
    """May say which Kantor Regional an agency belongs to, and what those are.

    Nobody inside an agency chooses who examines it.
    """
    return actor.has(Role.ADMIN) and actor.agencies is None


def can_create_agency(actor: Actor) -> bool:
    """May open a further agency: only who runs the whole installation."""
    return actor.has(Role.ADMIN) and actor.agencies is None

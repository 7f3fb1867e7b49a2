"""Who may see, admit and lock out clients."""

from uuid import UUID

from app.core.identity import Actor, Role


def can_view(actor: Actor) -> bool:
    """May see the clients of the agencies where the role holds."""
    return actor.has(Role.ADMIN, Role.AUDITOR)


def can_admit(actor: Actor, agency_id: UUID | None) -> bool:
    """May give access in an agency; None is every agency, which only the same may give."""
    return actor.has(Role.ADMIN) and actor.sees(agency_id)

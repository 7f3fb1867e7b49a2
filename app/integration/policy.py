"""Who may see how a client fares."""

from uuid import UUID

from app.core.identity import Actor, Role


def can_watch(actor: Actor) -> bool:
    """May see how the clients of the agencies fare where the role holds."""
    return actor.has(Role.ADMIN, Role.AUDITOR)


def can_see(actor: Actor, client_id: UUID) -> bool:
    """May see how one client fares: whoever watches, and the client itself."""
    return can_watch(actor) or actor.id == client_id

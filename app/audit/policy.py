"""Who may ask the log what. Hashes and signatures are for everybody who is known at all."""

from app.core.identity import Actor, Role


def can_view(actor: Actor) -> bool:
    """Whether the actor may see that something happened: auditors, and who runs the service.

    Of whole agencies: an event belongs to no unit.
    """
    return actor.has(Role.AUDITOR, Role.ADMIN) and actor.whole_agency


def can_view_content(actor: Actor) -> bool:
    """Whether the actor may see what an event says, and its salt."""
    return actor.has(Role.AUDITOR) and actor.whole_agency


def can_export(actor: Actor) -> bool:
    return can_view_content(actor)


def can_checkpoint(actor: Actor) -> bool:
    return actor.has(Role.AUDITOR, Role.ADMIN)

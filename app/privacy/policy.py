"""Who may do what with requests about personal data, breaches and retention."""

from app.core.identity import Actor, Role

DECIDERS = (Role.ANALYST,)
REGISTRARS = (Role.ADMIN, Role.ANALYST)


def can_see_corrections(actor: Actor) -> bool:
    """May see requests for correction: the person's own, or the agency's."""
    return actor.employee_id is not None or actor.has(*DECIDERS, Role.AUDITOR)


def can_decide_correction(actor: Actor) -> bool:
    """May say whether what is kept is wrong."""
    return actor.has(*DECIDERS)


def can_see_restrictions(actor: Actor) -> bool:
    """May see who is left out of new maps."""
    return actor.has(*DECIDERS, Role.AUDITOR)


def can_register_breach(actor: Actor) -> bool:
    """May put a breach on record, and who was notified of it."""
    return actor.has(*REGISTRARS) and actor.whole_agency


def can_see_breaches(actor: Actor) -> bool:
    """May read the register of breaches."""
    return actor.has(*REGISTRARS, Role.AUDITOR)


def can_see_retention(actor: Actor) -> bool:
    """May see how long data is kept, and what is due."""
    return actor.has(*REGISTRARS, Role.AUDITOR)


def can_set_retention(actor: Actor) -> bool:
    """May set how long data is kept and have destroyed what is due, in every agency at once."""
    return actor.has(Role.ADMIN) and actor.agencies is None

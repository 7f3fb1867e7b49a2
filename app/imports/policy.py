"""Who may import, and see imports."""

from app.core.identity import Actor, Role

IMPORTERS = (Role.SIMPEG, Role.ANALYST)
READERS = (*IMPORTERS, Role.AUDITOR)


def can_import(actor: Actor) -> bool:
    return actor.has(*IMPORTERS) and actor.whole_agency


def can_see_rows(actor: Actor) -> bool:
    """Rejected rows are people's identities: only those who could have sent them."""
    return can_import(actor)


def can_read(actor: Actor) -> bool:
    """May see what became of imports: those who could have sent them, and auditors."""
    return actor.has(*READERS) and actor.whole_agency

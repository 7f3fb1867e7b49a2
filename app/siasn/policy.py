"""Who may take results out in SIASN's shapes."""

from app.core.identity import Actor, Role


def can_export(actor: Actor) -> bool:
    """May take what BKN is told of everybody on a map: who works with records, or audits."""
    return actor.has(Role.ANALYST, Role.SIMPEG, Role.AUDITOR)

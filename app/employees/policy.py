"""Who may see a person's identity in full, look one up by NIP, and add people."""

from uuid import UUID

from app.core.identity import Actor, Role

PERSONNEL = (Role.SIMPEG, Role.ANALYST)
"""Roles whose work needs NIP, birth date and contact details of each person."""


def sees_identity(actor: Actor) -> bool:
    """Sees NIP, birth date, phone and email; for everybody else they are masked."""
    return actor.has(*PERSONNEL)


def can_view(actor: Actor) -> bool:
    """May read about people at all. Whoever merely runs the installation, or BKN, may not."""
    inside = (*PERSONNEL, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR)
    return actor.has(*inside)


def can_look_up_by_nip(actor: Actor) -> bool:
    """May ask who has a NIP."""
    return actor.has(*PERSONNEL)


def can_add(actor: Actor, agency_id: UUID) -> bool:
    """May add people to an agency."""
    return actor.has(*PERSONNEL) and actor.sees(agency_id)

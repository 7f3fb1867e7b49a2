"""Who may see people, look one up by NIP, unmask one, and add people."""

from uuid import UUID

from app.core.identity import Actor, Role

PERSONNEL = (Role.SIMPEG, Role.ANALYST)
"""Roles that keep the records of people."""


def can_view(actor: Actor) -> bool:
    """May read about people at all. Whoever merely runs the installation, or BKN, may not."""
    inside = (*PERSONNEL, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR)
    return actor.has(*inside)


def can_unmask(actor: Actor) -> bool:
    """May ask for a person's identity in full, saying what for. The committee never may."""
    return actor.has(*PERSONNEL, Role.AUDITOR)


def can_see_accesses(actor: Actor, employee_id: UUID) -> bool:
    """May see who looked at a person's data: the person, and whoever audits."""
    return actor.has(Role.AUDITOR) or actor.employee_id == employee_id


def can_look_up_by_nip(actor: Actor) -> bool:
    """May ask who has a NIP."""
    return actor.has(*PERSONNEL)


def can_follow(actor: Actor) -> bool:
    """May follow the changes of everybody in an agency."""
    return actor.has(*PERSONNEL) and actor.whole_agency


def can_record(actor: Actor) -> bool:
    """May record people at all: somewhere, and there in the whole agency."""
    return actor.has(*PERSONNEL) and actor.whole_agency


def can_add(actor: Actor, agency_id: UUID) -> bool:
    """May add people to an agency."""
    return can_record(actor) and actor.sees(agency_id)


def can_export(actor: Actor) -> bool:
    """May take everybody out as a file: who works with records, not who decides about people."""
    return actor.has(*PERSONNEL, Role.AUDITOR)

"""Who may see delegations, acting officials and absences, and who makes them."""

from sqlalchemy import ColumnElement, false, true

from app.core.identity import Actor, Role
from app.delegations.models import Absence, ActingOfficial, Delegation

DECIDERS = frozenset({Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK})
"""Roles with decisions to delegate in an agency, and whose holders may receive them: people who see
its requests and do not audit them. Role `simpeg` is a system's, and decides for nobody."""
WATCHERS = DECIDERS | {Role.SIMPEG, Role.AUDITOR, Role.ADMIN}


def can_list(actor: Actor) -> bool:
    """May see who stands in for whom in an agency."""
    return actor.has(*WATCHERS) and actor.whole_agency


def can_view(actor: Actor, record: Delegation | ActingOfficial | Absence) -> bool:
    """May see this one."""
    return can_list(actor) and actor.sees(record.agency_id)


def visible_to(
    actor: Actor, model: type[Delegation | ActingOfficial | Absence]
) -> ColumnElement[bool]:
    """What `can_view` says, for a WHERE."""
    if not can_list(actor):
        return false()
    return true() if actor.agencies is None else model.agency_id.in_(actor.agencies)


def can_delegate(actor: Actor) -> bool:
    """May delegate roles that they hold."""
    return actor.has(*DECIDERS) and actor.whole_agency


def can_answer(actor: Actor) -> bool:
    """May be a delegate, who answers, or a giver, who takes back."""
    return actor.has(*DECIDERS) and actor.whole_agency


def can_designate(actor: Actor) -> bool:
    """May say who acts in an office: it gives access, so it is the administrator's."""
    return actor.has(Role.ADMIN) and actor.whole_agency


def can_record(actor: Actor, *, own: bool) -> bool:
    """May put an absence on record, one's own or that of another."""
    return can_designate(actor) or (own and can_delegate(actor))

"""Who may hold blind sessions, rank in them and read their registers: in Python and in SQL."""

from sqlalchemy import ColumnElement, false, true

from app.blind_sessions.models import BlindSession
from app.core.identity import Actor, Role

OWNERS = frozenset({Role.ANALYST})
"""Who opens sessions: the analyst, who makes the pools; the committee must not know."""
MEMBERS = frozenset({Role.COMMITTEE})
REGISTER = frozenset({Role.ANALYST, Role.PPK, Role.AUDITOR})
VIEWERS = OWNERS | MEMBERS | REGISTER | {Role.PYB}


def can_list(actor: Actor) -> bool:
    """Whether the actor may see blind sessions at all; a member in one sees that one alone."""
    return actor.has(*VIEWERS) and actor.whole_agency


def can_view(actor: Actor, found: BlindSession) -> bool:
    """Whether the actor may see this session and its profiles."""
    return can_list(actor) and actor.sees(found.agency_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The sessions that `can_view` allows."""
    if not can_list(actor):
        return false()
    return true() if actor.agencies is None else BlindSession.agency_id.in_(actor.agencies)


def can_open(actor: Actor) -> bool:
    """Whether the actor may hold blind sessions."""
    return actor.has(*OWNERS) and actor.whole_agency


def can_end(actor: Actor, found: BlindSession) -> bool:
    """Whether the actor may close or cancel this session: its owner."""
    return can_open(actor) and found.owner_id == actor.id


def can_rank(actor: Actor) -> bool:
    """Whether the actor's role allows them to be a member."""
    return actor.has(*MEMBERS) and actor.whole_agency


def can_identify(actor: Actor) -> bool:
    """Whether the actor may read who the pseudonyms were, once the session is closed."""
    return actor.has(*REGISTER) and actor.whole_agency

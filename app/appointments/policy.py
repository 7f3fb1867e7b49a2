"""Who may see proposals, and who may take each step: each question once in Python, once in SQL."""

from sqlalchemy import ColumnElement, false, true

from app.appointments.models import Proposal
from app.core.identity import Actor, Role

VIEWERS = frozenset({Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK, Role.AUDITOR})
"""Those who prepare, decide and check appointments; a personnel system learns of the decree."""
PROPOSERS = frozenset({Role.ANALYST, Role.COMMITTEE})
REGISTER_VIEWERS = VIEWERS - {Role.PYB}


def can_list(actor: Actor) -> bool:
    """Whether the actor may see proposals at all; they are about whole agencies."""
    return actor.has(*VIEWERS) and actor.whole_agency


def can_view(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor may see this proposal."""
    return can_list(actor) and actor.sees(proposal.agency_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The proposals that `can_view` allows."""
    if not can_list(actor):
        return false()
    return true() if actor.agencies is None else Proposal.agency_id.in_(actor.agencies)


def can_propose(actor: Actor) -> bool:
    """Whether the actor may put names forward: the committee, or the analyst for it."""
    return actor.has(*PROPOSERS) and actor.whole_agency


def can_choose(actor: Actor) -> bool:
    """Whether the actor may choose: the PPK alone (UU 20/2023)."""
    return actor.has(Role.PPK) and actor.whole_agency


def can_sign(actor: Actor) -> bool:
    """Whether the actor may sign a deviation: the PyB, or a second one with the PPK's role."""
    return actor.has(Role.PYB, Role.PPK) and actor.whole_agency


def can_record_appointment(actor: Actor) -> bool:
    """Whether the actor may put the decree on record."""
    return actor.has(Role.ANALYST, Role.PPK) and actor.whole_agency


def can_withdraw(actor: Actor, *, chosen: bool) -> bool:
    """Whether the actor may take a proposal back; once somebody was chosen, the PPK alone."""
    if chosen:
        return can_choose(actor)
    return can_propose(actor) or can_sign(actor)


def can_tell_outcome(actor: Actor) -> bool:
    """Whether the actor may record how the appointed person does."""
    return can_propose(actor)


def can_see_register(actor: Actor) -> bool:
    """Whether the actor may see the register of deviations."""
    return actor.has(*REGISTER_VIEWERS) and actor.whole_agency

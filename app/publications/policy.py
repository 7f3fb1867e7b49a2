"""Who may do what with publications and objections: each question in Python and in SQL."""

from sqlalchemy import ColumnElement, false, or_, true

from app.core.identity import Actor, Role
from app.publications.models import Objection, Publication

STRANGERS = frozenset({Role.ADMIN, Role.KANREG, Role.BKN})
"""They have no business with the boxes of an agency's people."""
READERS = frozenset({Role.ANALYST, Role.COMMITTEE, Role.AUDITOR})
ANSWERERS = frozenset({Role.ANALYST, Role.COMMITTEE})


def can_list(actor: Actor) -> bool:
    """Whether the actor may see what is announced and published, and its statistics."""
    return actor.has(*(frozenset(Role) - STRANGERS))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The publications that the actor may see."""
    if not can_list(actor):
        return false()
    return true() if actor.agencies is None else Publication.agency_id.in_(actor.agencies)


def can_announce(actor: Actor) -> bool:
    """Whether the actor may announce a round, and attach the map that came of it."""
    return actor.has(Role.ANALYST) and actor.whole_agency


def can_publish(actor: Actor) -> bool:
    """Whether the actor may publish: the PPK, who sets a body's talent management."""
    return actor.has(Role.PPK) and actor.whole_agency


def can_see_own(actor: Actor) -> bool:
    """Whether there is an own result to see: for civil servants."""
    return actor.employee_id is not None


def can_list_all(actor: Actor) -> bool:
    """Whether the actor may see the objections of others."""
    return actor.has(*READERS)


def can_list_objections(actor: Actor) -> bool:
    """Whether the actor may see objections: the own ones, or the agency's."""
    return can_see_own(actor) or can_list_all(actor)


def can_view(actor: Actor, objection: Objection) -> bool:
    """Whether the actor may see this objection."""
    own = can_see_own(actor) and actor.employee_id == objection.employee_id
    return own or (can_list_all(actor) and actor.sees(objection.agency_id))


def objections_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The objections that `can_view` allows."""
    own = Objection.employee_id == actor.employee_id if can_see_own(actor) else false()
    if not can_list_all(actor):
        return own
    if actor.agencies is None:
        return true()
    return or_(own, Objection.agency_id.in_(actor.agencies))


def can_withdraw(actor: Actor, objection: Objection) -> bool:
    """Whether the objection is the actor's own."""
    return can_see_own(actor) and actor.employee_id == objection.employee_id


def can_answer(actor: Actor, objection: Objection) -> bool:
    """Whether the actor's role answers objections: never one's own."""
    return (
        actor.has(*ANSWERERS)
        and actor.whole_agency
        and actor.sees(objection.agency_id)
        and actor.employee_id != objection.employee_id
    )

"""Who may see relations, and who may declare or report them."""

from sqlalchemy import ColumnElement, and_, false, true

from app.conflicts.models import Relation
from app.core.identity import Actor, Role

DECIDERS = frozenset({Role.ANALYST, Role.COMMITTEE, Role.PYB, Role.PPK})
"""Who has a say about people, and therefore declares."""
WATCHERS = frozenset({Role.ANALYST, Role.AUDITOR})
"""Who sees all relations of an agency, and reports those of others."""


def can_list(actor: Actor) -> bool:
    """Whether the actor may see relations at all: everybody's, or the own."""
    return actor.has(*DECIDERS, *WATCHERS)


def can_view(actor: Actor, relation: Relation) -> bool:
    """Whether the actor may see this relation."""
    own = relation.actor_id == actor.id
    return can_list(actor) and actor.sees(relation.agency_id) and (own or actor.has(*WATCHERS))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The relations that `can_view` allows."""
    if not can_list(actor):
        return false()
    here = true() if actor.agencies is None else Relation.agency_id.in_(actor.agencies)
    return here if actor.has(*WATCHERS) else and_(here, Relation.actor_id == actor.id)


def can_declare(actor: Actor) -> bool:
    """Whether the actor may declare an own relation."""
    return actor.has(*DECIDERS)


def can_report(actor: Actor) -> bool:
    """Whether the actor may report a relation of somebody else, or end it."""
    return actor.has(*WATCHERS)


def can_end(actor: Actor, relation: Relation) -> bool:
    """Whether the actor may say that a relation has ended.

    What somebody else reported is not for the decider alone to end.
    """
    own = relation.actor_id == relation.declared_by == actor.id
    return own or (can_report(actor) and relation.actor_id != actor.id)

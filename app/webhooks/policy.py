"""Who may have messages sent, and who may see what was sent."""

from sqlalchemy import ColumnElement, and_, false, true

from app.core.identity import Actor, Role
from app.webhooks.models import Endpoint

EDITORS = frozenset({Role.ADMIN, Role.SIMPEG})
VIEWERS = EDITORS | {Role.AUDITOR}


def can_list(actor: Actor) -> bool:
    """Whether the actor may see webhooks at all."""
    return actor.has(*VIEWERS) and actor.whole_agency


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A system sees its own; administrators and auditors see those of the agency."""
    if not can_list(actor):
        return false()
    here = true() if actor.agencies is None else Endpoint.agency_id.in_(actor.agencies)
    if actor.has(Role.ADMIN, Role.AUDITOR):
        return here
    return and_(here, Endpoint.created_by == actor.id)


def can_edit(actor: Actor) -> bool:
    """Whether the actor may make webhooks, and change those that it sees."""
    return actor.has(*EDITORS) and actor.whole_agency

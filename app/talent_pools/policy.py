"""Who may see pools, and who may change them: each question once in Python, once in SQL."""

from sqlalchemy import ColumnElement, false, true

from app.core.identity import Actor, Role
from app.talent_pools.models import Pool

VIEWERS = frozenset(Role) - {Role.ADMIN, Role.KANREG, Role.BKN, Role.ASN}
"""An administrator runs the installation, Kanreg and BKN judge a body's readiness: none of them
has business with the careers of its people. A civil servant sees the own result alone, where it
is published."""
EDITORS = frozenset({Role.ANALYST, Role.COMMITTEE})


def can_list(actor: Actor) -> bool:
    """Whether the actor may see pools at all."""
    return actor.has(*VIEWERS)


def can_view(actor: Actor, pool: Pool) -> bool:
    """Whether the actor may see this pool, its members and candidates."""
    return can_list(actor) and actor.sees(pool.agency_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The pools that `can_view` allows."""
    return _of(actor) if can_list(actor) else false()


def can_edit(actor: Actor) -> bool:
    """Whether the actor may change pools of an agency at all."""
    return actor.has(*EDITORS) and actor.whole_agency


def can_change(actor: Actor, pool: Pool) -> bool:
    """Whether the actor may change who is in this pool."""
    return can_edit(actor) and actor.sees(pool.agency_id)


def changeable_by(actor: Actor) -> ColumnElement[bool]:
    """The pools that `can_change` allows."""
    return _of(actor) if can_edit(actor) else false()


def can_renew(actor: Actor, pool: Pool) -> bool:
    """Whether the actor may hold this pool to its rule again; it needs the agency's log."""
    return can_create(actor) and actor.sees(pool.agency_id)


def can_create(actor: Actor) -> bool:
    """Whether the actor may make pools, of maps that the actor sees."""
    return actor.has(Role.ANALYST) and actor.whole_agency


def _of(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.agencies is None else Pool.agency_id.in_(actor.agencies)

"""Who may see, give and take back access."""

from collections.abc import Collection
from uuid import UUID

from app.core.identity import Actor, Role

OUTSIDE = frozenset({Role.KANREG, Role.BKN})
"""Roles of those who examine an agency: nobody inside it gives them."""


def can_view(actor: Actor) -> bool:
    """May see the clients and memberships of the agencies where the role holds."""
    return actor.has(Role.ADMIN, Role.AUDITOR)


def can_view_secrets(actor: Actor) -> bool:
    """May see when secrets of a client were made and used; nobody sees a secret again."""
    return actor.has(Role.ADMIN)


def can_change(actor: Actor, agency_id: UUID | None) -> bool:
    """May change access in an agency; None is every agency, where only the same may change it."""
    return actor.has(Role.ADMIN) and actor.sees(agency_id) and actor.units is None


def can_give(actor: Actor, agency_id: UUID | None, roles: Collection[str]) -> bool:
    """May give these roles in an agency."""
    if not OUTSIDE.isdisjoint(roles) and actor.agencies is not None:
        return False
    return can_change(actor, agency_id)

"""Who may try weights on a map, who sees what was tried, and who may ask what would move a box."""

from sqlalchemy import ColumnElement, false, true

from app.core.identity import Actor, Role
from app.simulations.models import Simulation
from app.talent_maps import policy as talent_maps
from app.talent_maps.models import TalentMap

WATCHERS = frozenset({Role.ANALYST, Role.AUDITOR})
"""Analysts see each other's runs: whoever tries weights until somebody fits does it before the eyes
of the whole office, not of the auditors alone."""


def can_simulate(actor: Actor) -> bool:
    """Whether the actor may try a changed scheme: whoever may make maps."""
    return actor.has(Role.ANALYST) and actor.whole_agency


def can_list(actor: Actor) -> bool:
    """Whether the actor may see runs at all; they are about whole agencies."""
    return actor.has(*WATCHERS) and actor.whole_agency


def can_view(actor: Actor, simulation: Simulation) -> bool:
    """Whether the actor may see this run, whoever ran it."""
    return can_list(actor) and actor.sees(simulation.agency_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The runs that `can_view` allows."""
    if not can_list(actor):
        return false()
    return true() if actor.agencies is None else Simulation.agency_id.in_(actor.agencies)


def may_ask(actor: Actor, talent_map: TalentMap) -> bool:
    """Whether the actor may ask what would have moved somebody of this map.

    Whoever sees placements; row-level security says whose. Of oneself one asks without this, once
    the map is published.
    """
    return talent_maps.can_view(actor, talent_map)

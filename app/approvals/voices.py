"""Whose voice a decision is, and for whom somebody may still decide. Pure.

Whoever steps in for another and the one stepped in for have one voice together: once it is given,
by either, both have decided, and neither decides anything else in that round.
"""

from collections.abc import Collection, Hashable, Iterable
from typing import NamedTuple


class Said(NamedTuple):
    """A decision that stands: who made it, and for whom; the same where for themselves."""

    person: Hashable
    voice: Hashable


class Leave(NamedTuple):
    """That somebody may decide for another, today."""

    giver: Hashable
    deputy: Hashable


def spent(said: Iterable[Said]) -> frozenset[Hashable]:
    """Those who have decided: whoever spoke, and whoever was spoken for."""
    return frozenset(one for decision in said for one in decision)


def speaks_for(
    person: Hashable,
    named: Collection[Hashable],
    leaves: Iterable[Leave],
    gone: Collection[Hashable],
) -> frozenset[Hashable]:
    """For whom a person may still decide at a stage with these people.

    For themselves where they are named, and for whoever is named and let them. A leave reaches from
    its giver to its deputy and no further: a deputy has nobody's leave to give.
    """
    if person in gone:
        return frozenset()
    let = {leave.giver for leave in leaves if leave.deputy == person}
    return frozenset(one for one in named if one not in gone and (one == person or one in let))


def reachable(
    named: Iterable[Hashable],
    leaves: Collection[Leave],
    away: Collection[Hashable],
    gone: Collection[Hashable],
) -> frozenset[Hashable]:
    """The named people whose voice can still be given: by themselves if present, else by another.

    Somebody who can step in for two has one voice to spend, so this may be too many, never too few.
    """
    let = {leave.giver for leave in leaves if leave.deputy not in gone}
    return frozenset(one for one in named if one not in gone and (one not in away or one in let))

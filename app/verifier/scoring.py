"""Scores of a person from a scheme and records (rules, section 3): the second implementation.

Every node is a whole number of ten-thousandths, rounded half up once; what is computed from it uses
that number.
"""

from datetime import date
from typing import NamedTuple

from app.verifier.numbers import half_up
from app.verifier.readings import Person, read
from app.verifier.scheme import Axis, Group, Leaf, Node, Scheme


class Scores(NamedTuple):
    """Both axes and the value, in units; None where something is missing."""

    performance: int | None
    potential: int | None
    value: int | None
    missing: tuple[str, ...]
    """Codes of the leaves for want of which an axis has no score, performance first."""


def score(scheme: Scheme, person: Person, day: date) -> Scores:
    """What the scheme says of a person at `day`."""
    performance, lacking = _axis(scheme.axes[0], person, day)
    potential, lacking_too = _axis(scheme.axes[1], person, day)
    value = None
    if performance is not None and potential is not None:
        weighed = scheme.value[0] * performance + scheme.value[1] * potential
        value = half_up(weighed.numerator, weighed.denominator * 100)
    return Scores(performance, potential, value, (*lacking, *lacking_too))


def level(axis: Axis, reached: int) -> int:
    """0 low, 1 mid, 2 high; the lower bound belongs to the level above."""
    return sum(reached >= mark for mark in axis.marks)


def _axis(axis: Axis, person: Person, day: date) -> tuple[int | None, list[str]]:
    """The score, or the codes for want of which there is none."""
    blocking: list[str] = []
    reached = _group(axis.tree, person, day, blocking)
    if blocking:
        return None, blocking
    if reached is None:
        return None, [leaf.code for leaf in axis.tree.leaves()]
    return reached, []


def _group(group: Group, person: Person, day: date, blocking: list[str]) -> int | None:
    """The weighted mean of the nodes that are there; None when all have left."""
    weighed = total = 0
    for node, weight in zip(group.nodes, group.weights, strict=True):
        reached = _node(node, person, day, blocking)
        if reached is not None:
            weighed += weight * reached
            total += weight
    return half_up(weighed, total) if total else None


def _node(node: Node, person: Person, day: date, blocking: list[str]) -> int | None:
    if isinstance(node, Group):
        return _group(node, person, day, blocking)
    return _leaf(node, person, day, blocking)


def _leaf(leaf: Leaf, person: Person, day: date, blocking: list[str]) -> int | None:
    reached = read(leaf, person, day)
    if reached is None and leaf.missing == "zero":
        return 0
    if reached is None and leaf.missing == "block":
        blocking.append(leaf.code)
    return reached

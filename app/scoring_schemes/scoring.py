"""Facts and a scheme in, scores with their trace out: the rules as code, for one person. Pure.

Decimals only. Every node's score is defined to four decimals, half up, and whatever is computed
from it uses that number. A leaf without a value blocks its axis, counts as 0 or leaves the sum, as
the scheme says: unknown is never zero by accident.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from app.scoring_schemes.facts import Facts
from app.scoring_schemes.readings import Reading, read
from app.scoring_schemes.scheme import (
    Axis,
    Group,
    Leaf,
    Level,
    Missing,
    Node,
    Scheme,
    divided,
    quantised,
)

ZERO = Decimal("0.0000")
HUNDRED = Decimal(100)


class Status(StrEnum):
    """How a node takes part."""

    SCORED = "scored"
    ZERO = "zero"
    """Missing, and counted as 0."""
    LEFT = "left"
    """Missing, and out of the sum."""
    BLOCKING = "blocking"
    """Missing, and so the axis has no score."""


class NodeScore(NamedTuple):
    """A node of the trace. `contribution` is its share of its parent's score, at four decimals.

    Contributions are rounded one by one and need not add up to the parent's score, which is
    computed from the weights and scores.
    """

    node: Node
    status: Status
    score: Decimal | None
    contribution: Decimal | None
    reading: Reading | None
    children: tuple["NodeScore", ...] = ()


class AxisScore(NamedTuple):
    axis: Axis
    weight: Decimal
    """Its weight in the person's value."""
    score: Decimal | None
    level: Level | None
    contribution: Decimal | None
    components: tuple[NodeScore, ...]
    missing: tuple[str, ...]
    """Codes of the leaves for want of which there is no score, in document order."""


class Scores(NamedTuple):
    """Everything that a scheme says of one person."""

    performance: AxisScore
    potential: AxisScore
    value: Decimal | None

    @property
    def missing(self) -> tuple[str, ...]:
        return (*self.performance.missing, *self.potential.missing)


class OutOfScale(ValueError):
    """Points that are not within 0..100."""


Reader = Callable[[Axis, Node], Reading | None]
"""What is read at a node; None for a group that is to be computed from its children."""


def score(scheme: Scheme, facts: Facts, as_of: date) -> Scores:
    """The scores of one person at D, with their trace."""

    def reader(_: Axis, node: Node) -> Reading | None:
        return read(node, facts, as_of) if isinstance(node, Leaf) else None

    return score_by(scheme, reader)


def score_points(scheme: Scheme, points: Mapping[str, Mapping[str, Decimal]]) -> Scores:
    """The scores that given points would earn: by axis, then by the code of a leaf or a group.

    A leaf without points here is missing. Raises OutOfScale for points outside 0..100.
    """
    for given in points.values():
        for code, worth in given.items():
            if not 0 <= worth <= HUNDRED:
                raise OutOfScale(code)

    def reader(axis: Axis, node: Node) -> Reading | None:
        worth = points[axis.name].get(node.code)
        if worth is None:
            return Reading(None) if isinstance(node, Leaf) else None
        return Reading(quantised(worth), str(worth), worth)

    return score_by(scheme, reader)


def score_by(scheme: Scheme, reader: Reader) -> Scores:
    """The scores that what a reader reads would earn."""
    whole = sum(scheme.value, ZERO)
    performance = _score_axis(scheme.performance, scheme.value[0], whole, reader)
    potential = _score_axis(scheme.potential, scheme.value[1], whole, reader)
    value = None
    if performance.score is not None and potential.score is not None:
        weighed = scheme.value[0] * performance.score + scheme.value[1] * potential.score
        value = divided(weighed, whole)
    return Scores(performance, potential, value)


def _score_axis(axis: Axis, weight: Decimal, whole: Decimal, reader: Reader) -> AxisScore:
    nodes = [_score_node(axis, node, reader) for node in axis.components]
    status, axis_score = _together(nodes)
    nodes = _shares(nodes)
    if axis_score is None:
        missing = tuple(
            leaf.node.code
            for node in nodes
            for leaf in _leaves(node)
            if status is Status.LEFT or leaf.status is Status.BLOCKING
        )
        return AxisScore(axis, weight, None, None, None, tuple(nodes), missing)
    contribution = divided(weight * axis_score, whole)
    return AxisScore(
        axis, weight, axis_score, axis.level(axis_score), contribution, tuple(nodes), ()
    )


def _score_node(axis: Axis, node: Node, reader: Reader) -> NodeScore:
    reading = reader(axis, node)
    if isinstance(node, Group) and reading is None:
        children = [_score_node(axis, child, reader) for child in node.components]
        status, group_score = _together(children)
        return NodeScore(node, status, group_score, None, None, tuple(_shares(children)))
    if reading is not None and reading.score is not None:
        return NodeScore(node, Status.SCORED, reading.score, None, reading)
    status = _status_of_missing(node)
    return NodeScore(node, status, ZERO if status is Status.ZERO else None, None, reading)


def _status_of_missing(node: Node) -> Status:
    match node.missing if isinstance(node, Leaf) else Missing.BLOCK:
        case Missing.ZERO:
            return Status.ZERO
        case Missing.RENORMALISE:
            return Status.LEFT
        case _:
            return Status.BLOCKING


def _together(nodes: list[NodeScore]) -> tuple[Status, Decimal | None]:
    """The weighted mean of the nodes that are present."""
    if any(node.status is Status.BLOCKING for node in nodes):
        return Status.BLOCKING, None
    present = [(node.node.weight, node.score) for node in nodes if node.score is not None]
    if not present:
        return Status.LEFT, None
    weighed = sum((weight * one for weight, one in present), Decimal(0))
    return Status.SCORED, divided(weighed, sum((weight for weight, _ in present), Decimal(0)))


def _shares(nodes: list[NodeScore]) -> list[NodeScore]:
    """The nodes with their contributions to what they are together."""
    if any(node.status is Status.BLOCKING for node in nodes):
        return nodes
    total = sum((node.node.weight for node in nodes if node.score is not None), Decimal(0))
    return [
        node
        if node.score is None
        else node._replace(contribution=divided(node.node.weight * node.score, total))
        for node in nodes
    ]


def _leaves(node: NodeScore) -> list[NodeScore]:
    if isinstance(node.node, Leaf) or not node.children:
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]

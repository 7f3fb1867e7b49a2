"""The rules for a whole population, as one statement built from a scheme.

The set-based twin of `scoring.py`: the same tree, in whole numbers. A weighted mean of scores in
ten-thousandths with weights in millionths is an exact quotient of 64-bit integers, rounded half up
once. A null is either *blocked* or *left*: below a node that can leave there is no leaf that
blocks, so one null never means both.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import gcd

from app.scoring_schemes.leaf_sql import FINE, SCORE, Sources, half_up, leaf_score, scaled
from app.scoring_schemes.scheme import Axis, Leaf, Missing, Node, Scheme

MOST = 2**63 // (2 * 100 * SCORE + 1)
"""What weights may total, in whole numbers, so that twice a sum of weighed scores fits 64 bits."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A select of (employee_id, nip, cohort, performance, potential, gaps) from people `p`.

    Scores are ten-thousandths. `gaps` has bit n set when leaf n of `codes` is why an axis has no
    score; `codes_of` spells it.
    """

    sql: str
    codes: tuple[str, ...]

    def codes_of(self, gaps: int) -> list[str]:
        return [code for n, code in enumerate(self.codes) if gaps >> n & 1]


def can_leave(node: Node) -> bool:
    """Whether the node, when nothing is known, leaves its parent's sum instead of blocking it."""
    if isinstance(node, Leaf):
        return node.missing is Missing.RENORMALISE
    return all(can_leave(component) for component in node.components)


def build(scheme: Scheme, as_of: date, people: str, rows: Callable[[str], str]) -> Statement:
    """The statement for people `people` (a relation aliased `p`), facts `rows(table)`, at D."""
    names = names_of(scheme)
    read = read_leaves(scheme, as_of, people, rows)
    axes = ", ".join(f"{axis_score(axis, names)} as {axis.name}" for axis in scheme.axes)
    gaps = " | ".join(_gaps(axis, names) for axis in scheme.axes)
    sql = f"select employee_id, nip, cohort, {axes}, {gaps} as gaps from ({read}) s offset '0'"
    return Statement(sql, tuple(leaf.code for axis in scheme.axes for leaf in axis.leaves()))


def read_leaves(scheme: Scheme, as_of: date, people: str, rows: Callable[[str], str]) -> str:
    """A select of (employee_id, nip, cohort) with the score of each leaf, by `names_of`."""
    sources = Sources(as_of)
    names = names_of(scheme)
    columns = ", ".join(
        f"{leaf_score(leaf, sources)}::bigint as {names[id(leaf)]}"
        for axis in scheme.axes
        for leaf in axis.leaves()
    )
    # The offsets keep the planner from computing a leaf or an axis once for every use of it. They
    # are literals in quotes: constants already when it asks whether workers may run this.
    return (
        f"select p.employee_id, p.nip, p.cohort, {columns}\n"
        f"from {people} p\n{sources.joins(rows)}\noffset '0'"
    )


def names_of(scheme: Scheme) -> dict[int, str]:
    """The column of each leaf, by the leaf's identity: numbered in document order."""
    leaves = [leaf for axis in scheme.axes for leaf in axis.leaves()]
    return {id(leaf): f"l{n}" for n, leaf in enumerate(leaves)}


def value_of(scheme: Scheme, performance: str = "performance", potential: str = "potential") -> str:
    """A person's value in ten-thousandths, from the columns of both axes."""
    (one, other), kind = _whole(scheme.value)
    points = f"{performance} * {one}::{kind} + {potential} * {other}::{kind}"
    return _rounded(points, f"{one + other}::{kind}", kind)


def level_of(axis: Axis) -> str:
    """0 low, 1 mid, 2 high, from the axis' column; null without a score."""
    low, high = (scaled(cutoff, FINE) for cutoff in axis.cutoffs)
    to_fine = FINE // SCORE
    column = f"{axis.name}::bigint * {to_fine}"
    return f"(({column} >= {low})::int + ({column} >= {high})::int)"


def axis_score(axis: Axis, names: dict[int, str]) -> str:
    """The axis's score in ten-thousandths from the columns of its leaves; null without one."""
    return _mean(axis.components, names)


def _node(node: Node, names: dict[int, str]) -> str:
    if isinstance(node, Leaf):
        name = names[id(node)]
        return f"coalesce({name}, 0)" if node.missing is Missing.ZERO else name
    return _mean(node.components, names)


def _mean(nodes: Sequence[Node], names: dict[int, str]) -> str:
    """The weighted mean of the nodes that are present; null when one blocks or none is left."""
    weights, kind = _whole(node.weight for node in nodes)
    points, fixed, varying = [], 0, []
    for node, weight in zip(nodes, weights, strict=True):
        one = _node(node, names)
        if can_leave(node):
            points.append(f"coalesce({one}, 0) * {weight}::{kind}")
            varying.append(f"(case when {one} is null then 0 else {weight}::{kind} end)")
        else:
            points.append(f"{one} * {weight}::{kind}")
            fixed += weight
    return _rounded(" + ".join(points), " + ".join([*varying, f"{fixed}::{kind}"]), kind)


def _whole(weights: Iterable[Decimal]) -> tuple[list[int], str]:
    """The smallest whole numbers in the proportions of the weights, and a type that holds sums."""
    units = [scaled(weight, FINE) for weight in weights]
    factor = gcd(*units)
    whole = [one // factor for one in units]
    return whole, "bigint" if sum(whole) < MOST else "numeric"


def _rounded(numerator: str, denominator: str, kind: str) -> str:
    """A quotient rounded half up, as `half_up`; of numerics by the division that cuts off."""
    if kind == "bigint":
        return half_up(numerator, denominator)
    return f"div(2 * ({numerator}) + ({denominator}), nullif(2 * ({denominator}), 0))::bigint"


def _gaps(axis: Axis, names: dict[int, str]) -> str:
    """Bits of the leaves for want of which the axis has no score."""
    everything_may_leave = all(can_leave(node) for node in axis.components)
    reasons = [
        leaf for leaf in axis.leaves() if everything_may_leave or leaf.missing is Missing.BLOCK
    ]
    bits = {names[id(leaf)]: 1 << int(names[id(leaf)][1:]) for leaf in reasons}
    if not bits:
        return "0::bigint"
    total = " | ".join(
        f"(case when {name} is null then {bit}::bigint else 0 end)" for name, bit in bits.items()
    )
    if everything_may_leave:
        every = sum(bits.values())
        return f"(case when ({total}) = {every} then {every}::bigint else 0 end)"
    return f"({total})"

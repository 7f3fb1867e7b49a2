"""The rules for a whole population, as one statement built from a scheme.

The set-based twin of `scoring.py`: the same tree, in whole numbers. A weighted mean of scores in
ten-thousandths with weights in millionths is an exact quotient of 64-bit integers, rounded half up
once. A null is either *blocked* or *left*: below a node that can leave there is no leaf that
blocks, so one null never means both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.scoring_schemes.leaf_sql import FINE, SCORE, Sources, half_up, leaf_score, scaled
from app.scoring_schemes.scheme import Axis, Leaf, Missing, Node, Scheme


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
    sources = Sources(as_of)
    leaves = [leaf for axis in scheme.axes for leaf in axis.leaves()]
    names = {id(leaf): f"l{n}" for n, leaf in enumerate(leaves)}
    columns = ", ".join(
        f"{leaf_score(leaf, sources)}::bigint as {names[id(leaf)]}" for leaf in leaves
    )
    # The offsets keep the planner from computing a leaf or an axis once for every use of it. They
    # are literals in quotes: constants already when it asks whether workers may run this.
    read = (
        f"select p.employee_id, p.nip, p.cohort, {columns}\n"
        f"from {people} p\n{sources.joins(rows)}\noffset '0'"
    )
    axes = ", ".join(f"{_axis(axis, names)} as {axis.name}" for axis in scheme.axes)
    gaps = " | ".join(_gaps(axis, names) for axis in scheme.axes)
    sql = f"select employee_id, nip, cohort, {axes}, {gaps} as gaps from ({read}) s offset '0'"
    return Statement(sql, tuple(leaf.code for leaf in leaves))


def value_of(scheme: Scheme) -> str:
    """A person's value in ten-thousandths, from columns `performance` and `potential`."""
    weights = [scaled(weight, FINE) for weight in scheme.value]
    return half_up(
        f"performance * {weights[0]}::bigint + potential * {weights[1]}::bigint", f"{100 * FINE}"
    )


def level_of(axis: Axis) -> str:
    """0 low, 1 mid, 2 high, from the axis' column; null without a score."""
    low, high = (scaled(cutoff, FINE) for cutoff in axis.cutoffs)
    to_fine = FINE // SCORE
    column = f"{axis.name}::bigint * {to_fine}"
    return f"(({column} >= {low})::int + ({column} >= {high})::int)"


def _axis(axis: Axis, names: dict[int, str]) -> str:
    return _mean(axis.components, names, [scaled(node.weight, FINE) for node in axis.components])


def _node(node: Node, names: dict[int, str]) -> str:
    if isinstance(node, Leaf):
        name = names[id(node)]
        return f"coalesce({name}, 0)" if node.missing is Missing.ZERO else name
    return _mean(node.components, names, [scaled(one.weight, FINE) for one in node.components])


def _mean(nodes: Sequence[Node], names: dict[int, str], weights: Sequence[int]) -> str:
    """The weighted mean of the nodes that are present; null when one blocks or none is left."""
    points, fixed, varying = [], 0, []
    for node, weight in zip(nodes, weights, strict=True):
        one = _node(node, names)
        if can_leave(node):
            points.append(f"coalesce({one}, 0) * {weight}::bigint")
            varying.append(f"(case when {one} is null then 0 else {weight}::bigint end)")
        else:
            points.append(f"{one} * {weight}::bigint")
            fixed += weight
    return half_up(" + ".join(points), " + ".join([*varying, f"{fixed}::bigint"]))


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

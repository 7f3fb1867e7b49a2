"""What a scheme would be if its weights were a little different: a finite set of schemes. Pure.

Weights that are shared out together are a *level*: those of both axes in the value, those of an
axis's components, those of the children of a weighted group. In each scenario one weight is 5 % of
itself higher or lower, and its siblings make up for it in proportion, so that the level's total
stays. Everything else stays too: points, bands, the years of a look-back, the equal parts of a
mean. A weight is left alone where nothing could move: it has no sibling, is 0, or would take all.

Moved weights are written as whole numbers without a common factor, in exact proportion. A weighted
mean depends on nothing else of them, so no weight is ever rounded: only scores are, as always.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from math import gcd, lcm

from app.scoring_schemes.scheme import Aggregate, Group, Node, Scheme

SHARE = Decimal("0.05")
"""How much of itself a weight moves."""


def scenarios(scheme: Scheme) -> tuple[Scheme, ...]:
    """The scheme as it stands, and with each of its weights moved up and down; each once."""
    performance, potential = scheme.axes
    return (
        scheme,
        *(replace(scheme, value=(moved[0], moved[1])) for moved in _moves(scheme.value)),
        *(
            replace(scheme, performance=replace(performance, components=nodes))
            for nodes in _below(performance.components)
        ),
        *(
            replace(scheme, potential=replace(potential, components=nodes))
            for nodes in _below(potential.components)
        ),
    )


def _below(nodes: tuple[Node, ...], *, weighted: bool = True) -> Iterator[tuple[Node, ...]]:
    """The nodes with one weight moved: one of theirs, or one of any level below them."""
    for weights in _moves([node.weight for node in nodes]) if weighted else ():
        yield tuple(
            replace(node, weight=weight) for node, weight in zip(nodes, weights, strict=True)
        )
    for place, node in enumerate(nodes):
        if isinstance(node, Group):
            shared = node.aggregate is Aggregate.WEIGHTED
            for children in _below(node.components, weighted=shared):
                changed = replace(node, components=children)
                yield (*nodes[:place], changed, *nodes[place + 1 :])


def _moves(weights: Sequence[Decimal]) -> tuple[tuple[Decimal, ...], ...]:
    """The weights of a level with one of them moved; proportions that come twice count once."""
    total = sum(weights, Decimal(0))
    found: dict[tuple[Decimal, ...], None] = {}
    for place, weight in enumerate(weights):
        siblings = total - weight
        for moved in (weight * (1 + SHARE), weight * (1 - SHARE)):
            if weight and siblings and moved < total:
                left = total - moved
                found[
                    _in_whole_numbers(
                        moved * siblings if n == place else other * left
                        for n, other in enumerate(weights)
                    )
                ] = None
    return tuple(found)


def _in_whole_numbers(weights: Iterable[Decimal]) -> tuple[Decimal, ...]:
    """The smallest whole numbers in the proportions of the weights."""
    ratios = [weight.as_integer_ratio() for weight in weights]
    common = lcm(*(bottom for _, bottom in ratios))
    whole = [top * (common // bottom) for top, bottom in ratios]
    factor = gcd(*whole)
    return tuple(Decimal(one // factor) for one in whole)

"""The schemes that small changes of weights make: which ones there are, and what stays."""

from decimal import Decimal

import orjson
import pytest
from hypothesis import given, settings

from app.scoring_schemes import service
from app.scoring_schemes.document import parse
from app.scoring_schemes.scenarios import scenarios
from app.scoring_schemes.scheme import Aggregate, Group
from tests.scoring_schemes.scheme_strategies import documents


def levels(scheme):
    """Every list of weights that are shared out together, in a fixed order."""

    def below(nodes, *, weighted):
        if weighted:
            yield tuple(node.weight for node in nodes)
        for node in nodes:
            if isinstance(node, Group):
                yield from below(node.components, weighted=node.aggregate is Aggregate.WEIGHTED)

    yield scheme.value
    for axis in scheme.axes:
        yield from below(axis.components, weighted=True)


def shares(weights):
    return [weight / sum(weights) for weight in weights]


def a_scheme(performance, potential, *weights):
    """The value's weights, and an axis of leaves with the weights given; the other has one leaf."""

    def leaf(code, weight):
        return {
            "code": code,
            "title": code,
            "weight": weight,
            "indicator": "education.level",
            "missing": "zero",
            "points": {"40": "100"},
        }

    axis = {"cutoffs": ["50", "80"], "components": [leaf("satu", "100")]}
    several = {**axis, "components": [leaf(f"x{n}", weight) for n, weight in enumerate(weights)]}
    return parse(
        {
            "code": "uji",
            "version": 1,
            "title": "Uji",
            "numbering": "permenpanrb-3-2020",
            "value": {"performance": performance, "potential": potential},
            "ranking": ["value"],
            "axes": {"performance": axis, "potential": several},
        }
    )


@pytest.mark.parametrize(
    ("weights", "moved"),
    [
        (("60", "40"), [(63, 37), (57, 43), (29, 21), (31, 19)]),
        # Raising one of two equal weights is lowering the other: each proportion counts once.
        (("50", "50"), [(21, 19), (19, 21)]),
        # 15 becomes 15.75; 10 and 75 share the 84.25 that are left as they shared 85.
        (
            ("15", "10", "75"),
            [
                *[(1071, 674, 5055), (969, 686, 5145)],
                *[(179, 126, 895), (181, 114, 905)],
                *[(51, 34, 315), (69, 46, 285)],
            ],
        ),
        (("100",), []),
        # 96 may not become more than everything; 4 may become 4.2.
        (("96", "4"), [(114, 11), (479, 21), (481, 19)]),
    ],
    ids=["two", "equal", "three", "alone", "nearly-all"],
)
def test_each_weight_goes_up_and_down_by_five_percent_of_itself(weights, moved):
    scheme = a_scheme("100", "0", *weights)

    tried = scenarios(scheme)

    assert tried[0] is scheme
    found = [tuple(int(w) for w in list(levels(one))[2]) for one in tried[1:]]
    assert [shares(one) for one in found] == [shares(one) for one in moved]


def test_the_weights_of_the_axes_in_the_value_move_too():
    tried = scenarios(a_scheme("40", "60", "100"))

    assert [one.value for one in tried[1:]] == [(21, 29), (19, 31), (37, 63), (43, 57)]


@given(documents())
@settings(max_examples=60, deadline=None)
def test_a_scenario_moves_one_weight_and_keeps_every_other_proportion(document):
    scheme = parse(document)
    before = list(levels(scheme))

    for tried in scenarios(scheme)[1:]:
        after = list(levels(tried))
        (place,) = [n for n, level in enumerate(after) if level != before[n]]
        old, new = shares(before[place]), shares(after[place])
        ratios = [round(b / a, 9) for a, b in zip(old, new, strict=True) if a]
        moved = [r for r in ratios if r in (Decimal("1.05"), Decimal("0.95"))]
        assert moved
        others = set(ratios) - {moved[0]}
        assert len(others) <= 1 or len(old) == 2
        assert all(weight == int(weight) > 0 for weight in after[place])


@pytest.mark.parametrize(("code", "count"), [("bkn-411-2025", 29), ("pu-djbk", 17)])
def test_the_shipped_schemes_have_as_many_scenarios_as_weights_that_can_move(code, count):
    scheme = next(s for s in map(parse, map(orjson.loads, service.shipped())) if s.code == code)

    assert len(scenarios(scheme)) == count

"""The smallest change: what brute force over every combination of rungs finds, and no other."""

from decimal import Decimal
from itertools import product

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from app.scoring_schemes.document import parse
from app.scoring_schemes.indicators import Indicator
from app.scoring_schemes.scheme import Missing
from app.scoring_schemes.scoring import score
from app.simulations.counterfactual import Found, Impossible, cell_of, is_better, search
from app.simulations.ladders import SCORES, Person, changed, ladder, stands_at
from app.simulations.levers import FIXED, OF_INDICATOR, Lever
from app.talent_maps.nine_box import cell_of as at
from tests.scoring_schemes.people import D
from tests.scoring_schemes.scheme_strategies import documents, facts
from tests.simulations.strategies import movable_documents, movers

HARDEST_FIRST = tuple(reversed(Lever))
HUNDREDTH = Decimal("0.01")
MOST = 2_000
"""Combinations that brute force may have to score."""


def test_every_indicator_is_a_lever_or_says_why_not():
    assert OF_INDICATOR.keys() | FIXED.keys() == set(Indicator)
    assert OF_INDICATOR.keys() & FIXED.keys() == set()


def reaches(cell, before, wanted):
    if cell is None:
        return False
    return is_better(cell, before) if wanted is None else cell == wanted or is_better(cell, wanted)


def by_force(person, wanted):
    """The cheapest combination of rungs that does it: every one is scored by the rules."""
    before = cell_of(score(*person))
    ladders = {lever: ladder(person, lever) for lever in Lever}
    sizes = [len(rungs) + 1 for rungs in ladders.values()]
    combinations = 1
    for size in sizes:
        combinations *= size
    assume(combinations <= MOST)
    best = None
    for numbers in product(*(range(size) for size in sizes)):
        steps = {lever: n for lever, n in zip(ladders, numbers, strict=True) if n}
        if not steps:
            continue
        cost = (
            len(steps),
            sum(steps.values()),
            *(steps.get(lever, 0) for lever in HARDEST_FIRST),
        )
        if best is not None and cost >= best[0]:
            continue
        rungs = {lever: ladders[lever][n - 1] for lever, n in steps.items()}
        cell = cell_of(score(person.scheme, changed(person, rungs), person.as_of))
        if reaches(cell, before, wanted):
            best = (cost, steps)
    return None if best is None else best[1]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_found_is_what_brute_force_finds(data):
    person = Person(parse(data.draw(movable_documents())), data.draw(movers()), D)
    before = cell_of(score(*person))
    wanted = data.draw(st.none() | st.just(at(8)) | st.integers(0, 8).map(at))
    assume(wanted is None or is_better(wanted, before))

    expected = by_force(person, wanted)
    found = search(person, wanted)

    event("impossible" if expected is None else f"{len(expected)} levers")
    if expected is None:
        assert isinstance(found, Impossible)
        return
    assert isinstance(found, Found)
    assert {change.lever: change.steps for change in found.changes} == expected
    check(person, found, before, wanted)


def check(person, found, before, wanted):
    """The change does it, and none does with any one lever left out or lower."""
    rungs = {change.lever: change.after for change in found.changes}

    def does(rungs):
        scores = score(person.scheme, changed(person, rungs), person.as_of)
        return reaches(cell_of(scores), before, wanted)

    assert does(rungs)
    for lever, rung in rungs.items():
        assert not does({other: one for other, one in rungs.items() if other != lever})
        if lever in SCORES:
            stands = stands_at(person, lever)
            lower = [one for one in ladder(person, lever) if one < rung]
            if rung - HUNDREDTH > (-HUNDREDTH if stands is None else stands):
                lower.append(rung - HUNDREDTH)
        else:
            rungs_there = ladder(person, lever)
            lower = rungs_there[: rungs_there.index(rung)]
        for one in lower:
            assert not does({**rungs, lever: one})


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_whoever_climbs_a_ladder_never_loses_and_always_gains(data):
    person = Person(parse(data.draw(documents())), data.draw(facts()), D)
    for lever in Lever:
        leaves = person.leaves(lever)
        worth = None
        for rung in [None, *ladder(person, lever)]:
            rungs = {} if rung is None else {lever: rung}
            scores = score(person.scheme, changed(person, rungs), person.as_of)
            now = [of_leaf(scores, leaf) for leaf in leaves]
            if worth is not None:
                assert now != worth
                assert all(new >= old for new, old in zip(now, worth, strict=True))
            worth = now


def of_leaf(scores, leaf):
    def below(nodes):
        for one in nodes:
            yield one
            yield from below(one.children)

    (one,) = [
        one
        for axis in (scores.performance, scores.potential)
        for one in below(axis.components)
        if one.node is leaf
    ]
    missing = Decimal(0 if leaf.missing is Missing.ZERO else -1)
    return missing if one.score is None else one.score

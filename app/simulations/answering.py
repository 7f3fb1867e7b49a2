"""A counterfactual as it is answered, its reasons in the language asked for. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from app.core.words import Language, Words
from app.scoring_schemes.scheme import Leaf
from app.scoring_schemes.scoring import HUNDRED, NodeScore, Scores
from app.simulations.counterfactual import Change, Found, Impossible, cell_of
from app.simulations.errors import IMPOSSIBLE
from app.simulations.ladders import Rung
from app.simulations.levers import MEANINGS, lever_of, why_fixed
from app.talent_maps.nine_box import CELLS
from app.talent_maps.nine_box import cell_of as cell_at

HIGHEST = cell_at(CELLS - 1)


class Scored(NamedTuple):
    """A leaf with its score, on its axis."""

    axis: str
    leaf: Leaf
    score: Decimal | None


def answer(
    outcome: Found | Impossible, numbers: Sequence[int], language: Language
) -> dict[str, Any]:
    """What was found, or why nothing is enough; `numbers` are those on the map's cells."""
    found = outcome if isinstance(outcome, Found) else None
    impossible = None
    if isinstance(outcome, Impossible):
        code, words = _why(outcome, numbers)
        reachable = _standing(outcome.reachable, numbers)
        impossible = {"code": code, "reason": words.in_(language), "reachable": reachable}
    return {
        "before": _standing(outcome.before, numbers),
        "possible": found is not None,
        "changes": []
        if found is None
        else [_change(one, found, language) for one in found.changes],
        "after": None if found is None else _standing(found.after, numbers),
        "verified": found is not None,
        "smaller_steps_tried": 0 if found is None else found.smaller_steps_tried,
        "impossible": impossible,
        "fixed": [
            {**_leaf(one), "score": one.score, "reason": why_fixed(one.leaf).in_(language)}
            for one in _leaves(outcome.before)
            if lever_of(one.leaf) is None and one.score != HUNDRED
        ],
    }


def _why(outcome: Impossible, numbers: Sequence[int]) -> tuple[str, Words]:
    """Why nothing is enough: the code and the sentence."""
    best = outcome.reachable
    cell = cell_of(best)
    if cell_of(outcome.before) == HIGHEST:
        code = "highest-box"
    else:
        code = "data-missing" if cell is None else "out-of-reach"
    return code, IMPOSSIBLE[code].filled(
        missing=", ".join(best.missing),
        performance=best.performance.score,
        potential=best.potential.score,
        box=None if cell is None else numbers[cell.index],
    )


def _standing(scores: Scores, numbers: Sequence[int]) -> dict[str, Any]:
    cell = cell_of(scores)
    return {
        "performance": scores.performance.score,
        "potential": scores.potential.score,
        "value": scores.value,
        "box": None if cell is None else numbers[cell.index],
        "cell": None if cell is None else cell.name,
        "missing": list(scores.missing),
    }


def _change(change: Change, found: Found, language: Language) -> dict[str, Any]:
    after = {id(one.leaf): one.score for one in _leaves(found.after)}
    return {
        "lever": change.lever,
        "what": MEANINGS[change.lever].in_(language),
        "years": list(change.years),
        "before": None if change.before is None else _text(change.before),
        "after": _text(change.after),
        "steps": change.steps,
        "effects": [
            {**_leaf(one), "score_before": one.score, "score_after": after[id(one.leaf)]}
            for one in _leaves(found.before)
            if lever_of(one.leaf) is change.lever
        ],
    }


def _leaf(one: Scored) -> dict[str, str]:
    return {"axis": one.axis, "code": one.leaf.code, "title": one.leaf.title}


def _text(rung: Rung) -> str:
    return rung if isinstance(rung, str) else f"{rung.normalize():f}"


def _leaves(scores: Scores) -> Iterator[Scored]:
    def below(nodes: Sequence[NodeScore]) -> Iterator[NodeScore]:
        for node in nodes:
            if isinstance(node.node, Leaf):
                yield node
            yield from below(node.children)

    for axis in (scores.performance, scores.potential):
        for node in below(axis.components):
            assert isinstance(node.node, Leaf)  # noqa: S101 - only they are yielded
            yield Scored(axis.axis.name, node.node, node.score)

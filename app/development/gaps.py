"""What a person lacks for a position: rules that do not pass, competencies below. Pure.

A rule that cannot be judged and a competency that was never assessed are gaps too, of the result
`unknown`: finding out is then the first thing to do. Aspects of potential have no required level
(PermenPANRB 20/2025, article 17, names none), so they are listed, never called a gap.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.cards.competencies import Comparison
from app.employees.levels import ASPECTS, COMPETENCIES
from app.talent_pools.eligibility import RULES, Judgement, Verdict

CODES = frozenset((*RULES, *COMPETENCIES, *ASPECTS))
"""Whatever an activity can be meant for."""


def of_rules(judgements: Mapping[str, Judgement]) -> list[dict[str, Any]]:
    """The rules of eligibility that do not pass, with the datum in both languages."""
    return [
        {
            "code": rule,
            "kind": "rule",
            "result": str(judgement.verdict),
            "achieved": None,
            "required": None,
            "datum": {"id": judgement.datum.id, "en": judgement.datum.en},
        }
        for rule, judgement in judgements.items()
        if judgement.verdict is not Verdict.PASS
    ]


def of_competencies(comparisons: Iterable[Comparison]) -> list[dict[str, Any]]:
    """The competencies below what the position asks, or not known."""
    return [
        {
            "code": one.code,
            "kind": "competency",
            "result": "unknown" if one.gap is None else "fail",
            "achieved": one.achieved,
            "required": one.required,
            "datum": None,
        }
        for one in comparisons
        if one.gap is None or one.gap > 0
    ]


def of_aspects(aspects: Sequence[int] | None) -> list[dict[str, Any]] | None:
    """The levels of potential as they were assessed; None when they were not."""
    if aspects is None:
        return None
    return [{"code": code, "achieved": level} for code, level in zip(ASPECTS, aspects, strict=True)]

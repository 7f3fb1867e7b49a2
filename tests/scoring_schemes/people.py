"""A person of whom everything is known, and what a scheme makes of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.scoring_schemes.document import parse
from app.scoring_schemes.facts import (
    Assessment,
    Facts,
    Feedback,
    Performance,
    Position,
)
from app.scoring_schemes.scoring import Scores, score
from tests.scoring_schemes.test_scheme import shipped

BKN = parse(shipped("bkn-411-2025"))
PU = parse(shipped("pu-djbk"))
D = date(2026, 1, 1)


def an_assessment(**changes) -> Assessment:
    whole = Assessment(
        "as-1", date(2025, 6, 1), (3,) * 9, (3,) * 9, (5, 5, 4, 4, 4, 4, 3, 3), Decimal("72.44")
    )
    return whole._replace(**changes)


def someone(**changes) -> Facts:
    """A person of whom everything is known."""
    whole = Facts(
        employee_id="em-1",
        education_level="40",
        education_relevance="fairly",
        position_since=date(2021, 1, 1),
        performances=(
            Performance("pf-1", 2025, "sangat_baik", 1),
            Performance("pf-2", 2024, "baik", 2),
        ),
        assessments=(an_assessment(),),
        feedbacks=(Feedback("fb-1", 2025, Decimal("83.68")),),
        positions=(
            Position("po-1", date(2021, 1, 1), "unit-1", other_agency=False, assignment=None),
        ),
    )
    return replace(whole, **changes)


def node(scores: Scores, code: str):
    def below(nodes):
        for one in nodes:
            yield one
            yield from below(one.children)

    axes = (scores.performance, scores.potential)
    return next(one for axis in axes for one in below(axis.components) if one.node.code == code)


def points_of(code: str, person: Facts, scheme=BKN, as_of: date = D) -> str | None:
    one = node(score(scheme, person, as_of), code).score
    return None if one is None else str(one)

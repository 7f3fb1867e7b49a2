"""Small schemes of what can be moved, and people who can move it."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from app.scoring_schemes.facts import Assessment, Course, Facts, Feedback, TeamAssignment
from app.scoring_schemes.indicators import EDUCATION_LEVELS, ROLES, SCOPES, Indicator
from app.simulations.levers import OF_INDICATOR
from tests.scoring_schemes.scheme_strategies import options_of, shares

MOVABLE = sorted(OF_INDICATOR)
MISSING = ["block", "zero", "zero", "zero", "renormalise", "renormalise"]


@st.composite
def leaves(draw, code: str, weight: str) -> dict:
    indicator = draw(st.sampled_from([*MOVABLE, *MOVABLE, Indicator.POTENTIAL_ASPECTS]))
    options = draw(options_of(indicator))
    if "years_ago" in options:
        options["years_ago"] = draw(st.sampled_from([1, 1, 0, 2]))
    missing = draw(st.sampled_from(MISSING))
    return {
        "code": code,
        "weight": weight,
        "indicator": str(indicator),
        "missing": missing,
    } | options


@st.composite
def axes(draw, letter: str) -> dict:
    weights = draw(st.integers(1, 3).flatmap(lambda count: shares("100", count)))
    mid = draw(st.integers(20, 60))
    return {
        "cutoffs": [str(mid), str(draw(st.integers(mid + 1, 90)))],
        "components": [draw(leaves(f"{letter}{n}", weight)) for n, weight in enumerate(weights)],
    }


@st.composite
def movable_documents(draw) -> dict:
    """A scheme most of whose leaves are in one's own power."""
    return {
        "code": "gerak",
        "version": 1,
        "title": "Skema yang dapat digerakkan",
        "numbering": "permenpanrb-3-2020",
        "value": {"performance": "50", "potential": "50"},
        "ranking": ["value"],
        "axes": {"performance": draw(axes("y")), "potential": draw(axes("x"))},
    }


@st.composite
def movers(draw) -> Facts:
    """Somebody with a little of everything."""
    scores = st.none() | st.integers(0, 10_000).map(lambda units: Decimal(units).scaleb(-2))
    roles, scopes = st.sampled_from(ROLES), st.sampled_from(SCOPES)
    given = {year: (draw(scores), draw(st.integers(0, 30))) for year in (2024, 2025, 2026)}
    technical = draw(scores)
    assessed = draw(st.integers(0, 4)) > 0
    teams = draw(st.none() | st.tuples(roles, scopes))
    return Facts(
        employee_id="0",
        education_level=draw(st.none() | st.sampled_from(EDUCATION_LEVELS[4:12])),
        feedbacks=tuple(
            Feedback(f"f{year}", year, score)
            for year, (score, _) in given.items()
            if score is not None
        ),
        courses=tuple(
            Course(f"c{year}", year, None, Decimal(hours) / 4)
            for year, (_, hours) in given.items()
            if hours
        ),
        team_assignments=(TeamAssignment("t", date(2025, 3, 4), *teams),) if teams else (),
        assessments=(Assessment("a", date(2025, 6, 1), (3,) * 9, (3,) * 9, (4,) * 8, technical),)
        if assessed
        else (),
    )

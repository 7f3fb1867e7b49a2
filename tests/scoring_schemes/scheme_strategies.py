"""Random schemes within the grammar, and random facts near the days and limits that decide."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from app.scoring_schemes.facts import (
    Assessment,
    Award,
    Course,
    Discipline,
    Facts,
    Feedback,
    Performance,
    Position,
    TeamAssignment,
)
from app.scoring_schemes.indicators import (
    ACTINGS,
    EDUCATION_LEVELS,
    KINDS,
    PREDICATES,
    RELEVANCES,
    ROLES,
    SCALES,
    SCOPES,
    Indicator,
)

D = date(2026, 1, 1)
YEARS_OF_D = [date(2026, 1, 1), date(2024, 2, 29), date(2025, 2, 28), date(2025, 12, 31)]


def decimals(low: int = 0, high: int = 100) -> st.SearchStrategy[str]:
    """Decimal text with nought to six places."""
    return st.integers(0, 6).flatmap(
        lambda places: st.integers(low * 10**places, high * 10**places).map(
            lambda units: format(Decimal(units).scaleb(-places), "f")
        )
    )


@st.composite
def shares(draw, total: str, count: int) -> list[str]:
    """Positive decimals that total exactly `total`."""
    places = 2 - Decimal(total).as_tuple().exponent
    units = int(Decimal(total).scaleb(places))
    cuts = sorted(
        draw(
            st.lists(st.integers(1, units - 1), min_size=count - 1, max_size=count - 1, unique=True)
        )
    )
    ends = [0, *cuts, units]
    return [format(Decimal(high - low).scaleb(-places), "f") for low, high in pairwise(ends)]


@st.composite
def options_of(draw, indicator: Indicator) -> dict:
    options: dict = {}
    kind = KINDS[indicator]
    if "points" in kind.required:
        named = draw(st.sets(st.sampled_from(kind.values), min_size=1))
        options["points"] = {name: draw(decimals()) for name in sorted(named)}
    if "bands" in kind.required:
        starts = sorted(draw(st.sets(st.integers(1, 40), max_size=4)))
        options["bands"] = [
            {"from": str(start) if start % 3 else f"{start}.25", "points": draw(decimals())}
            for start in starts
        ]
        options["bands"].insert(0, {"from": "0", "points": draw(decimals())})
    if "look_back" in kind.required:
        ago = sorted(draw(st.sets(st.integers(0, 4), min_size=1, max_size=3)))
        weights = draw(shares("100", len(ago)))
        options["look_back"] = [
            {"years_ago": years, "weight": weight}
            for years, weight in zip(ago, weights, strict=True)
        ]
    if "years_ago" in kind.required:
        options["years_ago"] = draw(st.integers(0, 3))
    for name in ("window_years", "validity_years"):
        if name in kind.required:
            options[name] = draw(st.integers(1, 5))
    if "cap" in kind.optional and draw(st.booleans()):
        options["cap"] = "required"
    return options


@st.composite
def nodes(draw, code: str, depth: int, weight: str | None) -> dict:
    node: dict = {"code": code, "title": f"Komponen {code}"}
    if weight is not None:
        node["weight"] = weight
    if depth < 3 and draw(st.integers(0, 3)) == 0:
        count = draw(st.integers(1, 3))
        weights: list[str | None] = [None] * count
        if draw(st.booleans()):
            node["aggregate"] = "mean"
        else:
            weights = draw(shares(weight or "100", count))
        node["components"] = [
            draw(nodes(f"{code}{index}", depth + 1, weights[index])) for index in range(count)
        ]
        return node
    indicator = draw(st.sampled_from(Indicator))
    missing = draw(st.sampled_from(["block", "zero", "zero", "renormalise", "renormalise"]))
    return node | {"indicator": str(indicator), "missing": missing} | draw(options_of(indicator))


@st.composite
def axes(draw, letter: str) -> dict:
    count = draw(st.integers(1, 4))
    weights = draw(shares("100", count))
    mid = draw(st.integers(0, 99))
    high = draw(st.integers(mid + 1, 100))
    return {
        "cutoffs": [str(mid), str(high)],
        "components": [
            draw(nodes(f"{letter}{index}", 1, weights[index])) for index in range(count)
        ],
    }


@st.composite
def documents(draw) -> dict:
    """A scheme document that passes every check."""
    share = draw(st.integers(0, 100))
    return {
        "code": "acak",
        "version": 1,
        "title": "Skema acak",
        "numbering": draw(st.sampled_from(["permenpanrb-3-2020", "kemenkeu"])),
        "value": {"performance": str(share), "potential": str(100 - share)},
        "ranking": draw(
            st.permutations(["value", "performance", "potential"]).flatmap(
                lambda keys: st.integers(1, 3).map(lambda count: list(keys[:count]))
            )
        ),
        "axes": {"performance": draw(axes("y")), "potential": draw(axes("x"))},
    }


def days(as_of: date) -> st.SearchStrategy[date]:
    """Days around D, and around its anniversaries and those of leap days."""
    near = st.builds(
        lambda years, offset: (
            date(as_of.year - years, as_of.month, min(as_of.day, 28)) + timedelta(days=offset)
        ),
        st.integers(0, 6),
        st.integers(-2, 2),
    )
    leap = st.sampled_from([date(2020, 2, 29), date(2024, 2, 29), date(2023, 2, 28)])
    return near | leap | st.dates(date(as_of.year - 8, 1, 1), date(as_of.year + 1, 1, 1))


def optional(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


@st.composite
def facts(draw, as_of: date = D) -> Facts:
    """One person's facts; ids are numbers in order of appearance."""
    numbers = iter(range(1, 1000))

    def several(build, *strategies, most=3, unique_by=None):
        rows = st.lists(st.tuples(*strategies), max_size=most, unique_by=unique_by)
        return tuple(build(f"{next(numbers)}", *row) for row in draw(rows))

    years = st.integers(as_of.year - 5, as_of.year)
    marks = st.integers(0, 5)
    nine = st.lists(marks, min_size=9, max_size=9).map(tuple)
    eight = st.lists(marks, min_size=8, max_size=8).map(tuple)
    hundredths = st.integers(0, 10_000).map(lambda units: Decimal(units).scaleb(-2))
    hours = st.integers(0, 3_000_000).map(lambda units: Decimal(units).scaleb(-5))
    day = days(as_of)
    return Facts(
        employee_id="0",
        education_level=draw(optional(st.sampled_from(EDUCATION_LEVELS))),
        education_relevance=draw(optional(st.sampled_from(RELEVANCES))),
        position_since=draw(optional(day)),
        performances=several(
            Performance,
            years,
            st.sampled_from(PREDICATES),
            st.integers(1, 3),
            most=5,
            unique_by=lambda row: row[0],
        ),
        awards=several(Award, day, optional(st.sampled_from(SCALES))),
        team_assignments=several(
            TeamAssignment,
            day,
            optional(st.sampled_from(ROLES)),
            optional(st.sampled_from(SCOPES)),
        ),
        feedbacks=several(Feedback, years, hundredths, unique_by=lambda row: row[0]),
        assessments=several(Assessment, day, nine, optional(nine), eight, optional(hundredths)),
        courses=several(Course, years, optional(day), optional(hours)),
        positions=several(
            Position,
            day,
            optional(st.sampled_from(["unit-1", "unit-2"])),
            st.booleans(),
            st.none() | st.sampled_from(list(ACTINGS)) | st.just("LAIN"),
            most=4,
        ),
        disciplines=several(
            Discipline,
            day,
            optional(day),
            st.sampled_from(["light", "medium", "heavy"]),
            st.booleans(),
        ),
    )

"""What leaves read, for a whole population: one aggregate a history table, as SQL.

The set-based twin of `readings.py`. Scores are integers, ten-thousandths of a point; points of a
look-back are millionths until they are weighted. Every helper returns SQL text made of numbers,
dates and names of our own; texts of a scheme are bounded to the values in `indicators.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal

from app.scoring_schemes.anniversaries import earliest_start, latest_start, plus_years
from app.scoring_schemes.indicators import (
    ACTINGS,
    DISCIPLINES,
    NONE,
    PREDICATES,
    ROLES,
    SCALES,
    SCOPES,
    Indicator,
)
from app.scoring_schemes.leaf_options import HIGHEST_BAND
from app.scoring_schemes.scheme import Leaf, Missing, quantised

SCORE = 10_000
"""Units of a score in a point."""
FINE = 1_000_000
"""Units of points and weights, which have at most six decimals."""
ASSESSED = 10**9
"""A day and a score in one number: day x ASSESSED + score + 1, or + 0 when there is no score."""
EPOCH = "date '1900-01-01'"


def scaled(number: Decimal, units: int) -> int:
    """A decimal as an exact whole number of units."""
    return int(number * units)


def half_up(numerator: str, denominator: str) -> str:
    """A quotient of whole numbers, rounded half up; null when the denominator is 0 or null."""
    return f"((2 * ({numerator}) + ({denominator})) / nullif(2 * ({denominator}), 0))"


def day(value: date) -> str:
    return f"date '{value.isoformat()}'"


@dataclass
class Sources:
    """The aggregates that a scheme asks for, by table; each gets a column name once."""

    as_of: date
    columns: dict[str, dict[str, str]] = field(default_factory=dict)

    def column(self, table: str, aggregate: str) -> str:
        """The name under which an aggregate of a table is joined."""
        named = self.columns.setdefault(table, {})
        name = named.setdefault(aggregate, f"a{len(named)}")
        return f"{table}_.{name}"

    def joins(self, rows: Callable[[str], str]) -> str:
        """The aggregates as joins to `p`; `rows(table)` is the condition on a table's rows."""
        return "\n".join(
            "left join (select employee_id, "
            + ", ".join(f"{sql} as {name}" for sql, name in named.items())
            + f" from {table} where {rows(table)} group by employee_id) {table}_"
            f" on {table}_.employee_id = p.employee_id"
            for table, named in self.columns.items()
        )


def leaf_score(leaf: Leaf, sources: Sources) -> str:
    """The leaf's score in ten-thousandths as an SQL expression; null when it is missing."""
    return READERS[leaf.indicator](leaf, sources)


def _points(leaf: Leaf, raw: str) -> int | None:
    worth = leaf.points.get(raw)
    return None if worth is None else scaled(quantised(worth), SCORE)


def _case(expression: str, values: Mapping[str, int | None]) -> str:
    """Points by raw value."""
    whens = " ".join(f"when '{raw}' then {n}" for raw, n in values.items() if n is not None)
    return f"(case {expression} {whens} end)" if whens else "null::bigint"


def _or_none(leaf: Leaf, there: str, best: str) -> str:
    """The best of the records; the points of `none` where there is no record."""
    nothing = _points(leaf, NONE)
    absent = "null::bigint" if nothing is None else str(nothing)
    return f"(case when coalesce({there}, 0) = 0 then {absent} else {best} end)"


def _best(leaf: Leaf, sources: Sources, table: str, worth: str, condition: str) -> str:
    best = sources.column(table, f"max({worth}) filter (where {condition})")
    there = sources.column(table, f"count(*) filter (where {condition})")
    return _or_none(leaf, there, best)


def _years(leaf: Leaf, sources: Sources) -> str:
    """Points of each year of the look-back, weighted; a missing year follows the leaf's rule."""
    if leaf.indicator is Indicator.PREDICATE:
        raw, values = "predicate", dict(zip(PREDICATES, PREDICATES, strict=True))
    else:
        raw, values = "result", {"1": "above", "2": "as_expected", "3": "below"}
    whens = " ".join(
        f"when '{stored}' then {scaled(leaf.points[name], FINE)}"
        for stored, name in values.items()
        if name in leaf.points
    )
    worth = f"case {raw} {whens} end" if whens else "null::bigint"
    parts = []
    for look in leaf.look_back:
        year = sources.as_of.year - look.years_ago
        column = sources.column("performances", f"max({worth}) filter (where year = {year})")
        parts.append((f"{column}::bigint", scaled(look.weight, FINE)))
    total = sum(weight for _, weight in parts)
    to_score = FINE // SCORE
    if leaf.missing is Missing.RENORMALISE:
        points = " + ".join(f"coalesce({c}, 0) * {w}" for c, w in parts)
        weights = " + ".join(
            f"(case when {c} is null then 0 else {w}::bigint end)" for c, w in parts
        )
        return half_up(points, f"{to_score} * ({weights})")
    if leaf.missing is Missing.ZERO:
        points = " + ".join(f"coalesce({c}, 0) * {w}" for c, w in parts)
    else:
        points = " + ".join(f"{c} * {w}" for c, w in parts)
    return half_up(points, f"{to_score * total}")


def _award(leaf: Leaf, sources: Sources) -> str:
    after = plus_years(sources.as_of, -leaf.window_years)
    worth = _case("scale", {scale: _points(leaf, scale) for scale in SCALES})
    condition = f"awarded_on > {day(after)} and awarded_on <= {day(sources.as_of)}"
    return _best(leaf, sources, "awards", worth, condition)


def _team(leaf: Leaf, sources: Sources) -> str:
    after = plus_years(sources.as_of, -leaf.window_years)
    values = {
        f"{role}.{scope}": _points(leaf, f"{role}.{scope}") for role in ROLES for scope in SCOPES
    }
    worth = _case("role || '.' || scope", values)
    condition = f"decree_on > {day(after)} and decree_on <= {day(sources.as_of)}"
    return _best(leaf, sources, "team_assignments", worth, condition)


def _acting(leaf: Leaf, sources: Sources) -> str:
    worth = _case("assignment", {siasn: _points(leaf, raw) for siasn, raw in ACTINGS.items()})
    condition = f"assignment is not null and started_on <= {day(sources.as_of)}"
    return _best(leaf, sources, "position_histories", worth, condition)


def _feedback(leaf: Leaf, sources: Sources) -> str:
    year = sources.as_of.year - leaf.years_ago
    return sources.column(
        "feedbacks", f"max((score * {SCORE})::bigint) filter (where year = {year})"
    )


def _latest_assessment(leaf: Leaf, sources: Sources, score: str) -> str:
    """The best score of the latest day up to D, unless that day is too long ago."""
    packed = (
        f"max((assessed_on - {EPOCH})::bigint * {ASSESSED} + coalesce({score} + 1, 0))"
        f" filter (where assessed_on <= {day(sources.as_of)})"
    )
    column = sources.column("assessments", packed)
    earliest = earliest_start(sources.as_of, leaf.validity_years)
    return (
        f"(case when {column} >= ({day(earliest)} - {EPOCH})::bigint * {ASSESSED}"
        f" then nullif({column} % {ASSESSED}, 0) - 1 end)"
    )


def _jpm(leaf: Leaf, sources: Sources) -> str:
    achieved = "achieved_capped_sum" if leaf.cap_required else "achieved_sum"
    return _latest_assessment(
        leaf, sources, half_up(f"{achieved}::bigint * {100 * SCORE}", "required_sum::bigint")
    )


def _technical(leaf: Leaf, sources: Sources) -> str:
    score = f"(case when technical between 0 and 100 then (technical * {SCORE})::bigint end)"
    return _latest_assessment(leaf, sources, score)


def _aspects(leaf: Leaf, sources: Sources) -> str:
    return _latest_assessment(leaf, sources, f"(aspects_sum::bigint * {100 * SCORE // 40})")


def _hours(leaf: Leaf, sources: Sources) -> str:
    year = sources.as_of.year - leaf.years_ago
    most = f"case when hours > {HIGHEST_BAND} then {HIGHEST_BAND} else hours end"
    taken = sources.column(
        "courses",
        f"sum((({most}) * {SCORE})::int) filter (where year = {year}"
        f" and (held_on is null or held_on <= {day(sources.as_of)}))",
    )
    whens = " ".join(
        f"when coalesce({taken}, 0) >= {int((band.start * SCORE).to_integral(ROUND_CEILING))}"
        f" then {scaled(quantised(band.points), SCORE)}"
        for band in reversed(leaf.bands)
    )
    return f"(case {whens} end)"


def _tenure(leaf: Leaf, sources: Sources) -> str:
    until = sources.as_of
    latest = sources.column(
        "position_histories",
        f"max(started_on) filter (where assignment is null and started_on <= {day(until)})",
    )
    since = (
        f"coalesce(case when p.position_since <= {day(until)} then p.position_since end, {latest})"
    )
    whens = " ".join(
        f"when {since} <= {day(latest_start(until, int(band.start.to_integral(ROUND_CEILING))))}"
        f" then {scaled(quantised(band.points), SCORE)}"
        for band in reversed(leaf.bands)
    )
    return f"(case {whens} end)"


def _diversity(leaf: Leaf, sources: Sources) -> str:
    held = f"filter (where assignment is null and started_on <= {day(sources.as_of)})"
    unit = "coalesce(unit_siasn_id, unit_name)"
    outside = sources.column("position_histories", f"bool_or(other_agency) {held}")
    first = sources.column("position_histories", f"min({unit}) {held}")
    last = sources.column("position_histories", f"max({unit}) {held}")
    raw = (
        f"case when {outside} then 'cross_agency' when {first} <> {last} then 'cross_unit'"
        " else 'single_unit' end"
    )
    values = ("cross_agency", "cross_unit", "single_unit")
    return _case(f"({raw})", {value: _points(leaf, value) for value in values})


def _education(leaf: Leaf, _: Sources) -> str:
    return _case("p.education_level", {level: _points(leaf, level) for level in leaf.points})


def _relevance(leaf: Leaf, _: Sources) -> str:
    return _case("p.education_relevance", {value: _points(leaf, value) for value in leaf.points})


def _discipline(leaf: Leaf, sources: Sources) -> str:
    """The worst record: its place in DISCIPLINES, the first being the worst."""
    until = day(sources.as_of)
    levels = " ".join(f"when '{level}' then {n}" for n, level in enumerate(DISCIPLINES))
    worst = sources.column(
        "disciplines",
        f"min(case when ended_on >= {until} then 0 else case level {levels} end end)"
        f" filter (where not cancelled and started_on <= {until})",
    )
    nothing = _points(leaf, NONE)
    values = {str(n): _points(leaf, level) for n, level in enumerate(DISCIPLINES)}
    absent = "null::bigint" if nothing is None else str(nothing)
    return f"(case when {worst} is null then {absent} else {_case(worst, values)} end)"


READERS: dict[Indicator, Callable[[Leaf, Sources], str]] = {
    Indicator.PREDICATE: _years,
    Indicator.WORK_RESULT: _years,
    Indicator.AWARD_SCALE: _award,
    Indicator.TEAM_ROLE: _team,
    Indicator.FEEDBACK_SCORE: _feedback,
    Indicator.COMPETENCY_JPM: _jpm,
    Indicator.COMPETENCY_TECHNICAL: _technical,
    Indicator.POTENTIAL_ASPECTS: _aspects,
    Indicator.TRAINING_HOURS: _hours,
    Indicator.TENURE_YEARS: _tenure,
    Indicator.DIVERSITY: _diversity,
    Indicator.ACTING: _acting,
    Indicator.EDUCATION_LEVEL: _education,
    Indicator.EDUCATION_RELEVANCE: _relevance,
    Indicator.DISCIPLINE_RECORD: _discipline,
}

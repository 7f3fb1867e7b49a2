"""What a leaf reads of a person's facts at D: raw value, points, score and the records used. Pure.

Only facts dated on or before D count. A raw value that the scheme gives no points is missing, as is
a fact that is not there; how a missing value counts is the leaf's own rule, applied in
`scoring.py`.

Where the rules leave a choice:

- Hours of a year without courses are 0, a value like any other, not a missing one. The hours of a
  course count to four decimals.
- A person without any definitive position on record is `single_unit`.
- Of several assessments of the latest day each indicator takes the best; of several appraisals or
  360 scores of a year the best.
- A technical score outside 0..100 is out of scale and therefore missing.
- A cancelled punishment counts for nothing. One without an end is not being served.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.scoring_schemes.anniversaries import full_years, plus_years
from app.scoring_schemes.facts import Assessment, Facts, Performance
from app.scoring_schemes.indicators import ACTINGS, DISCIPLINES, NONE, WORK_RESULTS, Indicator
from app.scoring_schemes.scheme import Leaf, Missing, divided, quantised

HUNDRED = Decimal(100)
MOST_ASPECTS = Decimal(40)
"""Eight aspects of five at most."""


class Used(NamedTuple):
    """A record that a value rests on."""

    kind: str
    id: str


class YearReading(NamedTuple):
    """A year of a look-back; no raw value when the year is missing."""

    year: int
    weight: Decimal
    raw: str | None
    points: Decimal | None
    facts: tuple[Used, ...]


class Reading(NamedTuple):
    """A leaf's value at D; no score when it is missing."""

    score: Decimal | None
    raw: str | None = None
    points: Decimal | None = None
    facts: tuple[Used, ...] = ()
    years: tuple[YearReading, ...] = ()


def read(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    """The value of a leaf's indicator at `as_of`."""
    return READERS[leaf.indicator](leaf, facts, as_of)


def _worth(leaf: Leaf, raw: str | None, facts: tuple[Used, ...]) -> Reading:
    points = None if raw is None else leaf.points.get(raw)
    score = None if points is None else quantised(points)
    return Reading(score, raw, points, facts)


def _best(leaf: Leaf, found: Iterable[tuple[str, Used]]) -> Reading:
    """The record worth most; `none` when there is no record; missing when no record has points."""
    records = list(found)
    if not records:
        return _worth(leaf, NONE, ())
    worth = [(leaf.points[raw], raw, used) for raw, used in records if raw in leaf.points]
    if not worth:
        return Reading(None, records[0][0], None, tuple(used for _, used in records))
    _, raw, used = max(worth, key=lambda record: record[0])
    return _worth(leaf, raw, (used,))


def _in_band(leaf: Leaf, amount: Decimal, raw: str, facts: tuple[Used, ...]) -> Reading:
    band = max(band for band in leaf.bands if band.start <= amount)
    return Reading(quantised(band.points), raw, band.points, facts)


def _read_years(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    """Points of each year of the look-back, weighted; a missing year follows the leaf's rule."""
    years = tuple(
        _read_year(leaf, facts, as_of.year - look.years_ago, look.weight) for look in leaf.look_back
    )
    used = tuple(fact for year in years for fact in year.facts)
    raw = ", ".join(f"{year.year}: {year.raw}" for year in years if year.raw) or None
    present = [(year.weight, year.points) for year in years if year.points is not None]
    if not present or (leaf.missing is Missing.BLOCK and len(present) < len(years)):
        return Reading(None, raw, None, used, years)
    everything = [year.weight for year in years]
    counted = everything if leaf.missing is Missing.ZERO else [weight for weight, _ in present]
    weights = sum(counted, Decimal(0))
    points = sum((weight * worth for weight, worth in present), Decimal(0))
    return Reading(divided(points, weights), raw, None, used, years)


def _read_year(leaf: Leaf, facts: Facts, year: int, weight: Decimal) -> YearReading:
    of_year = [
        YearReading(year, weight, raw, leaf.points.get(raw), (Used("performances", one.id),))
        for one in facts.performances
        if one.year == year
        for raw in (_raw_performance(leaf, one),)
    ]
    nothing = YearReading(year, weight, None, None, ())
    return max(of_year, key=lambda one: -1 if one.points is None else one.points, default=nothing)


def _raw_performance(leaf: Leaf, performance: Performance) -> str:
    if leaf.indicator is Indicator.WORK_RESULT:
        return WORK_RESULTS[performance.result - 1]
    return performance.predicate


def _read_award(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    after = plus_years(as_of, -leaf.window_years)
    return _best(
        leaf,
        (
            (award.scale or "", Used("awards", award.id))
            for award in facts.awards
            if after < award.awarded_on <= as_of
        ),
    )


def _read_team(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    after = plus_years(as_of, -leaf.window_years)
    return _best(
        leaf,
        (
            (f"{team.role or ''}.{team.scope or ''}", Used("team_assignments", team.id))
            for team in facts.team_assignments
            if after < team.decree_on <= as_of
        ),
    )


def _read_acting(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    return _best(
        leaf,
        (
            (ACTINGS.get(held.assignment, held.assignment), Used("position_histories", held.id))
            for held in facts.positions
            if held.assignment is not None and held.started_on <= as_of
        ),
    )


def _read_feedback(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    of_year = [one for one in facts.feedbacks if one.year == as_of.year - leaf.years_ago]
    return _best_of(
        Reading(quantised(one.score), str(one.score), None, (Used("feedbacks", one.id),))
        for one in of_year
    )


def _best_of(readings: Iterable[Reading]) -> Reading:
    scored = (one for one in readings if one.score is not None)
    return max(scored, key=lambda one: one.score or Decimal(0), default=Reading(None))


def _latest_valid(leaf: Leaf, facts: Facts, as_of: date) -> list[Assessment]:
    """The assessments of the latest day up to `as_of`, unless that day is too long ago."""
    dated = [one for one in facts.assessments if one.assessed_on <= as_of]
    latest = max((one.assessed_on for one in dated), default=None)
    if latest is None or as_of > plus_years(latest, leaf.validity_years):
        return []
    return [one for one in dated if one.assessed_on == latest]


def _read_jpm(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    return _best_of(_jpm(leaf, one) for one in _latest_valid(leaf, facts, as_of))


def _jpm(leaf: Leaf, assessment: Assessment) -> Reading:
    """Achieved over required levels; with the cap each counts at most its required level."""
    needed = assessment.required or ()
    required = sum(needed)
    if required == 0:
        return Reading(None)
    capped = map(min, assessment.achieved, needed)
    achieved = sum(capped if leaf.cap_required else assessment.achieved)
    score = divided(Decimal(achieved * 100), Decimal(required))
    return Reading(score, f"{achieved}/{required}", None, (Used("assessments", assessment.id),))


def _read_technical(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    return _best_of(
        Reading(quantised(score), str(score), None, (Used("assessments", one.id),))
        for one in _latest_valid(leaf, facts, as_of)
        for score in (one.technical,)
        if score is not None and 0 <= score <= HUNDRED
    )


def _read_aspects(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    return _best_of(
        Reading(
            divided(Decimal(total * 100), MOST_ASPECTS),
            f"{total}/40",
            None,
            (Used("assessments", one.id),),
        )
        for one in _latest_valid(leaf, facts, as_of)
        for total in (sum(one.aspects),)
    )


def _read_hours(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    year = as_of.year - leaf.years_ago
    taken = [
        course
        for course in facts.courses
        if course.year == year and (course.held_on is None or course.held_on <= as_of)
    ]
    lengths = (quantised(course.hours) for course in taken if course.hours is not None)
    hours = sum(lengths, Decimal(0))
    return _in_band(
        leaf, hours, f"{hours.normalize():f}", tuple(Used("courses", one.id) for one in taken)
    )


def _read_tenure(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    since, used = facts.position_since, Used("employees", facts.employee_id)
    if since is None or since > as_of:
        definitive = [
            (held.started_on, held.id)
            for held in facts.positions
            if held.assignment is None and held.started_on <= as_of
        ]
        if not definitive:
            return Reading(None)
        since, record = max(definitive)
        used = Used("position_histories", record)
    years = full_years(since, as_of)
    return _in_band(leaf, Decimal(years), str(years), (used,))


def _read_diversity(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    held = [one for one in facts.positions if one.assignment is None and one.started_on <= as_of]
    used = tuple(Used("position_histories", one.id) for one in held)
    if any(one.other_agency for one in held):
        return _worth(leaf, "cross_agency", used)
    units = {one.unit for one in held if one.unit is not None}
    return _worth(leaf, "cross_unit" if len(units) > 1 else "single_unit", used)


def _read_education(leaf: Leaf, facts: Facts, _: date) -> Reading:
    return _worth(leaf, facts.education_level, (Used("employees", facts.employee_id),))


def _read_relevance(leaf: Leaf, facts: Facts, _: date) -> Reading:
    return _worth(leaf, facts.education_relevance, (Used("employees", facts.employee_id),))


def _read_discipline(leaf: Leaf, facts: Facts, as_of: date) -> Reading:
    counted = [
        (
            "serving" if one.ended_on is not None and as_of <= one.ended_on else one.level,
            Used("disciplines", one.id),
        )
        for one in facts.disciplines
        if not one.cancelled and one.started_on <= as_of
    ]
    if not counted:
        return _worth(leaf, NONE, ())
    worst, used = min(counted, key=lambda record: DISCIPLINES.index(record[0]))
    return _worth(leaf, worst, (used,))


READERS: dict[Indicator, Callable[[Leaf, Facts, date], Reading]] = {
    Indicator.PREDICATE: _read_years,
    Indicator.WORK_RESULT: _read_years,
    Indicator.AWARD_SCALE: _read_award,
    Indicator.TEAM_ROLE: _read_team,
    Indicator.FEEDBACK_SCORE: _read_feedback,
    Indicator.COMPETENCY_JPM: _read_jpm,
    Indicator.COMPETENCY_TECHNICAL: _read_technical,
    Indicator.POTENTIAL_ASPECTS: _read_aspects,
    Indicator.TRAINING_HOURS: _read_hours,
    Indicator.TENURE_YEARS: _read_tenure,
    Indicator.DIVERSITY: _read_diversity,
    Indicator.ACTING: _read_acting,
    Indicator.EDUCATION_LEVEL: _read_education,
    Indicator.EDUCATION_RELEVANCE: _read_relevance,
    Indicator.DISCIPLINE_RECORD: _read_discipline,
}

"""What an indicator says of a person at a day (rules, section 2), from the records of a bundle.

The second implementation: written from the rules, sharing nothing with the service. A reading is a
score in units, or None when it is missing. Where the rules are silent, what the product has decided
and published holds:

- Of several appraisals or 360 scores of a year, and of several assessments of the latest day, the
  best counts.
- A raw value without points in the scheme is missing. Where there is no record at all, the raw
  value is `none`.
- No course in a year is 0 hours, not missing hours; hours count to four decimals each.
- Nobody with a definitive position on record is `single_unit`; units are told apart by SIASN's id.
- A punishment without an end is not being served; a cancelled one is no punishment.
- A technical score outside 0..100 is out of scale, and so missing.
- The present position's TMT is the person's own if it is not after the day, else the start of the
  latest definitive position that is not.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from app.verifier.numbers import UNITS, exact, half_up, units
from app.verifier.scheme import Leaf

Person = Mapping[str, Any]
"""A line of the inputs: `record`, and a list for each kind of records."""

WORK_RESULTS = {1: "above", 2: "as_expected", 3: "below"}
ACTING = {
    "PLT_LEBIH_TINGGI": "plt_higher",
    "PLT_SETARA": "plt_equal",
    "PLH_LEBIH_TINGGI": "plh_higher",
    "PLH_SETARA": "plh_equal",
}
WORST_FIRST = ("serving", "heavy", "medium", "light")
ASPECTS = 8
HIGHEST_ASPECT = 5
FULL = 100 * UNITS
NOTHING = Fraction(0)


def day_of(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def anniversary(day: date, years: int) -> date:
    """The same day so many years later, or earlier; 29 February is the 28th where there is none."""
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return date.min if years < 0 else date.max
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def years_between(since: date, until: date) -> int:
    """Full years: the anniversaries of `since` that are not after `until`."""
    years = until.year - since.year
    return years - (anniversary(since, years) > until)


def read(leaf: Leaf, person: Person, day: date) -> int | None:
    """The score of a leaf at `day`."""
    return _READINGS[leaf.indicator](leaf, person, day)


def _predicates(leaf: Leaf, person: Person, day: date) -> int | None:
    return _years(leaf, day, lambda one: one["predicate"], person["performances"])


def _work_results(leaf: Leaf, person: Person, day: date) -> int | None:
    return _years(leaf, day, lambda one: WORK_RESULTS.get(one["result"]), person["performances"])


def _years(
    leaf: Leaf, day: date, raw: Callable[[Any], str | None], appraisals: list[Any]
) -> int | None:
    """The points of the years of the look-back, weighted; the leaf's rule says what a gap does."""
    best: dict[int, Fraction] = {}
    for one in appraisals:
        points = leaf.points.get(raw(one) or "")
        if points is not None:
            best[one["year"]] = max(points, best.get(one["year"], points))
    there = [
        (weight, best[day.year - ago]) for ago, weight in leaf.look_back if day.year - ago in best
    ]
    if not there or (leaf.missing == "block" and len(there) < len(leaf.look_back)):
        return None
    weights = [weight for weight, _ in there]
    if leaf.missing == "zero":
        weights = [weight for _, weight in leaf.look_back]
    return units(
        sum((weight * points for weight, points in there), NOTHING) / sum(weights, NOTHING)
    )


def _best(leaf: Leaf, raws: Iterable[str]) -> int | None:
    """The best of the records; `none` where there is no record."""
    there = list(raws) or ["none"]
    return max((leaf.worth[raw] for raw in there if raw in leaf.worth), default=None)


def _awards(leaf: Leaf, person: Person, day: date) -> int | None:
    after = anniversary(day, -leaf.window_years)
    return _best(
        leaf,
        (
            one["scale"] or ""
            for one in person["awards"]
            if after < date.fromisoformat(one["awarded_on"]) <= day
        ),
    )


def _teams(leaf: Leaf, person: Person, day: date) -> int | None:
    after = anniversary(day, -leaf.window_years)
    return _best(
        leaf,
        (
            f"{one['role'] or ''}.{one['scope'] or ''}"
            for one in person["team_assignments"]
            if after < date.fromisoformat(one["decree_on"]) <= day
        ),
    )


def _held(person: Person, day: date, *, definitive: bool) -> list[Any]:
    """The positions that began by `day`: definitive ones, or acting assignments."""
    return [
        one
        for one in person["position_histories"]
        if (one["assignment"] is None) is definitive
        and date.fromisoformat(one["started_on"]) <= day
    ]


def _acting(leaf: Leaf, person: Person, day: date) -> int | None:
    return _best(
        leaf, (ACTING.get(one["assignment"], "") for one in _held(person, day, definitive=False))
    )


def _feedback(leaf: Leaf, person: Person, day: date) -> int | None:
    year = day.year - leaf.years_ago
    return max(
        (units(exact(one["score"])) for one in person["feedbacks"] if one["year"] == year),
        default=None,
    )


def _latest(leaf: Leaf, person: Person, day: date) -> list[Any]:
    """The assessments of the latest day, unless their validity has ended."""
    dated = [(date.fromisoformat(one["assessed_on"]), one) for one in person["assessments"]]
    latest = max((on for on, _ in dated if on <= day), default=None)
    if latest is None or day > anniversary(latest, leaf.validity_years):
        return []
    return [one for on, one in dated if on == latest]


def _jpm(leaf: Leaf, person: Person, day: date) -> int | None:
    shares = []
    for one in _latest(leaf, person, day):
        required = one["required"] or ()
        needed = sum(required)
        if needed:
            achieved = one["achieved"]
            if leaf.capped:
                achieved = [min(pair) for pair in zip(achieved, required, strict=True)]
            shares.append(half_up(sum(achieved) * FULL, needed))
    return max(shares, default=None)


def _technical(leaf: Leaf, person: Person, day: date) -> int | None:
    given = (one["technical"] for one in _latest(leaf, person, day))
    scores = [exact(score) for score in given if score is not None]
    return max((units(score) for score in scores if 0 <= score <= 100), default=None)  # noqa: PLR2004 - the scale of scores


def _aspects(leaf: Leaf, person: Person, day: date) -> int | None:
    return max(
        (
            half_up(sum(one["aspects"]) * FULL, ASPECTS * HIGHEST_ASPECT)
            for one in _latest(leaf, person, day)
        ),
        default=None,
    )


def _in_band(leaf: Leaf, amount: Fraction | int) -> int | None:
    return next((score for start, score in leaf.bands if start <= amount), None)


def _hours(leaf: Leaf, person: Person, day: date) -> int | None:
    year = day.year - leaf.years_ago
    taken = 0
    for one in person["courses"]:
        held_on = day_of(one["held_on"])
        if one["year"] == year and (held_on is None or held_on <= day) and one["hours"] is not None:
            taken += units(exact(one["hours"]))
    return _in_band(leaf, Fraction(taken, UNITS))


def _tenure(leaf: Leaf, person: Person, day: date) -> int | None:
    since = day_of(person["record"]["position_since"])
    if since is None or since > day:
        starts = (one["started_on"] for one in _held(person, day, definitive=True))
        since = max(map(date.fromisoformat, starts), default=None)
    return None if since is None else _in_band(leaf, years_between(since, day))


def _diversity(leaf: Leaf, person: Person, day: date) -> int | None:
    held = _held(person, day, definitive=True)
    if any(one["other_agency"] for one in held):
        return leaf.worth.get("cross_agency")
    several = len({one["unit"] for one in held} - {None}) > 1
    return leaf.worth.get("cross_unit" if several else "single_unit")


def _education(leaf: Leaf, person: Person, _: date) -> int | None:
    return leaf.worth.get(person["record"]["education_level"])


def _relevance(leaf: Leaf, person: Person, _: date) -> int | None:
    return leaf.worth.get(person["record"]["education_relevance"])


def _discipline(leaf: Leaf, person: Person, day: date) -> int | None:
    found = set()
    for one in person["disciplines"]:
        if not one["cancelled"] and date.fromisoformat(one["started_on"]) <= day:
            ended_on = day_of(one["ended_on"])
            serving = ended_on is not None and day <= ended_on
            found.add("serving" if serving else one["level"])
    worst = next((raw for raw in WORST_FIRST if raw in found), "" if found else "none")
    return leaf.worth.get(worst)


_READINGS: dict[str, Callable[[Leaf, Person, date], int | None]] = {
    "performance.predicate": _predicates,
    "performance.work_result": _work_results,
    "award.scale": _awards,
    "team.role": _teams,
    "feedback.score": _feedback,
    "competency.jpm": _jpm,
    "competency.technical": _technical,
    "potential.aspects": _aspects,
    "training.hours": _hours,
    "position.tenure_years": _tenure,
    "position.diversity": _diversity,
    "position.acting": _acting,
    "education.level": _education,
    "education.relevance": _relevance,
    "discipline.record": _discipline,
}

"""Readiness for a target position: how far each failing rule is from passing. Pure.

Only what time or a training can close counts as near; nothing is promised, and the facts are taken
as they stand at D (nobody is moved, punished or promoted meanwhile). The classes are those of
succession planning in PermenPANRB 3/2020 practice: ready now, in one to two years, later.

| rule | a failing one closes | class |
|---|---|---|
| `box` | with another map | later |
| `level` | with a post in between; never for who stands above the position | later, never |
| `rank` | with regular promotions, four years a step from the TMT golongan | by the date |
| `education` | with a degree, two years or more | later |
| `training` | with one course, within a year | 1-2 years |
| `experience` | on the day when the years are full | by the date |
| `discipline` | on the first day on which no punishment bars | by the date |
| `retirement` | not at all | never |

"By the date" is 1-2 years when the rule would pass at D + 2 years, and later otherwise; a PPPK
where only PNS are admitted is never. A rule that is unknown is unknown. A candidate's readiness is
the worst of the eight, in the order now, 1-2 years, later, unknown, never (never is worse than
unknown, because no unknown fact could change it).

Four years a step is the regular promotion (kenaikan pangkat reguler) of PP 99/2000 as amended by
PP 12/2002; its further conditions (the ceiling of the education, dinas examinations, promotions by
choice) are not looked at, so the date is the earliest by the regular way, not a claim. Two years
for a degree and one for a course are ours, and in no regulation.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.employees.ranks import NAMES
from app.scoring_schemes.anniversaries import plus_years
from app.talent_pools.eligibility import (
    DISCIPLINE_YEARS,
    RULES,
    Judgement,
    Verdict,
    standing_of,
)
from app.talent_pools.profiles import Discipline, Person, Requirement, golongan


class Readiness(StrEnum):
    """How soon somebody could take a position, best first."""

    NOW = "now"
    SOON = "1-2-years"
    LATER = "later"
    UNKNOWN = "unknown"
    NEVER = "never"


class Gap(NamedTuple):
    """What a rule lacks, how far it is from passing, and the day on which it would, if known."""

    rule: str
    readiness: Readiness
    closes_on: date | None = None


NEAR_YEARS = 2
"""What passes within so many years is 1-2 years away."""
YEARS_A_STEP = 4
"""Regular promotion by one golongan."""
ORDER = tuple(Readiness)
CODES = tuple(NAMES)
"""Golongan of PNS, lowest first."""


def gaps(
    person: Person, requirement: Requirement, judgements: dict[str, Judgement], day: date
) -> list[Gap]:
    """Every rule that does not pass, with its distance, in the order of the rules."""
    return [
        _gap(rule, person, requirement, judgements[rule].verdict, day)
        for rule in RULES
        if judgements[rule].verdict is not Verdict.PASS
    ]


def readiness(found: Sequence[Gap]) -> Readiness:
    """The worst of the gaps; now when there is none."""
    return max((gap.readiness for gap in found), key=ORDER.index, default=Readiness.NOW)


def horizon(day: date) -> date:
    """The last day that is 1-2 years away from D."""
    return plus_years(day, NEAR_YEARS)


def steps_between(own: str, asked: str) -> int:
    """How many promotions lead from one golongan to another, both given as codes."""
    return CODES.index(asked) - CODES.index(own)


def promoted_on(since: date, steps: int, day: date) -> date:
    """The earliest day of the last of so many regular promotions; the first is not before D."""
    first = max(plus_years(since, YEARS_A_STEP), day)
    return plus_years(first, YEARS_A_STEP * (steps - 1))


def _gap(rule: str, person: Person, requirement: Requirement, verdict: Verdict, day: date) -> Gap:
    if verdict is Verdict.UNKNOWN:
        return Gap(rule, Readiness.UNKNOWN)
    if rule == "rank":
        return _promotions(person, requirement, day)
    if rule == "discipline":
        return _cleared(person, day)
    if rule == "experience" and person.position_since is not None:
        return _by(rule, plus_years(person.position_since, requirement.experience_years), day)
    above = rule == "level" and (person.cohort or 0) > (requirement.cohort or 0)
    return Gap(rule, Readiness.NEVER if above else _UNDATED[rule])


_UNDATED = {
    "box": Readiness.LATER,
    "level": Readiness.LATER,
    "education": Readiness.LATER,
    "training": Readiness.SOON,
    "retirement": Readiness.NEVER,
}


def _by(rule: str, closes_on: date, day: date) -> Gap:
    near = closes_on <= horizon(day)
    return Gap(rule, Readiness.SOON if near else Readiness.LATER, closes_on)


def _promotions(person: Person, requirement: Requirement, day: date) -> Gap:
    if person.employment == "PPPK":
        return Gap("rank", Readiness.NEVER)
    if person.rank_since is None:
        return Gap("rank", Readiness.LATER)
    own = golongan(person.rank_code) or golongan(person.rank_name)
    steps = steps_between(own, golongan(requirement.rank))
    return _by("rank", promoted_on(person.rank_since, steps, day), day)


def _cleared(person: Person, day: date) -> Gap:
    """Until the last punishment bars no more; one without an end leaves the day open."""
    days = [day]
    for item in person.disciplines:
        if item.cancelled or (item.started_on is not None and item.started_on > day):
            continue
        standing = standing_of(item, day)
        if standing is Verdict.UNKNOWN or item.ended_on is None:
            return Gap("discipline", Readiness.UNKNOWN)
        if standing is Verdict.FAIL:
            days.append(first_clear_day(item, item.ended_on))
    return _by("discipline", max(days), day)


def first_clear_day(item: Discipline, ended_on: date) -> date:
    """The first day on which a punishment that ended on a day bars no more."""
    day = ended_on + timedelta(days=1)
    if standing_of(item, day) is not Verdict.PASS:
        day = plus_years(ended_on, DISCIPLINE_YEARS)
        # A punishment that ended on 29 February: two years before the 28th is not yet its end.
        day += timedelta(days=standing_of(item, day) is not Verdict.PASS)
    return day

"""What a blinded member sees of a candidate: a closed list, coarse where a value would tell. Pure.

A member may have read the map or the pool before the session. An exact score, a rank or a date
would be found there again; a band of five points and of some years is shared by many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.employees.ranks import NAMES
from app.scoring_schemes.anniversaries import full_years
from app.talent_pools.eligibility import Judgement
from app.talent_pools.profiles import EDUCATION, Person, golongan
from app.talent_pools.readiness import Gap, Readiness
from app.talent_pools.structural_training import Level, read

BAND = 5
"""Points of a score that are told apart from no others."""
TOP = 100
YEARS = ((10, "10+"), (5, "5-9"), (2, "2-4"), (0, "0-1"))
"""Bands of full years, by their first year."""


@dataclass(frozen=True, slots=True)
class Scores:
    """A placement's scores; None where an axis has none."""

    performance: Decimal | None
    potential: Decimal | None
    value: Decimal | None


def profile(
    *,
    scores: Scores,
    person: Person,
    judgements: Mapping[str, Judgement],
    gaps: Sequence[Gap],
    readiness: Readiness,
    day: date,
) -> dict[str, Any]:
    """The profile of a candidate as of a day. Nothing is in it that is not named here."""
    return {
        "box": person.box,
        "performance": band(scores.performance),
        "potential": band(scores.potential),
        "value": band(scores.value),
        "readiness": readiness.value,
        "rules": [
            {"rule": rule, "result": judgement.verdict.value}
            for rule, judgement in judgements.items()
        ],
        "gaps": [{"rule": gap.rule, "readiness": gap.readiness.value} for gap in gaps],
        "education": EDUCATION.get(person.education_level),
        "golongan": group_of(person),
        "years_in_position": years(person.position_since, day),
        "training": highest(person),
    }


def band(score: Decimal | None) -> str | None:
    """The five points in which a score lies, as `80-85`: from the first, and below the last."""
    if score is None:
        return None
    lower = min(int(score // BAND) * BAND, TOP - BAND)
    return f"{lower}-{lower + BAND}"


def years(since: date | None, day: date) -> str | None:
    """The band of the full years between two days."""
    if since is None:
        return None
    full = full_years(since, day)
    return next((name for first, name in YEARS if full >= first), None)


def group_of(person: Person) -> str | None:
    """The golongan of PNS without its ruang: `III` of III/d."""
    code = golongan(person.rank_code) or golongan(person.rank_name)
    return NAMES[code].partition("/")[0] if code else None


def highest(person: Person) -> str | None:
    """The highest leadership training that can be read; never its name or day."""
    read_levels = (read(training.name) for training in person.trainings)
    level = max((one for one in read_levels if isinstance(one, Level)), default=None)
    return None if level is None else level.title

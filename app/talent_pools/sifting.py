"""The eight rules for everybody of a group in one statement: the set-based twin of eligibility.

`eligibility` and `readiness` are the specification, for one person; here the same rules are
conditions in SQL, and a property test holds the two to each other. Each rule gives a mark, in the
order of the rules (`MARKS`): it passes, or it is so far from passing, or it is unknown. What only
Python can read with certainty (golongan, names of trainings, jenjang) is read there once for each
spelling that occurs among the people, and joined to them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.scoring_schemes.anniversaries import latest_start, plus_years
from app.talent_pools.eligibility import DISCIPLINE_YEARS, HORIZON_MONTHS, Verdict
from app.talent_pools.profiles import EDUCATION, Requirement, golongan
from app.talent_pools.readiness import CODES, YEARS_A_STEP, Readiness, horizon
from app.talent_pools.retirement import months_later, retirement_age
from app.talent_pools.sifting_sql import (
    JUDGED,
    LATER,
    NEVER,
    NOT_ASKED,
    OPEN,
    PASSES,
    SOON,
    SPELLINGS,
    UNKNOWN,
    UNREADABLE,
)
from app.talent_pools.standings import Group, Standing
from app.talent_pools.structural_training import Level, read

MARKS = {
    PASSES: (Verdict.PASS, Readiness.NOW),
    SOON: (Verdict.FAIL, Readiness.SOON),
    LATER: (Verdict.FAIL, Readiness.LATER),
    OPEN: (Verdict.FAIL, Readiness.UNKNOWN),
    UNKNOWN: (Verdict.UNKNOWN, Readiness.UNKNOWN),
    NEVER: (Verdict.FAIL, Readiness.NEVER),
}
"""What each mark says of a rule; the worst of a person's is the largest."""
LARGE = 1000
"""From so many people on, joining whole tables costs less than looking each person up."""
SIZE = text("select count(*) from talent_pool_members where pool_id = :pool_id").bindparams(
    bindparam("pool_id", type_=Uuid())
)
NESTED_LOOPS = text("select set_config('enable_nestloop', :state, true)")


@dataclass(frozen=True, slots=True)
class Question:
    """What a group is asked: who fits this position, at this day, by what was known then."""

    requirement: Requirement
    boxes: frozenset[int]
    day: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a list that is wanted: those behind a place, so many, perhaps of one verdict."""

    limit: int
    after: int = 0
    eligible: bool | None = None
    readiness: Readiness | None = None


@dataclass(frozen=True, slots=True)
class Sifted:
    """Somebody of a group with a mark for each rule."""

    standing: Standing
    marks: list[int]


async def sift(
    session: AsyncSession, group: Group, question: Question, wanted: Slice
) -> list[Sifted]:
    """Judge everybody of a group, and give those wanted in rank order: at most `limit` of them."""
    about: dict[str, Any] = {
        "map_id": group.map_id,
        "day": question.day,
        "known_at": question.known_at,
    }
    in_pool = group.pool_id is not None
    about |= {"pool_id": group.pool_id} if in_pool else {"boxes": sorted(question.boxes)}
    await expect(session, group)
    spelled = (await session.execute(SPELLINGS)).one()
    asked = {
        **about,
        **_readings(spelled),
        **_asked(question.requirement, question.day),
        "boxes": sorted(question.boxes),
        "after": wanted.after,
        "eligible": wanted.eligible,
        "within": within(wanted.readiness),
        "limit": wanted.limit,
    }
    rows = await session.execute(JUDGED[in_pool], asked)
    return [Sifted(Standing(*row[:-1]), row.marks) for row in rows]


def within(wanted: Readiness | None) -> list[int] | None:
    """The worst marks of those who are so far from a position; None asks for everybody."""
    if wanted is None:
        return None
    return [mark for mark, (_, readiness) in MARKS.items() if readiness is wanted]


async def expect(session: AsyncSession, group: Group) -> None:
    """Tell the planner of a large group, for this transaction.

    A map that has just been made has no statistics yet: its people would be taken for few, and
    each looked up among all the others.
    """
    large = group.pool_id is None or await session.scalar(SIZE, {"pool_id": group.pool_id}) > LARGE
    await session.execute(NESTED_LOOPS, {"state": "off" if large else "on"})


def _readings(spelled: Any) -> dict[str, Any]:
    """What the spellings among the people mean, each beside its spelling."""
    ranks, jenjang = spelled.golongan or [], spelled.jenjang or []
    trainings = spelled.trainings or []
    levels = [read(name) for name in trainings]
    return {
        "rank_codes": [code for code, _ in ranks],
        "rank_names": [name for _, name in ranks],
        "golongan": [golongan(code) or golongan(name) for code, name in ranks],
        "jenjang": jenjang,
        "ages": [retirement_age(t) for t in jenjang],
        "trainings": trainings,
        "training_levels": [
            level.value if isinstance(level, Level) else None if level is None else NOT_ASKED
            for level in levels
        ],
    }


def _asked(requirement: Requirement, day: date) -> dict[str, Any]:
    """What the position asks, as the statement compares it."""
    rank, years, near = golongan(requirement.rank), requirement.experience_years, horizon(day)
    training = read(requirement.training)
    level = training.value if isinstance(training, Level) else UNREADABLE
    known = requirement.education in EDUCATION
    return {
        "asked_cohort": requirement.cohort,
        "admits_pppk": requirement.admits_pppk,
        "asks_rank": bool(requirement.rank),
        "asked_rank": rank,
        "rank_below": CODES[CODES.index(rank) - 1] if rank and rank != CODES[0] else None,
        "promoted_from": latest_start(near, YEARS_A_STEP),
        "asks_education": bool(requirement.education),
        "enough_education": [c for c in EDUCATION if known and c >= requirement.education],
        "known_education": list(EDUCATION),
        "asked_training": level if requirement.training else NOT_ASKED,
        "asked_years": years,
        "since_at_least": latest_start(day, years),
        "near_since": latest_start(near, years),
        "grave_by": plus_years(day, -DISCIPLINE_YEARS),
        "near": near,
        "near_grave_by": plus_years(near, -DISCIPLINE_YEARS),
        "other_age": retirement_age(""),
        "serves_until": months_later(day, HORIZON_MONTHS),
    }

"""Candidates for a position: the people of a group in rank order, each judged rule by rule.

A page is judged when it is asked for, in a few set-based reads; nothing is stored. Facts are those
of the map: as of its day, as known at its instant, so a list comes out the same next year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.identity import Actor
from app.talent_pools import candidate_facts, service, standings
from app.talent_pools.eligibility import Judgement, eligible, judge
from app.talent_pools.errors import POSITION_UNKNOWN, MapNotReady, unknown
from app.talent_pools.profiles import Requirement
from app.talent_pools.standings import Group, MapUsed, Standing

SIFTED_AT_ONCE = 2000
"""How many people are judged in one go when only some of them will be shown."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of a group with the judgement of each rule."""

    standing: Standing
    judgements: dict[str, Judgement]

    @property
    def eligible(self) -> bool:
        """Whether every rule passes."""
        return eligible(self.judgements)


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


async def of_pool(
    session: AsyncSession, actor: Actor, pool_id: UUID, position_id: UUID, wanted: Slice
) -> tuple[list[Candidate], int | None]:
    """The members of a pool held against a position, and the place to go on from, if any."""
    pool = await service.get(session, actor, pool_id)
    used = await standings.find_map(session, pool.map_id)
    requirement = await candidate_facts.requirement(session, position_id)
    if requirement is None:
        raise unknown("?position_id", "position-unknown", POSITION_UNKNOWN)
    group = Group(pool.map_id, pool.id)
    question = question_of(used, requirement, pool.boxes)
    size = wanted.limit + 1 if wanted.eligible is None else SIFTED_AT_ONCE
    found: list[Candidate] = []
    after = wanted.after
    while len(found) <= wanted.limit:
        people = await standings.ranked(session, group, after=after, limit=size)
        found += [
            candidate
            for candidate in await judged(session, people, question)
            if wanted.eligible in (None, candidate.eligible)
        ]
        if len(people) < size:
            break
        after = people[-1].place
    shown = found[: wanted.limit]
    return shown, shown[-1].standing.place if len(found) > wanted.limit else None


async def of_boxes(
    session: AsyncSession, used: MapUsed, position_id: UUID, boxes: Sequence[int]
) -> list[Candidate]:
    """Everybody in some boxes of a map held against a position, in rank order."""
    requirement = await candidate_facts.requirement(session, position_id)
    if requirement is None:
        raise unknown("?position_id", "position-unknown", POSITION_UNKNOWN)
    people = await standings.ranked(session, Group(used.id, boxes=boxes))
    return await judged(session, people, question_of(used, requirement, boxes))


async def judged(
    session: AsyncSession, people: Sequence[Standing], question: Question
) -> list[Candidate]:
    """Judge people in the order given."""
    known = await candidate_facts.people(session, people, question.day, question.known_at)
    return [
        Candidate(
            standing,
            judge(known[standing.employee_id], question.requirement, question.boxes, question.day),
        )
        for standing in people
    ]


def question_of(used: MapUsed | None, requirement: Requirement, boxes: Sequence[int]) -> Question:
    """Ask with the map's day and instant. A map that is not finished has nobody to ask about."""
    if used is None or used.known_at is None:
        raise MapNotReady(name="" if used is None else used.name)
    return Question(requirement, frozenset(boxes), used.as_of, used.known_at)

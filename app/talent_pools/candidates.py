"""Candidates for a position: the people of a group in rank order, each judged rule by rule.

A page is judged when it is asked for; nothing is stored. Who is on it is decided by one statement
over the whole group (`sifting`), what is said of each by the rules for one person (`eligibility`,
`readiness`). Facts are those of the map: as of its day, as known at its instant, so a list comes
out the same next year.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.identity import Actor
from app.core.masking import nip_for
from app.core.words import Language
from app.talent_pools import candidate_facts, service, standings
from app.talent_pools.eligibility import Judgement, eligible, judge
from app.talent_pools.errors import POSITION_UNKNOWN, MapNotReady, unknown
from app.talent_pools.profiles import Person, Requirement
from app.talent_pools.readiness import Gap, Readiness, gaps, readiness
from app.talent_pools.sifting import Question, Slice, sift
from app.talent_pools.standings import Group, MapUsed, Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of a group with the judgement of each rule."""

    standing: Standing
    judgements: dict[str, Judgement]
    gaps: Sequence[Gap]
    """The rules that do not pass, and how far each is from passing."""

    @property
    def readiness(self) -> Readiness:
        """How soon they could take the position."""
        return readiness(self.gaps)

    @property
    def eligible(self) -> bool:
        """Whether every rule passes."""
        return eligible(self.judgements)


async def of_pool(
    session: AsyncSession, actor: Actor, pool_id: UUID, position_id: UUID, wanted: Slice
) -> tuple[list[Candidate], int | None]:
    """The members of a pool held against a position, and the place to go on from, if any."""
    pool = await service.get(session, actor, pool_id)
    used = await standings.find_map(session, pool.map_id)
    requirement = await candidate_facts.requirement(session, position_id)
    if requirement is None:
        raise unknown("?position_id", "position-unknown", POSITION_UNKNOWN)
    question = question_of(used, requirement, pool.boxes)
    group, size = Group(pool.map_id, pool.id), wanted.limit + 1
    if wanted.eligible is None and wanted.readiness is None:
        people = await standings.ranked(session, group, after=wanted.after, limit=size)
    else:
        sifted = await sift(session, group, question, replace(wanted, limit=size))
        people = [one.standing for one in sifted]
    shown = await judged(session, people[: wanted.limit], question)
    return shown, shown[-1].standing.place if len(people) > wanted.limit else None


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
    return [_judged(standing, known[standing.employee_id], question) for standing in people]


def _judged(standing: Standing, person: Person, question: Question) -> Candidate:
    judgements = judge(person, question.requirement, question.boxes, question.day)
    found = gaps(person, question.requirement, judgements, question.day)
    return Candidate(standing, judgements, found)


def question_of(used: MapUsed | None, requirement: Requirement, boxes: Sequence[int]) -> Question:
    """Ask with the map's day and instant. A map that is not finished has nobody to ask about."""
    if used is None or used.known_at is None:
        raise MapNotReady(name="" if used is None else used.name)
    return Question(requirement, frozenset(boxes), used.as_of, used.known_at)


def shown(candidate: Candidate, actor: Actor, language: Language) -> dict[str, Any]:
    """A candidate as the actor may see them, data in their language."""
    standing = candidate.standing
    return {
        "employee_id": standing.employee_id,
        "nip": nip_for(actor, standing.nip),
        "name": standing.name,
        "box": standing.box,
        "calibrated_box": standing.calibrated_box,
        "calibration_id": standing.calibration_id,
        "value": standing.value,
        "rank": standing.rank,
        "eligible": candidate.eligible,
        "readiness": candidate.readiness,
        "rules": [
            {"rule": rule, "result": judgement.verdict, "datum": judgement.datum.in_(language)}
            for rule, judgement in candidate.judgements.items()
        ],
        "gaps": [gap._asdict() for gap in candidate.gaps],
    }

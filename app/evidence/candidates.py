"""The files of a position's candidates: a pool's members, each judged by the rules of eligibility.

The facts are those that the rules look at, as of the map's day and as known at its instant; of the
birth date only the month, which is all that the pension depends on.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
import rfc8785
from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.identity import Actor
from app.evidence.packing import Packing
from app.talent_pools import candidate_facts, standings
from app.talent_pools import service as talent_pools
from app.talent_pools.candidates import question_of
from app.talent_pools.eligibility import Judgement, eligible, judge
from app.talent_pools.errors import POSITION_UNKNOWN, unknown
from app.talent_pools.profiles import Person, Requirement
from app.talent_pools.sifting import Question
from app.talent_pools.standings import Group, Standing
from app.verifier import candidates as files

PEOPLE_AT_ONCE = 1000
POSITION = text("select code, name from positions where id = :position_id").bindparams(
    bindparam("position_id", type_=Uuid())
)


async def add(
    session: AsyncSession, actor: Actor, pool_id: UUID, position_id: UUID, packing: Packing
) -> None:
    """Put in what a position requires, and the pool's members held against it.

    Raises UnknownReference with the pointer ?position_id.
    """
    pool = await talent_pools.get(session, actor, pool_id)
    requirement = await candidate_facts.requirement(session, position_id)
    if requirement is None:
        raise unknown("?position_id", "position-unknown", POSITION_UNKNOWN)
    named = (await session.execute(POSITION, {"position_id": position_id})).one()
    position = {"id": str(position_id), "code": named.code, "name": named.name}
    await packing.add(files.POSITION, rfc8785.dumps(position | _required(requirement)))
    used = await standings.find_map(session, pool.map_id)
    question = question_of(used, requirement, pool.boxes)
    people = await standings.ranked(session, Group(pool.map_id, pool.id))
    async with packing.writing(files.CANDIDATES) as entry:
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            part = people[start : start + PEOPLE_AT_ONCE]
            known = await candidate_facts.people(session, part, question.day, question.known_at)
            await entry.write(b"".join(_lines(part, known, question)))


def _required(requirement: Requirement) -> dict[str, Any]:
    """What a position asks; empty text and zero ask nothing."""
    return {
        "cohort": requirement.cohort,
        "required_rank": requirement.rank,
        "required_education": requirement.education,
        "required_training": requirement.training,
        "required_experience_years": requirement.experience_years,
        "admits_pppk": requirement.admits_pppk,
    }


def _lines(
    people: Sequence[Standing], known: Mapping[UUID, Person], question: Question
) -> Iterator[bytes]:
    for standing in people:
        person = known[standing.employee_id]
        judgements = judge(person, question.requirement, question.boxes, question.day)
        line = {
            "employee_id": str(standing.employee_id),
            "box": standing.box,
            **standing.calibrated,
            "value": standing.value,
            "rank": standing.rank,
            "eligible": eligible(judgements),
            "rules": [
                {"rule": rule, "result": judgement.verdict, "datum": datum_of(judgement)}
                for rule, judgement in judgements.items()
            ],
            "facts": facts_of(person),
        }
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def datum_of(judgement: Judgement) -> dict[str, object]:
    """What a verdict rests on: whole numbers as such, all else as text."""
    return {
        name: value if isinstance(value, int | None) else str(value)
        for name, value in judgement.values.items()
    }


def facts_of(person: Person) -> dict[str, Any]:
    """What the rules look at."""
    return {
        "cohort": person.cohort,
        "employment": person.employment,
        "rank_code": person.rank_code,
        "rank_name": person.rank_name,
        "education_level": person.education_level,
        "position_since": person.position_since,
        "position_level": person.position_level,
        "retirement_age": person.retirement_age,
        "birth_month": f"{person.birth_date:%Y-%m}",
        "trainings": [one._asdict() for one in person.trainings],
        "disciplines": [one._asdict() for one in person.disciplines],
    }

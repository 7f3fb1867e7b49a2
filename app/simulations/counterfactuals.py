"""What would have moved a person of a map into a better box: asked, answered, on record."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import Fault
from app.core.identity import Actor
from app.core.words import Language
from app.employees import accesses
from app.employees.accesses import Look
from app.publications import service as publications
from app.scoring_schemes import service as schemes
from app.simulations import policy
from app.simulations.answering import answer
from app.simulations.counterfactual import is_better, search
from app.simulations.errors import TargetNotBetter
from app.simulations.ladders import Person
from app.talent_maps import evidence
from app.talent_maps.errors import MapNotFound, MapNotReady, PlacementNotFound
from app.talent_maps.models import State, TalentMap
from app.talent_maps.nine_box import Cell
from app.talent_maps.nine_box import cell_of as cell_at

PLACED = text("""
select cell from talent_map_placements where map_id = :map_id and employee_id = :employee_id
""").bindparams(bindparam("map_id", type_=Uuid()), bindparam("employee_id", type_=Uuid()))


async def ask(
    session: AsyncSession,
    actor: Actor,
    map_id: UUID,
    employee_id: UUID,
    target_box: int | None,
    language: Language,
) -> dict[str, Any]:
    """What would have moved a person, for whoever sees their placement; the person learns of it."""
    talent_map = await session.get(TalentMap, map_id)
    if talent_map is None or not policy.may_ask(actor, talent_map):
        raise MapNotFound(id=map_id)
    if talent_map.state is not State.DONE:
        raise MapNotReady(name=talent_map.name, state=talent_map.state)
    answered = await counterfactual_of(session, talent_map, employee_id, target_box, language)
    await accesses.record(session, actor, employee_id, Look("counterfactual", map_id))
    return answered


async def ask_own(
    session: AsyncSession, actor: Actor, map_id: UUID, target_box: int | None, language: Language
) -> dict[str, Any]:
    """What would have moved the actor, once their result is published."""
    own = await publications.own_result(session, actor, map_id)
    return await counterfactual_of(session, own.talent_map, own.employee_id, target_box, language)


async def counterfactual_of(
    session: AsyncSession,
    talent_map: TalentMap,
    employee_id: UUID,
    target_box: int | None = None,
    language: Language = "id",
) -> dict[str, Any]:
    """What would have moved a person of a finished map. Whoever calls it has asked who may.

    Raises PlacementNotFound, and TargetNotBetter with the pointer /target_box.
    """
    placed = await session.execute(PLACED, {"map_id": talent_map.id, "employee_id": employee_id})
    placement = placed.one_or_none()
    if placement is None:
        raise PlacementNotFound(id=employee_id)
    wanted = None
    if target_box is not None:
        wanted = cell_at(talent_map.numbers.index(target_box))
        _check(wanted, placement.cell, talent_map)
    assert talent_map.known_at is not None  # noqa: S101 - a finished map has it
    stored = await schemes.get(session, talent_map.scheme_id)
    facts = await evidence.facts_of(session, employee_id, talent_map.known_at)
    person = Person(schemes.parsed(stored), facts, talent_map.as_of)
    return {
        "map_id": talent_map.id,
        "employee_id": employee_id,
        "scheme": stored.name,
        "scheme_sha256": stored.sha256,
        "as_of": talent_map.as_of,
        "known_at": talent_map.known_at,
        "target_box": target_box,
        **answer(search(person, wanted), talent_map.numbers, language),
    }


def _check(wanted: Cell, stands: int | None, talent_map: TalentMap) -> None:
    """Raise TargetNotBetter unless the cell that is wanted is better than where a person stands."""
    if stands is None or is_better(wanted, cell_at(stands)):
        return
    boxes = {"target": talent_map.numbers[wanted.index], "box": talent_map.numbers[stands]}
    fault = Fault("/target_box", TargetNotBetter.code, TargetNotBetter.detail.filled(**boxes))
    raise TargetNotBetter(errors=[fault], **boxes)

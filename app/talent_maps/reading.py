"""What is read of a finished map: a person's trace, the nine-box as counts and as a picture."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.identity import Actor
from app.core.words import Language
from app.employees import accesses
from app.employees.accesses import Look
from app.scoring_schemes import service as schemes
from app.scoring_schemes.scheme import Numbering
from app.scoring_schemes.scoring import score
from app.talent_maps import evidence, queries, service, tracing
from app.talent_maps.errors import PlacementNotFound
from app.talent_maps.models import TalentMap
from app.talent_maps.nine_box import CELLS, cell_of, meaning
from app.talent_maps.pictures import BoxCounts, nine_box_svg


async def trace(
    session: AsyncSession, actor: Actor, map_id: UUID, employee_id: UUID
) -> dict[str, Any]:
    """A placement and why, derived from the facts as known at the map's `known_at`."""
    talent_map = await service.get_finished(session, actor, map_id)
    return await trace_of(session, actor, talent_map, employee_id)


async def trace_of(
    session: AsyncSession, actor: Actor, talent_map: TalentMap, employee_id: UUID
) -> dict[str, Any]:
    """A placement on a finished map and why. Whoever calls it has asked who may see the map."""
    values = {"map_id": talent_map.id, "employee_id": employee_id}
    found = await session.execute(queries.placement_for(actor), values)
    placement = found.mappings().one_or_none()
    if placement is None:
        raise PlacementNotFound(id=employee_id)
    await accesses.record(session, actor, employee_id, Look("placement", talent_map.id))
    return {"placement": placement, **await reasons(session, talent_map, employee_id)}


async def reasons(
    session: AsyncSession, talent_map: TalentMap, employee_id: UUID
) -> dict[str, Any]:
    """Why a person stands where they do on a finished map."""
    assert talent_map.known_at is not None  # noqa: S101 - a finished map has it
    stored = await schemes.get(session, talent_map.scheme_id)
    facts = await evidence.facts_of(session, employee_id, talent_map.known_at)
    scores = score(schemes.parsed(stored), facts, talent_map.as_of)
    return {
        "scheme": stored.name,
        "scheme_sha256": stored.sha256,
        "as_of": talent_map.as_of,
        "known_at": talent_map.known_at,
        "axes": tracing.axes(scores),
    }


async def nine_box(
    session: AsyncSession, actor: Actor, map_id: UUID, language: Language
) -> dict[str, Any]:
    """The nine boxes by number, with their counts and meanings."""
    talent_map = await service.get_finished(session, actor, map_id)
    counts = talent_map.cell_counts or []
    standing = await standing_counts(session, talent_map)
    boxes = [
        {
            "box": talent_map.numbers[index],
            "cell": cell_of(index).name,
            "people": counts[index],
            "standing": standing[index],
            "category": meaning(cell_of(index)).category.in_(language),
            "actions": [words.in_(language) for words in meaning(cell_of(index)).actions],
        }
        for index in range(CELLS)
    ]
    return {
        "map_id": map_id,
        "numbering": (await numbering_of(session, talent_map)).value,
        "population": talent_map.population,
        "without_box": without_box(talent_map),
        "boxes": sorted(boxes, key=lambda box: box["box"]),
    }


async def picture(session: AsyncSession, actor: Actor, map_id: UUID, language: Language) -> str:
    """The nine-box as SVG."""
    talent_map = await service.get_finished(session, actor, map_id)
    numbering = await numbering_of(session, talent_map)
    title = f"{talent_map.name}, {talent_map.as_of.isoformat()}"
    numbers = talent_map.numbers
    stands = dict(zip(numbers, await standing_counts(session, talent_map), strict=True))
    counts = BoxCounts(box_counts(talent_map), without_box(talent_map), stands)
    return nine_box_svg(title, counts, numbering, language)


async def standing_counts(session: AsyncSession, talent_map: TalentMap) -> list[int]:
    """People by cell as they stand: as computed, with the moves of closed calibrations."""
    counts = list(talent_map.cell_counts or [0] * CELLS)
    for row in await session.execute(queries.CALIBRATED, {"map_id": talent_map.id}):
        counts[row.cell] -= row.people
        counts[row.to_cell] += row.people
    return counts


async def numbering_of(session: AsyncSession, talent_map: TalentMap) -> Numbering:
    return schemes.parsed(await schemes.get(session, talent_map.scheme_id)).numbering


def box_counts(talent_map: TalentMap) -> dict[int, int]:
    """People by box number, in the order of the numbers."""
    pairs = zip(talent_map.numbers, talent_map.cell_counts or [], strict=True)
    return dict(sorted(pairs))


def without_box(talent_map: TalentMap) -> int:
    return (talent_map.population or 0) - sum(talent_map.cell_counts or [])

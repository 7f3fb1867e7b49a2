"""Retention by box: what the regulation recommends, what was done, how many it reached.

The box is the one that stands: the calibrated one where a closed calibration moved somebody.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessors.severity import share
from app.audit import service as audit
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.words import Language
from app.development import errors, policy
from app.development.errors import WithoutBox
from app.development.measures import MEASURES, recommended
from app.development.models import RetentionMeasure
from app.development.schemas import NewMeasure
from app.development.service import refused
from app.employees import accesses
from app.employees.accesses import Look
from app.talent_maps import service as talent_maps
from app.talent_pools import standings
from app.talent_pools.errors import NOT_ON_MAP, unknown

COVERED = text("""
select coalesce(c.cell, p.cell) as cell, count(*) as people, count(m.employee_id) as covered
from talent_map_placements p
left join calibrated_placements c on c.map_id = p.map_id and c.employee_id = p.employee_id
left join (
  select distinct employee_id from retention_measures where map_id = :map_id
) m on m.employee_id = p.employee_id
where p.map_id = :map_id and p.cell is not null group by 1""").bindparams(
    bindparam("map_id", type_=Uuid())
)


async def record(
    session: AsyncSession, actor: Actor, new: NewMeasure, today: date
) -> RetentionMeasure:
    """Keep what was done for a person; it must be one that their box recommends."""
    used = await talent_maps.get_finished(session, actor, new.map_id)
    if not policy.can_edit(actor):
        raise Forbidden
    standing = await standings.on_map(session, used.id, new.employee_id)
    if standing is None:
        raise unknown("/employee_id", "not-on-the-map", NOT_ON_MAP)
    if standing.standing_box is None:
        raise WithoutBox
    choices = recommended(used.numbers.index(standing.standing_box))
    if new.measure not in choices:
        words = errors.NOT_RECOMMENDED.filled(box=standing.standing_box, choices=", ".join(choices))
        raise refused("/measure", "measure-not-recommended", words)
    if new.done_on > today:
        raise refused("/done_on", "day-in-future", errors.IN_FUTURE)
    made = RetentionMeasure(
        **new.model_dump(),
        agency_id=used.agency_id,
        box=standing.standing_box,
        recorded_by=actor.id,
    )
    session.add(made)
    await session.flush()
    await accesses.record(session, actor, new.employee_id, Look("retention", made.map_id))
    await audit.record(
        session,
        actor,
        "retention_measure.recorded",
        made.id,
        agency_id=made.agency_id,
        after=audit.state_of(made),
        map_id=str(made.map_id),
        employee_id=str(made.employee_id),
        box=made.box,
        measure=made.measure,
    )
    return made


async def coverage(
    session: AsyncSession, actor: Actor, map_id: UUID, language: Language
) -> list[dict[str, Any]]:
    """Each box, its recommendations, and how many of its people had at least one of them."""
    used = await talent_maps.get_finished(session, actor, map_id)
    if not policy.can_count(actor):
        raise Forbidden
    rows = await session.execute(COVERED, {"map_id": map_id})
    counts = {cell: (people, covered) for cell, people, covered in rows}
    return [
        {
            "box": box,
            "people": counts.get(cell, (0, 0))[0],
            "covered": counts.get(cell, (0, 0))[1],
            "percent": share(*reversed(counts.get(cell, (0, 0)))),
            "measures": [
                {"code": code, "title": MEASURES[code].in_(language)} for code in recommended(cell)
            ],
            "rows": f"/v1/retention-measures?map_id={map_id}&box={box}",
        }
        for box, cell in sorted((number, cell) for cell, number in enumerate(used.numbers))
    ]

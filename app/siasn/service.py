"""A map's people in SIASN's shapes, as a file."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core import tables
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.reading import Reading
from app.core.tables import Format
from app.employees import accesses
from app.employees.accesses import Look
from app.siasn import policy, queries, shapes
from app.siasn.shapes import Payload, Shape
from app.talent_maps import service as maps
from app.talent_maps.models import Placement, TalentMap


async def written(
    session: AsyncSession, actor: Actor, reading: Reading, map_id: UUID, shape: Shape
) -> IO[bytes]:
    """A line for each payload that SIASN could take; on record in the log.

    What comes from people's histories is on record with each of them too.
    """
    talent_map = await maps.get_finished(session, actor, map_id)
    if not policy.can_export(actor):
        raise Forbidden
    if shape is not Shape.TALENT_MAPPING:
        people = select(Placement.employee_id).where(Placement.map_id == map_id)
        await accesses.record_all(session, actor, people, Look(f"siasn/{shape}", map_id))
    await audit.record(
        session,
        actor,
        "data.exported",
        map_id,
        agency_id=talent_map.agency_id,
        what=f"siasn/{shape}",
        format=str(Format.NDJSON),
        filters=[],
    )
    return await tables.written(lines(reading, talent_map, shape), Format.NDJSON)


async def lines(reading: Reading, talent_map: TalentMap, shape: Shape) -> AsyncGenerator[list[str]]:
    """The payloads of a finished map as JSON, in batches, in the map's order."""
    values = {
        "map_id": talent_map.id,
        "as_of": talent_map.as_of,
        "known_at": talent_map.known_at,
    }
    async for batch in queries.ROWS[shape].every(reading, **values):
        yield [orjson.dumps(payload(shape, orjson.loads(row))).decode() for row in batch]


def payload(shape: Shape, row: dict[str, Any]) -> Payload:
    """What SIASN is told by a row of the shape's query."""
    who = row["pns_id"]
    match shape:
        case Shape.TALENT_MAPPING:
            axes = Decimal(row["potential"]), Decimal(row["performance"])
            return shapes.talent_mapping(who, row["cell"], *axes)
        case Shape.COMPETENCIES:
            return shapes.competencies(who, row["levels"])
        case Shape.POTENTIAL:
            return shapes.potential(who, row["levels"])
        case Shape.PERFORMANCE:
            ratings = (row[name] for name in ("year", "result", "conduct", "quadrant"))
            return shapes.performance(who, row["siasn_id"], *ratings)

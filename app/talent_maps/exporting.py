"""The placements of a map as a file: the same rows, columns and masks as the list has."""

from typing import IO, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core import tables
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.reading import Reading
from app.core.tables import Format
from app.talent_maps import policy, queries, service

SCORES = ("performance", "potential", "value")


async def written(
    session: AsyncSession,
    actor: Actor,
    reading: Reading,
    map_id: UUID,
    filters: dict[str, Any],
    form: Format,
) -> IO[bytes]:
    """A file of a finished map's placements; that it was taken out is recorded in the log."""
    talent_map = await service.get_finished(session, actor, map_id)
    if not policy.can_export(actor):
        raise Forbidden
    given = {name: value for name, value in filters.items() if value is not None}
    await audit.record(
        session,
        actor,
        "data.exported",
        map_id,
        agency_id=talent_map.agency_id,
        what="placements",
        format=str(form),
        filters=sorted(given),
    )
    query = queries.placements_for(actor)
    rows = query.every(reading, map_id=map_id, **given)
    return await tables.written(rows, form, query.columns, SCORES)

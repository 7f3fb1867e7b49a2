"""The files of a map: what was asked, scheme, inputs and results."""

from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import raw
from app.core.identity import Actor
from app.evidence import calibrations, records
from app.evidence.instants import written
from app.evidence.packing import Packing
from app.evidence.parts import About
from app.scoring_schemes import service as schemes
from app.talent_maps import reading
from app.talent_maps import service as talent_maps
from app.verifier import scheme as independent
from app.verifier import talent_map as files

AGENCY = text("select code, name from agencies where id = :id")


async def add(session: AsyncSession, actor: Actor, map_id: UUID, packing: Packing) -> About:
    """Put in a finished map that the actor may see."""
    talent_map = await talent_maps.get_finished(session, actor, map_id)
    assert talent_map.known_at is not None  # noqa: S101 - a finished map has it
    scheme = await schemes.get(session, talent_map.scheme_id)
    document = scheme.canonical.encode()
    agency = await named(session, talent_map.agency_id)
    about = _about(talent_map, agency, scheme.name, scheme.sha256, scheme.numbering)
    await packing.add(files.MAP, rfc8785.dumps(about))
    await packing.add(files.SCHEME, document)

    db = await raw(session)
    kinds = independent.read(document).kinds - {"record"}
    async with packing.writing(files.INPUTS) as entry:
        async for part in records.inputs(db, map_id, talent_map.known_at, kinds):
            await entry.write(part.lines)
    async with packing.writing(files.RESULTS) as entry:
        async for part in records.results(db, map_id):
            await entry.write(part.lines)
    registered = await calibrations.add(session, talent_map, packing)
    return About(
        agency_id=talent_map.agency_id,
        agency=agency["name"],
        title=talent_map.name,
        subjects=(talent_map.id, scheme.id),
        registered=(*registered.sessions, *registered.moves),
        talent_map=about,
        picture=await reading.picture(session, actor, map_id, "id"),
    )


async def named(session: AsyncSession, agency_id: UUID) -> dict[str, str]:
    """Code and name of an agency."""
    row = (await session.execute(AGENCY, {"id": agency_id})).one()
    return {"code": row.code, "name": row.name}


def _about(
    talent_map: Any, agency: dict[str, str], scheme: str, sha256: str, numbering: str
) -> dict[str, Any]:
    """What was asked and counted. Everything else in the bundle follows from it and the inputs."""
    boxes = reading.box_counts(talent_map)
    return {
        "id": str(talent_map.id),
        "name": talent_map.name,
        "agency": agency,
        "as_of": talent_map.as_of.isoformat(),
        "known_at": written(talent_map.known_at),
        "scheme": scheme,
        "scheme_sha256": sha256,
        "numbering": str(numbering),
        "unit_id": None if talent_map.unit_id is None else str(talent_map.unit_id),
        "cohorts": talent_map.cohorts,
        "population": talent_map.population,
        "restricted": talent_map.restricted,
        "boxes": {str(number): people for number, people in boxes.items()},
    }

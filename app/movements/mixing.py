"""The cells that people would have by one map's scheme over the other map's facts.

The arithmetic is the maps' own (`app.talent_maps.placing`), set-based, in tables of the
transaction; nothing of it stays.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import raw
from app.scoring_schemes import service as schemes
from app.scoring_schemes.scheme import Scheme
from app.talent_maps import placing
from app.talent_maps.models import TalentMap
from app.talent_maps.populations import Recalled

CELLS = """
select employee_id, case when value is not null then y * 3 + x end as cell from map_scores"""
IDS = "select unnest('{{{ids}}}'::uuid[])"


async def cells(
    session: AsyncSession,
    facts_of: TalentMap,
    scheme_of: TalentMap,
    chosen: Collection[UUID] | None = None,
) -> dict[UUID, int | None]:
    """Each person's cell by the scheme of one map over the facts of another; None without a box.

    Of everybody on the map whose facts they are, or of those `chosen`, who are on it.
    """
    assert facts_of.known_at is not None  # noqa: S101 - a finished map has it
    scheme: Scheme = schemes.parsed(await schemes.get(session, scheme_of.scheme_id))
    among = "" if chosen is None else IDS.format(ids=",".join(map(str, chosen)))
    whom = Recalled(facts_of.id, facts_of.agency_id, facts_of.known_at, among)
    db = await raw(session)
    await placing.score_people(db, whom, scheme, facts_of.as_of)
    return {row["employee_id"]: row["cell"] for row in await db.fetch(CELLS)}

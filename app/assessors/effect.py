"""What one assessor does to a map: everybody placed again without that assessor's assessments.

Leave-one-out, exactly: the facts are those that the map knew, without the assessments of one
assessor; whom they assessed counts with the next older assessment that is still valid, or has no
score, as the scheme says. Who has a value both ways is ranked among these both ways, so that
nobody moves merely because another lost their score. Nothing of it stays.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessors import policy
from app.assessors.errors import AssessorNotFound
from app.assessors.severity import rounded
from app.assessors.sheets import NAMED, sheets
from app.core.db import raw
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.scoring_schemes import service as schemes
from app.talent_maps import placing
from app.talent_maps import service as talent_maps
from app.talent_maps.populations import Recalled, Slice

COMPARED = text("""
with held as (
  select p.rank as rank_before, s.rank as rank_after, p.cell as cell_before,
    s.y * 3 + s.x as cell_after, p.value as value_before, s.value as value_after
  from talent_map_placements p join map_scores s on s.employee_id = p.employee_id
  where p.map_id = :map_id),
both_ways as (
  select cell_before <> cell_after as moved, value_before <> value_after * 0.0001 as rescored,
    rank() over (order by rank_before) as place_before,
    rank() over (order by rank_after) as place_after
  from held where value_before is not null and value_after is not null)
select (select count(*) from held where value_before is not null and value_after is null) as lost,
  (select count(*) from held where value_before is null and value_after is not null) as gained,
  count(*) as compared, count(*) filter (where rescored) as rescored,
  count(*) filter (where moved) as other_box,
  count(*) filter (where place_before <> place_after) as other_rank,
  coalesce(max(abs(place_before - place_after)), 0) as largest,
  coalesce(sum(abs(place_before - place_after)), 0)::bigint as total
from both_ways""")


class Without(NamedTuple):
    """The people of a finished map, their facts without the assessments of one assessor."""

    recalled: Recalled
    key: str
    """Sixteen hexadecimal digits, so that it can stand in a statement."""

    @property
    def relation(self) -> str:
        """Everybody's ids."""
        return self.recalled.relation

    def people(self, part: Slice) -> str:
        """The people of a slice, as the map knew them."""
        return self.recalled.people(part)

    def rows(self, part: Slice) -> Callable[[str], str]:
        """The facts of a slice that count."""
        known = self.recalled.rows(part)
        without = f" and {NAMED} is distinct from '{self.key}'"
        return lambda table: known(table) + (without if table == "assessments" else "")


async def effect(session: AsyncSession, actor: Actor, map_id: UUID, key: str) -> dict[str, Any]:
    """How a map's values, boxes and ranks change when one assessor's assessments are left out."""
    used = await talent_maps.get_finished(session, actor, map_id)
    if not policy.can_compare(actor):
        raise Forbidden
    scheme = schemes.parsed(await schemes.get(session, used.scheme_id))
    assert used.known_at is not None  # noqa: S101 - a finished map has it
    found = await sheets(session, map_id, used.agency_id, scheme, used.as_of, used.known_at)
    own = [sheet for sheet in found if sheet.key == key]
    if not own:
        raise AssessorNotFound(key=key)
    whom = Without(Recalled(map_id, used.agency_id, used.known_at), key)
    await placing.score_people(await raw(session), whom, scheme, used.as_of)
    counted = (await session.execute(COMPARED, {"map_id": map_id})).mappings().one()
    total, compared = counted["total"], counted["compared"]
    return {
        "key": key,
        "name": own[0].name,
        "institution": own[0].institution,
        "assessments": sum(sheet.assessments for sheet in own),
        **{name: counted[name] for name in counted if name != "total"},
        "mean_change": rounded(Fraction(total * 10_000, compared)) if compared else None,
    }

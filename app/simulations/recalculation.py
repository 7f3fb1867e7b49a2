"""Everybody of a map placed again by a changed scheme, in tables of the transaction's own.

The arithmetic is the map's (`app.talent_maps.placing`); the people are those whom it placed, the
facts those that were known then. Moves hold computed boxes against computed ones; a pool goes by
the boxes that stand, so whom a closed calibration moved stands there under either scheme. Nothing
of it stays: the tables go with the transaction.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import raw
from app.scoring_schemes.scheme import Scheme
from app.talent_maps import placing
from app.talent_maps.models import TalentMap
from app.talent_maps.nine_box import NUMBERS
from app.talent_maps.populations import Recalled
from app.talent_pools.standings import RULE, joining

# `agency_id` and `cohort` are there for the rule of a pool; a person without a value has no rank.
SIMULATED = """
create temporary table simulated on commit drop as
select p.agency_id, p.employee_id, p.cohort, p.place as place_before, p.rank as rank_before,
  p.cell as cell_before, p.value as value_before, s.place, s.y * 3 + s.x as cell,
  c.cell as calibrated,
  case when s.value is not null then s.rank end as rank, s.value * 0.0001 as value
from talent_map_placements p join map_scores s on s.employee_id = p.employee_id
left join calibrated_placements c on c.map_id = p.map_id and c.employee_id = p.employee_id
where p.map_id = $1"""
POOL = text("""
select boxes, rule from talent_pools where id = :pool_id and map_id = :map_id
""").bindparams(bindparam("pool_id", type_=Uuid()), bindparam("map_id", type_=Uuid()))
POOL_TABLE = """
create temporary table pool_changes (employee_id uuid primary key, change text) on commit drop"""
AS_BEFORE = """(select agency_id, employee_id, cohort, place_before as place, rank_before as rank,
  value_before as value, coalesce(calibrated, cell_before) as cell from simulated) p where true"""
# Who has no box by the changed scheme has none: nobody is moved out of that by a panel either.
AS_AFTER = """(select agency_id, employee_id, cohort, place, rank, value,
  case when cell is not null then coalesce(calibrated, cell) end as cell
  from simulated) p where true"""
POOL_CHANGES = """
insert into pool_changes
select employee_id, case when o.place is null then 'gained' else 'lost' end
from ({before}) o full join ({after}) n using (employee_id)
where o.place is null or n.place is null"""

FLOWS = text("""
select cell_before, cell as cell_after, count(*)::int as people from simulated
group by 1, 2 order by 1 nulls last, 2 nulls last""")
RANKS = text("""
select count(*) filter (where rank = rank_before)::int as unchanged,
  count(*) filter (where rank < rank_before)::int as up,
  count(*) filter (where rank > rank_before)::int as down,
  count(*) filter (where rank_before is null and rank is not null)::int as newly_ranked,
  count(*) filter (where rank_before is not null and rank is null)::int as no_longer_ranked,
  coalesce(max(rank_before - rank) filter (where rank < rank_before), 0)::int as largest_rise,
  coalesce(max(rank - rank_before) filter (where rank > rank_before), 0)::int as largest_fall
from simulated""")
POOL_COUNTS = text("""
select count(*) filter (where change = 'gained')::int as gained,
  count(*) filter (where change = 'lost')::int as lost from pool_changes""")
MOVES = text("""
select s.*, c.change as pool, e.nip, e.name
from simulated s
join employees e on e.id = s.employee_id
left join pool_changes c on c.employee_id = s.employee_id
where s.place_before > :after and (s.cell is distinct from s.cell_before or c.change is not null)
order by s.place_before limit :limit
""").bindparams(bindparam("after", type_=Integer()), bindparam("limit", type_=Integer()))


class Drawn(NamedTuple):
    """Whom a pool takes: the people of boxes who meet a rule."""

    boxes: list[int]
    rule: dict[str, Any]


async def pool_of(session: AsyncSession, map_id: UUID, pool_id: UUID) -> Drawn | None:
    """The boxes and the rule of a map's pool; None when the map has no such pool."""
    row = (await session.execute(POOL, {"pool_id": pool_id, "map_id": map_id})).one_or_none()
    return None if row is None else Drawn(list(row.boxes), row.rule)


async def recalculate(
    session: AsyncSession, talent_map: TalentMap, scheme: Scheme, drawn: Drawn | None
) -> int:
    """Fill `simulated` and `pool_changes`; how many people there are."""
    db = await raw(session)
    assert talent_map.known_at is not None  # noqa: S101 - a finished map has it
    await db.execute("drop table if exists simulated, pool_changes")
    whom = Recalled(talent_map.id, talent_map.agency_id, talent_map.known_at)
    people, _ = await placing.score_people(db, whom, scheme, talent_map.as_of)
    await db.execute(SIMULATED, talent_map.id)
    await db.execute("analyze simulated")
    await db.execute(POOL_TABLE)
    if drawn is not None:
        await _compare(session, talent_map, scheme, drawn)
    return people


async def _compare(
    session: AsyncSession, talent_map: TalentMap, scheme: Scheme, drawn: Drawn
) -> None:
    """Fill `pool_changes`: whom the pool's rule takes of the one result and not of the other."""
    before = joining(AS_BEFORE, _number("p.cell", talent_map.numbers))
    after = joining(AS_AFTER, _number("p.cell", NUMBERS[scheme.numbering]))
    changes = text(POOL_CHANGES.format(before=before, after=after)).bindparams(*RULE)
    minimum = drawn.rule["minimum_value"]
    await session.execute(
        changes,
        {
            "boxes": drawn.boxes,
            "minimum": None if minimum is None else Decimal(minimum),
            "cohorts": drawn.rule["cohorts"],
            "limit": drawn.rule["limit"],
        },
    )


def _number(cell: str, numbers: Sequence[int]) -> str:
    """The number on a cell, as SQL."""
    listed = ", ".join(map(str, numbers))
    return f"(array[{listed}])[{cell} + 1]"

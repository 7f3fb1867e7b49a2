"""The counts of a published map, by box and by sex, talent level and unit, with small cells hidden.

They are made once, when the map is published, and kept: whoever asks sees the same numbers, so no
two answers can be held against each other. Everybody counts once, in the box that stands on that
day: counts of the computed boxes beside them would tell whom a calibration moved. Sex and unit are
those of the records on that day; a unit is one of the first level below the top.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.publications.suppression import (
    THRESHOLD,
    Counts,
    Line,
    protected,
    telling_columns,
    together,
)

ROWS = 10
"""The nine boxes by their number, then those without a box."""
COUNTED = text("""
with recursive tops as (
  select id, id as top, name from units
  where agency_id = :agency_id and (parent_id is null or parent_id in (
    select id from units where agency_id = :agency_id and parent_id is null))
  union all
  select u.id, t.top, t.name from units u join tops t on u.parent_id = t.id
  where t.id not in (select id from units where agency_id = :agency_id and parent_id is null)
)
select coalesce(m.numbers[coalesce(c.cell, p.cell) + 1] - 1, 9) as box, e.sex, p.cohort, t.top,
  t.name, count(*) as people
from talent_map_placements p
join talent_maps m on m.id = p.map_id
left join calibrated_placements c on c.map_id = p.map_id and c.employee_id = p.employee_id
join employees e on e.id = p.employee_id
left join tops t on t.id = e.unit_id
where p.map_id = :map_id
group by 1, 2, 3, 4, 5
""").bindparams(bindparam("map_id", type_=Uuid()), bindparam("agency_id", type_=Uuid()))


async def of_map(session: AsyncSession, agency_id: UUID, map_id: UUID) -> dict[str, Any]:
    """The statistics of a map, as they may be shown to everybody in the agency."""
    values = {"agency_id": agency_id, "map_id": map_id}
    rows = (await session.execute(COUNTED, values)).all()
    counted = [((row.sex, row.cohort, row.top), row.box, row.people) for row in rows]
    names = {row.top: row.name for row in rows}
    totals = [sum(people for _, box, people in counted if box == n) for n in range(ROWS)]
    alike = together(totals)
    return {
        "population": sum(totals),
        "threshold": THRESHOLD,
        "boxes": _line(totals if alike is not None else None, alike or frozenset()),
        **{
            f"by_{name}": _by([(key[n], box, people) for key, box, people in counted], alike, names)
            for n, name in enumerate(("sex", "cohort", "unit"))
        },
    }


def _by(
    counted: list[tuple[Any, int, int]], rows: Line | None, names: dict[Any, str]
) -> list[dict[str, Any]]:
    """One table: groups with their people by box. Empty when nothing of it can be shown."""
    cells: dict[tuple[int, Any], int] = defaultdict(int)
    for group, box, people in counted:
        cells[box, group] += people
    groups = sorted(
        {group for _, group in cells}, key=lambda g: (g is None, names.get(g, ""), str(g))
    )
    counts: Counts = [[cells[box, group] for group in groups] for box in range(ROWS)]
    shown = None if rows is None else protected(counts, rows)
    if shown is None:
        return []
    columns = telling_columns(counts) or frozenset()
    return [
        {
            "group": None if group is None else str(group),
            "name": names.get(group),
            "people": None if n in columns else sum(row[n] for row in counts),
            "boxes": _boxes([row[n] for row in shown]),
        }
        for n, group in enumerate(groups)
    ]


def _line(totals: list[int] | None, hidden: Line) -> list[dict[str, Any]]:
    if totals is None:
        return _boxes([None] * ROWS)
    return _boxes([None if n in hidden else total for n, total in enumerate(totals)])


def _boxes(people: list[int | None]) -> list[dict[str, Any]]:
    """Counts by the number of the box; null is without a box."""
    return [
        {"box": n + 1 if n < ROWS - 1 else None, "people": count} for n, count in enumerate(people)
    ]

"""The assessments that a map used, counted and summed by assessor, level and half year.

They are chosen as scoring chooses them: of each person of the map, as known at its `known_at`, the
assessments of the latest day up to D, while that day is valid at D. A score that the map's scheme
does not read is not summed.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessors.severity import Level, Tally
from app.scoring_schemes.anniversaries import earliest_start
from app.scoring_schemes.indicators import Indicator
from app.scoring_schemes.leaf_sql import SCORE, day, half_up
from app.scoring_schemes.scheme import Leaf, Scheme

WHO = "convert_to(concat(assessor, chr(31), institution), 'UTF8')"
NAMED = f"case when assessor is not null then left(encode(sha256({WHO}), 'hex'), 16) end"
"""An assessor has no number in the files: the name with the institution is who it is."""
USED = """
select a.employee_id, a.assessor, a.institution, {key} as key, p.cohort, a.assessed_on,
  a.achieved, a.aspects, {jpm} as jpm, {potential} as potential,
  dense_rank() over (partition by a.employee_id order by a.assessed_on desc) as nth
from assessments a
join talent_map_placements p on p.map_id = :map_id and p.employee_id = a.employee_id
where a.agency_id = :agency_id and a.recorded_at <= :known_at
  and (a.superseded_at is null or a.superseded_at > :known_at) and a.assessed_on <= {day}"""
SHEETS = """
with used as ({used}),
latest as (
  select *, count(*) over (partition by key, achieved, aspects) > 1 as repeated
  from used where nth = 1 and assessed_on >= {since})
select key, min(assessor) as name,
  case when key is not null then min(institution) end as institution, cohort,
  extract(year from assessed_on)::int as year,
  (extract(month from assessed_on)::int + 5) / 6 as half,
  count(*) as assessments, count(*) filter (where repeated) as repeated,
  {sums}
from latest group by key, cohort, year, half
order by name nulls last, institution nulls first, key, year, half"""
TALLY = "count({0}), coalesce(sum({0}), 0)::bigint, coalesce(sum({0} * {0}::numeric), 0)"


class Half(NamedTuple):
    """Half a year: 1 is January to June."""

    year: int
    half: int

    @property
    def name(self) -> str:
        """As it is written, for example `2025-2`."""
        return f"{self.year}-{self.half}"


class Sheet(NamedTuple):
    """What one assessor did with people of one level in half a year."""

    key: str | None
    name: str | None
    institution: str | None
    level: Level
    when: Half
    assessments: int
    repeated: int
    """Those whose seventeen levels are the same as those of another of the assessor's."""
    scores: dict[str, Tally]


def leaves_of(scheme: Scheme) -> dict[str, Leaf]:
    """The leaves that read assessments, by the score that they read."""
    read = {Indicator.COMPETENCY_JPM: "jpm", Indicator.POTENTIAL_ASPECTS: "potential"}
    every = [leaf for axis in scheme.axes for leaf in axis.leaves()]
    return {read[leaf.indicator]: leaf for leaf in reversed(every) if leaf.indicator in read}


async def sheets(
    session: AsyncSession,
    map_id: UUID,
    agency_id: UUID,
    scheme: Scheme,
    as_of: date,
    known_at: datetime,
) -> list[Sheet]:
    """Every sheet of a map, those of unnamed assessors last."""
    leaves = leaves_of(scheme)
    if not leaves:
        return []
    values = {"map_id": map_id, "agency_id": agency_id, "known_at": known_at}
    rows = await session.execute(text(_statement(leaves, as_of)), values)
    return list(map(_sheet, rows))


def _statement(leaves: dict[str, Leaf], as_of: date) -> str:
    since = {name: day(earliest_start(as_of, leaf.validity_years)) for name, leaf in leaves.items()}
    capped = "jpm" in leaves and leaves["jpm"].cap_required
    achieved = "achieved_capped_sum" if capped else "achieved_sum"
    scores = {
        "jpm": half_up(f"a.{achieved}::bigint * {100 * SCORE}", "a.required_sum::bigint"),
        "potential": f"a.aspects_sum::bigint * {100 * SCORE // 40}",
    }
    read = {
        name: f"case when a.assessed_on >= {since[name]} then {score} end"
        if name in leaves
        else "null::bigint"
        for name, score in scores.items()
    }
    used = USED.format(key=NAMED, day=day(as_of), **read)
    sums = ", ".join(TALLY.format(name) for name in scores)
    earliest = f"least({', '.join(since.values())})"
    return SHEETS.format(used=used, since=earliest, sums=sums)


def _sheet(row: Any) -> Sheet:
    key, name, institution, level, year, half, assessments, repeated, *sums = row
    scores = {"jpm": Tally(*map(int, sums[:3])), "potential": Tally(*map(int, sums[3:]))}
    return Sheet(key, name, institution, level, Half(year, half), assessments, repeated, scores)

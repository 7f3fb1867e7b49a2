"""Placing a whole population: scored by one statement, ranked and written by another.

Temporary tables of the map's own transaction hold what is between; nothing is visible before the
end. The facts of the agency are locked against merges meanwhile, so that `known_at` names exactly
the facts that were read.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from app.scoring_schemes.scheme import Scheme
from app.scoring_schemes.scoring_sql import build, level_of, value_of
from app.talent_maps.models import Step

Told = Callable[[Step, int], Awaitable[None]]
"""Told the step that begins, and the percent that is done."""

TUNING = """
set local work_mem = '256MB';
set local hash_mem_multiplier = 2;
set local max_parallel_workers_per_gather = 2;
set local jit = off;
set local enable_nestloop = off;  -- right after an import there are no statistics to go by
"""
LOCK = "select pg_advisory_xact_lock_shared(hashtext('facts'), hashtext($1::text))"
ACTIVE = "lower(legal_status) = 'aktif'"
SUBTREE = """unit_id in (
  with recursive tree as (select {unit}::uuid as id union
    select u.id from units u join tree on u.parent_id = tree.id) select id from tree)"""


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a map places: the active people of an agency, or of a unit's subtree and of levels."""

    agency_id: UUID
    unit_id: UUID | None
    cohorts: tuple[int, ...] | None

    @property
    def people(self) -> str:
        """The people as a relation, as known now."""
        return (
            "(select id as employee_id, nip, cohort, education_level, education_relevance,"
            f" position_since from employees where {self.condition})"
        )

    @property
    def condition(self) -> str:
        parts = [f"agency_id = '{self.agency_id}'", ACTIVE]
        if self.unit_id is not None:
            parts.append(SUBTREE.format(unit=f"'{self.unit_id}'"))
        if self.cohorts is not None:
            parts.append(f"cohort in ({', '.join(map(str, self.cohorts)) or 'null'})")
        return " and ".join(parts)

    def rows(self, _table: str) -> str:
        """The facts that count, as known now."""
        return f"agency_id = '{self.agency_id}' and superseded_at is null"


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of it."""

    known_at: datetime
    population: int
    cell_counts: list[int]


class NobodyToPlace(Exception):
    """The population is empty."""


async def place(
    db: "asyncpg.Connection[Any]",
    map_id: UUID,
    population: Population,
    scheme: Scheme,
    as_of: date,
    told: Told,
) -> Placed:
    """Score, rank and write the placements of a map, in the caller's transaction.

    Raises NobodyToPlace when the population is empty.
    """
    await db.execute(TUNING)
    await db.execute(LOCK, str(population.agency_id))
    known_at: datetime = await db.fetchval("select clock_timestamp()")
    await told(Step.FACTS, 10)
    codes = await _score(db, population, scheme, as_of)
    people = await db.fetchval("select count(*) from map_scores")
    if not people:
        raise NobodyToPlace
    await told(Step.SCORES, 60)
    await _spell_gaps(db, codes)
    await db.execute(_insertion(map_id, population, scheme))
    await told(Step.COUNTS, 95)
    counts = dict(
        await db.fetch(
            "select y * 3 + x, count(*) from map_scores where value is not null group by 1"
        )
    )
    return Placed(known_at, people, [counts.get(cell, 0) for cell in range(9)])


async def _score(
    db: "asyncpg.Connection[Any]", population: Population, scheme: Scheme, as_of: date
) -> tuple[str, ...]:
    """Fill `map_scores`; the codes of the leaves that its `gaps` number."""
    statement = build(scheme, as_of, population.people, population.rows)
    await db.execute("drop table if exists map_scores, map_gaps")
    await db.execute(
        "create temporary table map_scores on commit drop as"
        f" select s.*, {value_of(scheme)} as value,"
        f" {level_of(scheme.performance)} as y, {level_of(scheme.potential)} as x"
        f" from ({statement.sql}) s"
    )
    return statement.codes


async def _spell_gaps(db: "asyncpg.Connection[Any]", codes: tuple[str, ...]) -> None:
    """Fill `map_gaps` with the codes that each combination of gaps stands for."""
    await db.execute("create temporary table map_gaps (gaps bigint, codes text[]) on commit drop")
    combinations = [row["gaps"] for row in await db.fetch("select distinct gaps from map_scores")]
    rows = [
        (gaps, [code for n, code in enumerate(codes) if gaps >> n & 1]) for gaps in combinations
    ]
    await db.executemany("insert into map_gaps values ($1, $2)", rows)


def _insertion(map_id: UUID, population: Population, scheme: Scheme) -> str:
    """Rank by the scheme's keys, descending, equal keys sharing a rank; list ties by NIP.

    Where levels were chosen, each level is a population of its own, listed one after the other.
    """
    keys = ", ".join(f"{key} desc nulls last" for key in scheme.ranking)
    peers = "value is null" if population.cohorts is None else "value is null, cohort"
    return f"""
insert into talent_map_placements (map_id, place, agency_id, employee_id, performance, potential,
  value, performance_level, potential_level, cell, rank, cohort, missing)
select '{map_id}', row_number() over (order by {peers}, {keys}, nip), '{population.agency_id}',
  employee_id, performance * 0.0001, potential * 0.0001, value * 0.0001, y, x, y * 3 + x,
  case when value is not null then rank() over (partition by {peers} order by {keys}) end,
  cohort, g.codes
from map_scores join map_gaps g using (gaps)"""

"""Placing a whole population: scored by one statement, ranked and written by another.

Temporary tables of the map's own transaction hold what is between; nothing is visible before the
end. The facts of the agency are locked against merges meanwhile, so that `known_at` names exactly
the facts that were read.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import asyncpg

from app.scoring_schemes.scheme import Scheme
from app.scoring_schemes.scoring_sql import build, level_of, value_of
from app.talent_maps.models import Step
from app.talent_maps.populations import People, Population, Slice

Told = Callable[[Step, int], Awaitable[None]]
"""Told the step that begins, and the percent that is done."""

TUNING = """
set local work_mem = '256MB';
set local hash_mem_multiplier = 2;
set local jit = off;
"""
# Facts of a person lie together or nearly so: reading each table in the order of people and merging
# costs half of hashing them all. Slices of the people are computed side by side; a slice itself is
# not worth dividing, since each worker would aggregate every history.
READING = """
set local random_page_cost = 1.1;
set local enable_hashagg = off;
set local enable_hashjoin = off;
set local enable_nestloop = off;
set local parallel_setup_cost = 0;
set local parallel_tuple_cost = 0.01;
set local min_parallel_table_scan_size = '5TB';
set local min_parallel_index_scan_size = '5TB';
set local max_parallel_workers_per_gather = 4;
"""
RANKING = """
set local enable_hashagg = on;
set local enable_hashjoin = on;
"""
LOCK = "select pg_advisory_xact_lock_shared(hashtext('facts'), hashtext($1::text))"
RESTRICTED = "select employee_id from processing_restrictions where lifted_at is null"
SLICES = 4
WORTH_SLICING = 50_000
"""Below it, starting workers costs more than they save."""
# One person of 64 is sample enough for slices of about equal size.
SAMPLED = """
select count(*), percentile_disc($1::float8[]) within group (order by id)
  filter (where get_byte(uuid_send(id), 15) < 4) from {relation}"""

# All placements in the map's order, a line each; blocks are hashed, and their hashes together.
DIGEST = """
select encode(sha256(string_agg(hash, ''::bytea order by block)), 'hex') from (
  select (place - 1) / 10000 as block, sha256(convert_to(string_agg(concat(place, '|', employee_id,
    '|', performance, '|', potential, '|', value, '|', cell, '|', rank, '|', cohort, '|',
    array_to_string(missing, ','), E'\\n'), '' order by place), 'UTF8')) as hash
  from talent_map_placements where map_id = $1 group by 1) blocks"""


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of it."""

    known_at: datetime
    population: int
    restricted: int
    """People left out because they restricted the use of their data."""
    cell_counts: list[int]
    sha256: str
    """Of all placements; the log keeps it, so that none of them can be changed unseen."""


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
    await db.execute(LOCK, str(population.agency_id))
    known_at: datetime = await db.fetchval("select clock_timestamp()")
    restricted = await db.fetch(RESTRICTED)
    population = replace(population, restricted=tuple(row["employee_id"] for row in restricted))
    await told(Step.FACTS, 10)
    people, codes = await score_people(db, population, scheme, as_of)
    if not people:
        raise NobodyToPlace
    await told(Step.SCORES, 60)
    await _spell_gaps(db, codes)
    await db.execute(_insertion(map_id, population))
    await told(Step.COUNTS, 95)
    counts = dict(
        await db.fetch(
            "select y * 3 + x, count(*) from map_scores where value is not null group by 1"
        )
    )
    digest = await db.fetchval(DIGEST, map_id)
    left_out = await db.fetchval(
        f"select count(*) from employees where {population.belonging} and id = any($1)",
        population.restricted,
    )
    cells = [counts.get(cell, 0) for cell in range(9)]
    return Placed(known_at, people, left_out, cells, digest)


async def score_people(
    db: "asyncpg.Connection[Any]", people: People, scheme: Scheme, as_of: date
) -> tuple[int, tuple[str, ...]]:
    """Fill `map_scores` with everybody's scores, levels, rank and place.

    Returns how many people there are, and the codes of the leaves that `gaps` numbers. The table is
    the transaction's own, and so are the settings under which it is filled.
    """
    await db.execute(TUNING)
    number, slices = await _slices(db, people)
    return number, await _score(db, people, slices, scheme, as_of)


async def _slices(db: "asyncpg.Connection[Any]", whom: People) -> tuple[int, list[Slice]]:
    """How many people there are, and slices of about equal size."""
    marks = [n / SLICES for n in range(1, SLICES)]
    people, bounds = await db.fetchrow(SAMPLED.format(relation=whom.relation), marks)
    if people < WORTH_SLICING or bounds is None:
        return people, [Slice()]
    return people, [Slice(*ends) for ends in pairwise([None, *sorted(set(bounds)), None])]


async def _score(
    db: "asyncpg.Connection[Any]",
    whom: People,
    slices: list[Slice],
    scheme: Scheme,
    as_of: date,
) -> tuple[str, ...]:
    """Fill `map_scores`; the codes of the leaves that its `gaps` number."""
    statements = [build(scheme, as_of, whom.people(part), whom.rows(part)) for part in slices]
    parts = " union all ".join(
        f"select s.*, {value_of(scheme)} as value,"
        f" {level_of(scheme.performance)} as y, {level_of(scheme.potential)} as x"
        f" from ({statement.sql}) s"
        for statement in statements
    )
    await db.execute("drop table if exists map_scores, map_gaps")
    await db.execute(READING)
    await db.execute(
        "create temporary table map_scores on commit drop as"
        f" select s.*, {_ranking(scheme)} from ({parts}) s"
    )
    await db.execute(RANKING)
    return statements[0].codes


async def _spell_gaps(db: "asyncpg.Connection[Any]", codes: tuple[str, ...]) -> None:
    """Fill `map_gaps` with the codes that each combination of gaps stands for."""
    await db.execute("create temporary table map_gaps (gaps bigint, codes text[]) on commit drop")
    combinations = [row["gaps"] for row in await db.fetch("select distinct gaps from map_scores")]
    rows = [
        (gaps, [code for n, code in enumerate(codes) if gaps >> n & 1]) for gaps in combinations
    ]
    await db.executemany("insert into map_gaps values ($1, $2)", rows)
    await db.execute("analyze map_scores, map_gaps")


def _ranking(scheme: Scheme) -> str:
    """`rank` by the scheme's keys, descending, equal keys sharing one; `place` lists ties by NIP.

    Ranks are within the population, so a map of one level ranks within that level. People without
    a value have no keys, and so come last.
    """
    keys = [f"case when value is not null then {key} end desc nulls last" for key in scheme.ranking]
    ranked = ", ".join(keys)
    return (
        f'row_number() over (order by {ranked}, nip collate "C") as place,'
        f" rank() over (order by {ranked}) as rank"
    )


def _insertion(map_id: UUID, population: Population) -> str:
    return f"""
insert into talent_map_placements (map_id, place, agency_id, employee_id, performance, potential,
  value, performance_level, potential_level, cell, rank, cohort, missing)
select '{map_id}', place, '{population.agency_id}', employee_id, performance * 0.0001,
  potential * 0.0001, value * 0.0001, y, x, y * 3 + x,
  case when value is not null then rank end, cohort, codes
from map_scores join map_gaps using (gaps)"""

"""Candidates for a position in a pool of 20,000, beside a bare query of the same facts, in one run.

`python benchmarks/candidates.py [PEOPLE]`: a scratch database is filled with people and their
histories and everybody is mapped. Then all of them are held against one position, rule by rule, as
`talenta candidates` does it; and pages of a pool are asked for, as the API does it, once with the
bands that the ranks stay in when weights move a little. The bare query
reads the same people with their trainings and punishments in one statement and judges nobody; it
is the limit of what reading and judging set by set can come to.
"""

import argparse
import asyncio
import math
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg
from population import AGENCY, fillings
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.config import Settings
from app.core.db import raw, transaction
from app.core.identity import SYSTEM
from app.core.logs import configure
from app.core.postgres import EmbeddedPostgres
from app.core.service import DATABASE, Service, running
from app.scoring_schemes import service as schemes
from app.talent_maps import service as maps
from app.talent_maps.schemas import NewMap
from app.talent_pools import candidates, stability, standings
from app.talent_pools import service as pools
from app.talent_pools.readiness import Readiness
from app.talent_pools.schemas import NewPool
from app.talent_pools.sifting import Slice

AS_OF = date(2026, 1, 1)
BOXES = list(range(1, 10))
PAGE = 50
PEOPLE = 36_000
"""Enough for a pool of 20,000: not everybody can be placed."""
POOL = 20_000
LIMIT_P95 = 0.3
"""Seconds within which 95 of 100 pages must come, with so many people in the pool. Other load on
the machine adds to them; the ratio to the bare query of the same run hardly changes."""
TIMES = 40
TRAININGS = f"""insert into structural_trainings (agency_id, employee_id, source_id, name, held_on)
  select '{AGENCY}', id, gen_random_uuid()::text,
    (array['PKA', 'PKP', 'Diklatpim Tingkat III', 'Pelatihan lain'])[1 + (random() * 3)::int],
    date '2015-01-01' + (random() * 3600)::int
  from employees where random() < 0.3"""
RANKS = """update employees set rank_code = (array['31', '32', '33', '34', '41'])
  [1 + (random() * 4)::int], rank_since = '2020-04-01'"""
POSITION = f"""insert into positions (agency_id, code, name, unit_id, critical, admits_pppk, cohort,
    required_rank, required_education, required_training, required_experience_years)
  select '{AGENCY}', 'J000001', 'Kepala Bidang Ukur', id, true, false, 3, '33', '40', 'PKP', 3
  from units limit 1 returning id"""
BARE = """
select p.rank, p.cell, p.value::text, e.*, t.held, d.served
from talent_map_placements p
join employees e on e.id = p.employee_id
left join (select employee_id, array_agg(name) as held from structural_trainings
  where superseded_at is null group by 1) t on t.employee_id = p.employee_id
left join (select employee_id, array_agg(level) as served from disciplines
  where superseded_at is null group by 1) d on d.employee_id = p.employee_id
where p.map_id = $1 and p.place > 0 order by p.place limit $2"""


async def fill(settings: Settings, people: int) -> UUID:
    """Write the people and the position; its id."""
    admin = await asyncpg.connect(EmbeddedPostgres(settings.talenta_home).url("postgres", DATABASE))
    for statement in [*fillings(people), TRAININGS, RANKS, "vacuum analyze"]:
        await admin.execute(statement)
    position: UUID = await admin.fetchval(POSITION)
    await admin.close()
    return position


async def mapped(talenta: Service) -> tuple[UUID, UUID]:
    """A map of everybody and a pool of all its boxes."""
    new = NewMap(name="Ukur", scheme="pu-djbk", as_of=AS_OF)
    async with transaction(talenta.sessions, SYSTEM) as session:
        asked = await maps.draw_up(session, SYSTEM, new, today=AS_OF)
    await maps.calculate(talenta.sessions, asked.id)
    drawn = NewPool(
        name="Ukur",
        map_id=asked.id,
        boxes=BOXES,
        legal_basis="Keputusan 1/2026",
        valid_from=date(2026, 2, 1),
        expires_on=date(2027, 2, 1),
    )
    async with transaction(talenta.sessions, SYSTEM) as session:
        pool = await pools.create(session, SYSTEM, drawn)
    return asked.id, pool["id"]


async def seconds(
    talenta: Service, work: Callable[[AsyncSession], Awaitable[Any]], times: int
) -> tuple[list[float], Any]:
    """The times of some work, each in a transaction of its own, sorted; and what came of it."""
    took = []
    for _ in range(times):
        async with transaction(talenta.sessions, SYSTEM) as session:
            started = time.perf_counter()
            result = await work(session)
            took.append(time.perf_counter() - started)
    return sorted(took), result


async def measure(people: int) -> None:
    with tempfile.TemporaryDirectory(prefix="talenta-sift-", ignore_cleanup_errors=True) as folder:
        settings = Settings(talenta_home=Path(folder), worker_in_process=False)
        async with running(settings) as talenta:
            await schemes.ensure_shipped(talenta.sessions)
            position = await fill(settings, people)
            map_id, pool_id = await mapped(talenta)
            await compare(talenta, people, position, map_id, pool_id)


async def compare(
    talenta: Service, people: int, position: UUID, map_id: UUID, pool_id: UUID
) -> None:
    """Print each way of asking beside the bare query of as many people."""

    def bare(limit: int) -> Callable[[AsyncSession], Awaitable[Any]]:
        async def read(session: AsyncSession) -> Any:
            return await (await raw(session)).fetch(BARE, map_id, limit)

        return read

    async def everybody(session: AsyncSession) -> Any:
        used = await standings.find_map(session, map_id)
        assert used is not None  # noqa: S101 - it was made above
        return await candidates.of_boxes(session, used, position, BOXES)

    def page(wanted: Slice) -> Callable[[AsyncSession], Awaitable[Any]]:
        async def ask(session: AsyncSession) -> Any:
            return await candidates.of_pool(session, SYSTEM, pool_id, position, wanted)

        return ask

    async def banded(session: AsyncSession) -> Any:
        first, _ = await candidates.of_pool(session, SYSTEM, pool_id, position, Slice(PAGE))
        people = [one.standing.employee_id for one in first]
        return await stability.bands(session, SYSTEM, pool_id, people)

    all_bare, rows = await seconds(talenta, bare(people), 5)
    took, judged = await seconds(talenta, everybody, 3)
    passing = [candidate for candidate in judged if candidate.eligible]
    print(f"{len(rows):,} people mapped, {len(passing):,} of {len(judged):,} pass every rule")
    print(f"  the bare query of everybody: {median(all_bare) * 1000:.0f} ms")
    print(f"  everybody by the pure rules: {median(took) * 1000:.0f} ms")
    middle = judged[len(judged) // 2].standing.place
    pages = {
        "first": Slice(PAGE),
        "middle": Slice(PAGE, middle),
        "eligible": Slice(PAGE, eligible=True),
        "eligible, middle": Slice(PAGE, middle, eligible=True),
        "not eligible": Slice(PAGE, eligible=False),
        "eligible, at the end": Slice(PAGE, judged[-PAGE].standing.place, eligible=True),
        **{f"readiness {wanted}": Slice(PAGE, readiness=wanted) for wanted in Readiness},
    }
    for name, wanted in pages.items():
        took, _ = await seconds(talenta, page(wanted), TIMES)
        report(f"page of {PAGE}, {name}", took, median(all_bare), len(judged))
    took, shown = await seconds(talenta, banded, 5)
    moved = sum(band.best < band.worst for band in shown.values())
    print(
        f"  bands of {PAGE} among {len(judged):,}: median {median(took) * 1000:.0f} ms,"
        f" {median(took) / median(all_bare):.1f} x the bare query; {moved} of them may move"
    )


def report(what: str, took: list[float], bare: float, pool: int) -> None:
    p95 = took[math.ceil(len(took) * 0.95) - 1]
    held = f" (limit {LIMIT_P95 * 1000:.0f} ms)" if pool >= POOL else ""
    print(
        f"  {what}: median {median(took) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms{held};"
        f" {median(took) / bare:.1f} x the bare query"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=PEOPLE)
    configure("WARNING")
    asyncio.run(measure(parser.parse_args().people))


if __name__ == "__main__":
    main()

"""Talent maps of a whole population beside a bare formula, in one run.

`python benchmarks/maps.py [PEOPLE ...]` (default 20000 and 1000000): a scratch database is filled
with people and their histories; then each shipped scheme maps everybody, placements written and
committed, as `talenta map` does it. The bare formula weighs six ready columns, ranks, and writes
to an unlogged table without an index.
"""

import argparse
import asyncio
import tempfile
import time
from datetime import date
from pathlib import Path

import asyncpg
from population import fillings

from app.core.config import Settings
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM
from app.core.logs import configure
from app.core.postgres import EmbeddedPostgres
from app.core.service import DATABASE, running
from app.scoring_schemes import service as schemes
from app.talent_maps import service as maps
from app.talent_maps.models import Step
from app.talent_maps.schemas import NewMap

AS_OF = date(2026, 1, 1)
TARGETS = {20_000: 10, 1_000_000: 15}
"""Seconds."""
READY = """create table ready as select id, nip, (random() * 100)::int a, (random() * 100)::int b,
  (random() * 100)::int c, (random() * 100)::int d, (random() * 100)::int e,
  (random() * 100)::int f from employees"""
BARE = """create unlogged table bare as
select *, rank() over (order by value desc), row_number() over (order by value desc, nip)
from (select id, nip, y, x, (y + x) / 2 as value, (y >= 60)::int + (y >= 80)::int as level_y,
        (x >= 60)::int + (x >= 80)::int as level_x
      from (select id, nip, (60 * a + 25 * b + 15 * c) / 100 as y,
              (40 * d + 35 * e + 25 * f) / 100 as x from ready) axes) s"""


async def mapped(sessions: Sessions, code: str) -> float:
    """Seconds of a whole map; its steps are printed."""
    started = before = time.perf_counter()
    parts = []

    async def told(step: Step, _: int) -> None:
        nonlocal before
        now = time.perf_counter()
        parts.append(f"{now - before:.2f} to {step}")
        before = now

    async with transaction(sessions, SYSTEM) as session:
        new = NewMap(name=code, scheme=code, as_of=AS_OF)
        asked = await maps.draw_up(session, SYSTEM, new, today=AS_OF)
    await maps.calculate(sessions, asked.id, told)
    ended = time.perf_counter()
    print(f"    {', '.join(parts)}, {ended - before:.2f} to the end")
    return ended - started


async def measure(people: int) -> None:
    with tempfile.TemporaryDirectory(prefix="talenta-maps-", ignore_cleanup_errors=True) as folder:
        settings = Settings(talenta_home=Path(folder), worker_in_process=False)
        async with running(settings) as talenta:
            await schemes.ensure_shipped(talenta.sessions)
            admin = await asyncpg.connect(
                EmbeddedPostgres(settings.talenta_home).url("postgres", DATABASE)
            )
            started = time.perf_counter()
            for statement in [*fillings(people), READY, "vacuum analyze ready", "checkpoint"]:
                await admin.execute(statement)
            print(f"{people:,} people filled in {time.perf_counter() - started:.0f} s")
            started = time.perf_counter()
            await admin.execute(BARE)
            bare = time.perf_counter() - started
            await admin.close()
            target = f", target {TARGETS[people]} s" if people in TARGETS else ""
            for code in ("bkn-411-2025", "pu-djbk"):
                took = await mapped(talenta.sessions, code)
                print(f"  {code}: {took:.2f} s{target}; {took / bare:.1f} x bare ({bare:.2f} s)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", default=[20_000, 1_000_000])
    configure("WARNING")
    for people in parser.parse_args().people:
        asyncio.run(measure(people))


if __name__ == "__main__":
    main()

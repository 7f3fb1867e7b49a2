"""The evidence of a whole map, and of a pool with a position's candidates: how long, how large.

`python benchmarks/evidence.py [PEOPLE ...]` (default 20000): a scratch database is filled with
people and their histories and mapped; the bundle is taken as the command line takes it and verified
as anybody would, in one process, without the database.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from candidates import fill, mapped
from maps import AS_OF

from app.audit.signing import Signer
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.logs import configure
from app.core.service import Service, running
from app.evidence.commands import write
from app.evidence.service import Kind, Wanted
from app.scoring_schemes import service as schemes
from app.talent_maps import service as maps
from app.talent_maps.schemas import NewMap
from app.verifier.bundle import verify

TARGETS = {20_000: 10}
"""Seconds to pack and to verify, together."""


async def measure(people: int) -> None:
    with tempfile.TemporaryDirectory(prefix="talenta-proof-", ignore_cleanup_errors=True) as folder:
        settings = Settings(talenta_home=Path(folder), worker_in_process=False)
        async with running(settings) as talenta:
            await schemes.ensure_shipped(talenta.sessions)
            position = await fill(settings, people)
            target = f", target {TARGETS[people]} s together" if people in TARGETS else ""
            print(f"{people:,} people{target}")
            for code in ("bkn-411-2025", "pu-djbk"):
                await measure_map(talenta, settings, code)
            _, pool_id = await mapped(talenta)
            pool = Wanted(Kind.TALENT_POOL, pool_id, "Pengukuran", position)
            await measure_bundle(talenta, settings, "a pool of all boxes with candidates", pool)


async def measure_map(talenta: Service, settings: Settings, code: str) -> None:
    async with transaction(talenta.sessions, SYSTEM) as session:
        new = NewMap(name=code, scheme=code, as_of=AS_OF)
        asked = await maps.draw_up(session, SYSTEM, new, today=AS_OF)
    await maps.calculate(talenta.sessions, asked.id)
    wanted = Wanted(Kind.TALENT_MAP, asked.id, "Pengukuran")
    await measure_bundle(talenta, settings, code, wanted)


async def measure_bundle(talenta: Service, settings: Settings, name: str, wanted: Wanted) -> None:
    started = time.perf_counter()
    there = settings.talenta_home / wanted.name
    file = await write(talenta.sessions, Signer.of(settings), wanted, there)
    packed = time.perf_counter()
    before = time.process_time()
    report = verify(file)
    verified, busy = time.perf_counter(), time.process_time() - before
    size = file.stat().st_size / 1e6
    print(
        f"  {name}: packed in {packed - started:.2f} s, {size:.1f} MB;"
        f" verified in {verified - packed:.2f} s ({busy:.2f} of the processor):"
        f" {'equal' if report.equal else 'DIFFERS'}; {report.checked[-1]}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", default=[20_000])
    configure("WARNING")
    for people in parser.parse_args().people:
        asyncio.run(measure(people))


if __name__ == "__main__":
    main()

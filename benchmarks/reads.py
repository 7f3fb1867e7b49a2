"""The read path of the real application beside the raw limit of the machine, in one run.

`python benchmarks/reads.py`: a scratch database of 50,000 invented people; requests per second of
the server's CPU (other load on the machine does not change it), and the ratios that count: by id
at least 0.5 of the raw limit, a page of 50 at least 1.0. Then 1,000 connections at once.
"""

import argparse
import asyncio
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from uuid import UUID

import asyncpg
import httpx
import uvloop
from load import load, requests_for
from raw_reads import RawReads

from app.access.tokens import Tokens
from app.core.config import Settings
from app.core.identity import Actor, Role
from app.core.logs import configure
from app.core.migrating import OWNER
from app.core.postgres import EmbeddedPostgres
from app.core.service import DATABASE, running
from app.core.serving import run, serve_on
from app.employees.queries import COLUMNS
from app.main import create_app

AGENCY = UUID("0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b")
CONNECTIONS = 16
TARGETS = {"by id": 0.5, "page of 50": 1.0}
TICK = os.sysconf("SC_CLK_TCK")

PEOPLE = """
insert into employees (agency_id, unit_id, nip, name, birth_date, sex, phone, email, employment,
  legal_status, appointed_on, rank_code, rank_name, rank_since, position_kind, position_code,
  position_name, position_level, position_since, cohort, education_level, education_name,
  education_field, education_relevance, graduation_year)
select $1, u.id, to_char(19700101200001100 + n / 900 * 1000 + n % 900 + 1, 'FM099999999999999999'),
  'Pegawai ' || md5(n::text), date '1970-01-01' + n % 9000, case n % 2 when 0 then 'M' else 'F' end,
  '0812' || lpad(n::text, 8, '0'), 'p' || n || '@example.go.id', 'PNS', 'Aktif',
  date '2005-01-01' + n % 3000, '33', 'III/c', date '2020-04-01', '2', 'F' || n % 300,
  'Analis Kebijakan Ahli Muda', 'Ahli Muda', date '2019-01-01', 2, '40', 'S-1/Sarjana', 'Manajemen',
  'very', 2004 from generate_series(1, $2) n
  join (select id, row_number() over () as at from units) u on u.at = n % 200 + 1
"""


def settings_of(home: Path) -> Settings:
    return Settings(talenta_home=home, worker_in_process=False)


async def fill(url: str, people: int) -> None:
    """One agency, 200 units and the people, without personal data of anybody."""
    owner = await asyncpg.connect(url, server_settings={"app.context": "*;admin,analyst;;;"})
    await owner.execute("insert into agencies (id, code, name) values ($1, 'UJI', 'Uji')", AGENCY)
    await owner.execute(
        "insert into units (agency_id, siasn_id, name)"
        " select $1, 'U' || n, 'Bidang ' || n from generate_series(1, 200) n",
        AGENCY,
    )
    await owner.execute(PEOPLE, AGENCY, people)
    await owner.execute("vacuum analyze employees")
    await owner.close()


async def serve(kind: str, home: Path, port: int) -> None:
    """Serve the application, or the raw limit, on the benchmark's database."""
    settings = settings_of(home)
    configure(settings.log_level)
    async with running(settings, to_revision=None) as service:
        if kind == "ours":
            await serve_on(create_app(settings, service), "127.0.0.1", port)
            return
        superuser = EmbeddedPostgres(home).url("postgres", DATABASE)  # no row-level security

        async def leave(_connection: object) -> None:
            """No reset: the application's own pool has none either."""

        pool = await asyncpg.create_pool(superuser, min_size=10, max_size=10, reset=leave)
        await serve_on(RawReads(pool, list(COLUMNS)), "127.0.0.1", port)
        pool.terminate()


@contextlib.contextmanager
def served(kind: str, home: Path, port: int) -> Iterator[int]:
    """A server in a process of its own, on the first core where there are two; gives its pid."""
    command = [sys.executable, __file__, "--serve", kind, "--home", home, "--port", str(port)]
    with (home / f"{kind}.log").open("w") as log:
        process = subprocess.Popen(command, stderr=log)
    try:
        if (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(process.pid, {0})
        for _ in range(300):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/health/live/employees")
                break
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def cpu_seconds(pid: int) -> float:
    """User and system time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


async def sampled(port: int, token: str, home: Path) -> dict[str, list[str]]:
    """Paths to ask for: random people, and pages that begin at random places."""
    pool = await asyncpg.connect(EmbeddedPostgres(home).url("postgres", DATABASE))
    ids = await pool.fetch("select id::text from employees order by random() limit 5000")
    await pool.close()
    pages = ["/v1/employees?limit=50"]
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client:
        for _ in range(60):
            skip = random.randint(1, 200)  # noqa: S311 - no secret
            path = pages[-1].replace("limit=50", f"limit={skip}")
            page = await client.get(f"http://127.0.0.1:{port}{path}")
            pages.append(f"/v1/employees?limit=50&cursor={page.json()['next']}")
    return {"by id": [f"/v1/employees/{row['id']}" for row in ids], "page of 50": pages}


async def compare(
    ports: dict[str, tuple[int, int]], token: str, home: Path, args: argparse.Namespace
) -> None:
    """Interleaved runs; prints the median of each and their ratio."""
    paths = await sampled(ports["ours"][0], token, home)
    for port, _ in ports.values():  # first plans, first statements
        for those in paths.values():
            await load(port, CONNECTIONS, requests_for(those, token), 1)
    rates: dict[tuple[str, str], list[float]] = {}
    for _ in range(args.rounds):
        for what, those in paths.items():
            for kind, (port, pid) in ports.items():
                before, started = cpu_seconds(pid), time.perf_counter()
                seen = await load(port, CONNECTIONS, requests_for(those, token), args.seconds)
                cpu, wall = cpu_seconds(pid) - before, time.perf_counter() - started
                assert not seen.failed, f"{kind}: {seen.failed} failed"  # noqa: S101
                rates.setdefault((what, kind), []).append(seen.answered / cpu)
                print(
                    f"{what:11} {kind:5} {seen.answered / cpu:8,.0f} a CPU second"
                    f" {seen.answered / wall:8,.0f} a second"
                    f"   p99 {seen.percentile(0.99) * 1000:6.1f} ms"
                )
    print()
    for what, target in TARGETS.items():
        ours, raw = median(rates[what, "ours"]), median(rates[what, "raw"])
        share = f"{ours / raw:5.2f} of the raw limit (target {target})"
        print(f"{what:11} {share}: {ours:,.0f} / {raw:,.0f}")


def health_seconds(port: int, until: float) -> float:
    """The longest that /health/live took to answer, on a new connection each time."""
    slowest = 0.0
    while time.perf_counter() < until:
        started = time.perf_counter()
        httpx.get(f"http://127.0.0.1:{port}/health/live", timeout=30)
        slowest = max(slowest, time.perf_counter() - started)
        time.sleep(0.05)
    return slowest


async def crowd(port: int, token: str, paths: list[str]) -> None:
    """1,000 connections at once, and how long health takes to answer meanwhile."""
    seconds = 4.0
    health = asyncio.to_thread(health_seconds, port, time.perf_counter() + seconds)
    seen, slowest = await asyncio.gather(
        load(port, 1000, requests_for(paths, token), seconds), health
    )
    print(
        f"\n1,000 connections: {seen.answered:,} answered, {seen.refused} refused,"
        f" {seen.failed} failed; /health/live within {slowest:.2f} s"
    )


async def main(args: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="talenta-reads-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        settings = settings_of(home)
        async with running(settings):
            postgres = EmbeddedPostgres(home)
            await fill(postgres.url(OWNER, DATABASE), args.employees)
            actor = Actor(UUID(int=1), "Beban", frozenset({Role.ANALYST}), frozenset({AGENCY}))
            token = Tokens.of(settings).issue(actor)
            if (os.cpu_count() or 1) > 1:
                os.sched_setaffinity(0, {1})
            with served("raw", home, 18201) as raw, served("ours", home, 18202) as ours:
                ports = {"raw": (18201, raw), "ours": (18202, ours)}
                await compare(ports, token, home, args)
                paths = (await sampled(18202, token, home))["by id"]
                await crowd(18202, token, paths)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", choices=["ours", "raw"], help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        run(serve(given.serve, given.home, given.port))
    else:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main(given))

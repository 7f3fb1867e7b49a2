"""The log of a million events: what recording, the tree, proofs and verification cost.

`python benchmarks/log.py [EVENTS]` (default 1000000), on a scratch database.
"""

import argparse
import asyncio
import json
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from app.audit import exporting, proofs, sequencing
from app.audit import service as audit
from app.audit.events import document
from app.audit.signing import Signer
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.logs import configure
from app.core.reading import Reading
from app.core.service import Service, running
from app.verifier.commitment import commitment_of
from app.verifier.log import verify_log

RECORDED = 1000
PROOFS = 300
BARE = """
insert into audit_events (at, actor_id, actor_name, kind, subject_id, data, salt, commitment)
values (now(), $1, 'system', 'talent_pool.nominated', $1, '{"box": 9}', sha256('x'), sha256('x'))"""


def events(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows as `audit.record` writes them."""
    began = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        values = {
            "at": began + timedelta(seconds=number),
            "actor_id": UUID(int=number % 50),
            "actor_name": "Analis BKD",
            "kind": "talent_pool.nominated",
            "subject_id": UUID(int=number),
            "request_id": f"{number:032x}",
            "data": {"box": number % 9 + 1, "reason_given": True},
        }
        salt = secrets.token_bytes(32)
        yield (
            *(values[name] for name in list(values)[:-1]),
            json.dumps(values["data"]),
            salt,
            commitment_of(salt, document(values)),
        )


COLUMNS = ("at", "actor_id", "actor_name", "kind", "subject_id", "request_id", "data", "salt")
COLUMNS += ("commitment",)


async def fill(talenta: Service, count: int) -> None:
    connection = await asyncpg.connect(talenta.addresses.owner)
    await connection.execute("select set_config('app.context', $1, false)", SYSTEM.context)
    await connection.execute("alter table audit_events no force row level security")
    started = time.perf_counter()
    await connection.copy_records_to_table("audit_events", records=events(count), columns=COLUMNS)
    print(f"{count:,} events made and copied in {time.perf_counter() - started:.0f} s")
    await connection.execute("alter table audit_events force row level security")
    await connection.close()


async def cost_of_recording(talenta: Service) -> None:
    """Milliseconds of an event within a transaction, beside the bare statement."""
    connection = await asyncpg.connect(talenta.addresses.commands)
    await connection.execute("select set_config('app.context', $1, false)", SYSTEM.context)
    bare = connection.transaction()
    await bare.start()
    started = time.perf_counter()
    for _ in range(RECORDED):
        await connection.execute(BARE, SYSTEM.id)
    limit = (time.perf_counter() - started) / RECORDED * 1000
    await bare.rollback()
    await connection.close()
    async with transaction(talenta.sessions, SYSTEM) as session:
        started = time.perf_counter()
        for _ in range(RECORDED):
            await audit.record(session, SYSTEM, "talent_pool.nominated", uuid4(), box=9)
        ours = (time.perf_counter() - started) / RECORDED * 1000
    print(f"recording {ours:.2f} ms, the bare insert {limit:.2f} ms")


async def times_of_proofs(reading: Reading, size: int) -> None:
    """Milliseconds and bytes of random proofs."""
    for name in ("inclusion", "consistency"):
        took, bytes_ = [], 0
        for _ in range(PROOFS):
            chosen = random.randrange(1, size)  # noqa: S311 - no secret
            started = time.perf_counter()
            if name == "inclusion":
                body = await proofs.inclusion(reading, entry_id=None, index=chosen, size=None)
            else:
                body = await proofs.consistency(reading, older=chosen, newer=None)
            took.append((time.perf_counter() - started) * 1000)
            bytes_ = max(bytes_, len(body))
        took.sort()
        p99 = took[int(len(took) * 0.99)]
        print(
            f"{name}: median {statistics.median(took):.2f} ms, p99 {p99:.2f} ms,"
            f" largest {bytes_} bytes (targets 20 ms, 2048 bytes)"
        )


async def measure(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="talenta-log-", ignore_cleanup_errors=True) as folder:
        settings = Settings(talenta_home=Path(folder), worker_in_process=False)
        async with running(settings) as talenta:
            await cost_of_recording(talenta)
            await fill(talenta, count)
            started = time.perf_counter()
            size = await sequencing.sequence(talenta.sessions)
            print(f"{size:,} leaves sequenced in {time.perf_counter() - started:.1f} s")
            started = time.perf_counter()
            kept = await sequencing.checkpoint(talenta.sessions, Signer.of(settings))
            print(f"checkpoint in {(time.perf_counter() - started) * 1000:.1f} ms")
            reading = Reading(talenta.reads, SYSTEM)
            await times_of_proofs(reading, size)
            export, note = Path(folder) / "log.ndjson", kept.note
            started = time.perf_counter()
            with export.open("wb") as stream:
                async for piece in exporting.lines(reading, size):
                    stream.write(piece)
            took, megabytes = time.perf_counter() - started, export.stat().st_size / 1e6
            print(f"exported {megabytes:,.0f} MB in {took:.1f} s")
        started = time.perf_counter()
        with export.open("rb") as stream:
            report = verify_log(stream, [note])
        print(f"verified in {time.perf_counter() - started:.1f} s: {report.findings or 'sound'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=1_000_000)
    configure("WARNING")
    asyncio.run(measure(parser.parse_args().events))


if __name__ == "__main__":
    main()

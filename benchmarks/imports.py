"""Imports beside a bare COPY of the same rows, in one run.

`python benchmarks/imports.py DIR`: the files of a folder are imported into a scratch database, then
once more with nothing new in them; then the rows, read and judged before, are copied into plain
tables without index, key or row-level security. Prints rows per second and the ratios.
"""

import argparse
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from app.core.config import Settings
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM
from app.core.logs import configure
from app.core.migrating import OWNER
from app.core.postgres import EmbeddedPostgres
from app.core.service import DATABASE, running
from app.core.serving import run
from app.imports import service
from app.imports.commands import uploads_in
from app.imports.service import Received
from app.imports.staging import STAGES, Parsed, parse


async def seconds(work: Callable[[], Awaitable[None]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def imported(sessions: Sessions, received: list[Received]) -> None:
    """The whole import, as `talenta import` does it."""
    async with transaction(sessions, SYSTEM) as session:
        there, _ = await service.receive(session, SYSTEM, received, keep=False)
    given = {n: file.upload.content for n, file in enumerate(received)}
    await service.run(sessions, there.id, given=given)


async def copied(url: str, parsed: list[tuple[str, Parsed]]) -> None:
    """The same rows into plain tables, in one transaction."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            for kind, rows in parsed:
                stage = STAGES[kind]
                columns = ", ".join(f'"{name}" {type_}' for name, type_ in stage.columns.items())
                await connection.execute(f"create table bare_{kind} ({columns})")
                await connection.copy_records_to_table(
                    f"bare_{kind}", records=rows.rows, columns=list(stage.columns)
                )
    finally:
        await connection.close()


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="talenta-imports-", ignore_cleanup_errors=True) as home:
        settings = Settings(talenta_home=Path(home))
        configure(settings.log_level)
        async with running(settings) as talenta:
            received = await service.look(uploads_in(folder))
            url = EmbeddedPostgres(Path(home)).url(OWNER, DATABASE)
            new = await seconds(lambda: imported(talenta.sessions, received))
            again = await seconds(lambda: imported(talenta.sessions, received))
            started, today = time.perf_counter(), datetime.now(UTC).date()
            parsed = [
                (file.kind, parse(file.upload.content, file.kind, n, today))
                for n, file in enumerate(received)
                if file.kind and not file.code
            ]
            judging = time.perf_counter() - started
            copy = await seconds(lambda: copied(url, parsed))
            rows = sum(len(rows.rows) for _, rows in parsed)
            print(f"{rows:,} rows in {len(parsed)} files")
            for what, took in {
                "import, all new": new,
                "import, unchanged": again,
                "read and judge alone": judging,
                "bare COPY": copy,
            }.items():
                print(f"{what:22} {took:6.2f} s {rows / took:10,.0f} rows/s")
            print(f"import ÷ bare COPY: {copy / new:.2f} all new, {copy / again:.2f} unchanged")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of personnel files")
    run(main(parser.parse_args().folder))

"""An import at work: files read, staged, merged and judged in one transaction.

Nothing of it is there before the end, and all of it then: a crash leaves the import as it was
before, and the job runs again. A dry run does the same and takes the facts back.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import Sessions, raw, transaction
from app.core.identity import SYSTEM, Actor
from app.imports.kinds import KINDS
from app.imports.merging import NOTE, VERDICTS, Merge
from app.imports.merging_histories import history
from app.imports.merging_masters import employees, positions, units
from app.imports.staging import STAGES, Parsed, originals, parse

Progress = Callable[[Actor, str, int], Awaitable[None]]
"""Told the phase, and how many of a hundred parts are done."""

MASTERS = {"ref_unor": units, "jabatan": positions, "pegawai": employees}
LOOKED_UP = ("employee-unknown", "unit-unknown", "parent-unknown", "unit-cycle", "key-repeated")
READ_PART = 55
"""Percent of the whole that reading and staging takes."""
PLANS = ("enable_nestloop = off", "work_mem = '64MB'")
"""What was merged a moment ago has no statistics yet: without these a plan may take it for empty
and walk it once for every row."""
IMPORT = text("""
select i.id, i.agency_id, i.actor_id, i.actor_name, i.dry_run, i.state, a.code, a.name
from imports i join agencies a on a.id = i.agency_id where i.id = :id
""")
FILES = text(
    "select number, name, kind, size, code from import_files where import_id = :id order by number"
)
CONTENT = text("select content from import_files where import_id = :id and number = :number")
DROPPED = text(
    "update import_files set dropped_columns = :dropped where import_id = :id and number = :number"
).bindparams(bindparam("dropped", type_=JSONB))
COUNTED = ("rows", "accepted", "unchanged", "findings", "rejected")
COUNTS = """
select f.kind, count(*) as rows, count(*) filter (where v.outcome = 'accepted') as accepted,
  count(*) filter (where v.outcome = 'unchanged') as unchanged,
  count(*) filter (where v.outcome <> 'rejected' and v.code is not null) as findings,
  count(*) filter (where v.outcome = 'rejected') as rejected
from verdicts v join import_files f on f.import_id = $1 and f.number = v.in_file
group by f.kind"""
KEEP = f"""
insert into import_rows
  (import_id, file, number, line, agency_id, verdict, code, pointer, raw)
select $1, v.in_file, v.row_no, v.line, $2,
  case when v.outcome <> 'rejected' and v.code is not null then 'finding' else v.outcome end,
  v.code, left(coalesce(v.pointer, case when v.code in {LOOKED_UP} then s.reference end), 300),
  r.raw
from verdicts v
left join unnest($3::smallint[], $4::text[]) as s (in_file, reference) using (in_file)
left join originals r using (in_file, row_no)
order by v.in_file, v.row_no"""


@dataclass(frozen=True, slots=True)
class Task:
    """What an import has to do."""

    import_id: UUID
    agency_id: UUID
    agency_code: str
    agency_name: str
    actor: Actor
    dry_run: bool
    files: Sequence[Any]
    given: Mapping[int, bytes] | None
    """Contents that are at hand; without them they are read from the database."""
    progress: Progress

    async def content(self, session: AsyncSession, number: int) -> bytes:
        if self.given is not None:
            return self.given[number]
        values = {"id": self.import_id, "number": number}
        content: bytes = (await session.execute(CONTENT, values)).scalar_one()
        return content

    def named(self, file: Any) -> dict[str, Any]:
        """What names a file of the import."""
        return {"id": self.import_id, "number": file.number}

    @property
    def kinds(self) -> list[str]:
        """The kinds that there are, masters first."""
        there = {file.kind for file in self.files}
        return [kind for kind in KINDS if kind in there]


async def run(
    sessions: Sessions,
    import_id: UUID,
    progress: Progress,
    given: Mapping[int, bytes] | None = None,
) -> None:
    """Do an import that waits; one that has ended is left as it is."""
    async with transaction(sessions, SYSTEM) as session:
        row = (await session.execute(IMPORT, {"id": import_id})).one_or_none()
        if row is None or row.state in ("finished", "failed"):
            return
        files = (await session.execute(FILES, {"id": import_id})).all()
    actor = replace(
        SYSTEM, id=row.actor_id, name=row.actor_name, agencies=frozenset({row.agency_id})
    )
    task = Task(
        import_id, row.agency_id, row.code, row.name, actor, row.dry_run, files, given, progress
    )
    async with transaction(sessions, actor) as session:
        await _apply(session, task)


async def _apply(session: AsyncSession, task: Task) -> None:
    # Two workers that were given the same job do it one after the other.
    await session.execute(
        text("select pg_advisory_xact_lock(hashtext('import'), hashtext(:id))"),
        {"id": str(task.import_id)},
    )
    state = await session.scalar(
        text("select state from imports where id = :id"), {"id": task.import_id}
    )
    if state == "finished":
        return
    db = await raw(session)
    for setting in PLANS:
        await db.execute(f"set local {setting}")
    references = await _stage(session, db, task)
    await session.execute(
        text("select pg_advisory_xact_lock(hashtext('facts'), hashtext(:id))"),
        {"id": str(task.agency_id)},
    )
    at = await session.scalar(text("select clock_timestamp()"))
    work = Merge(db, task.import_id, task.agency_id, task.agency_code, task.agency_name, at)
    await db.execute("drop table if exists verdicts, originals")
    await db.execute(VERDICTS)
    if task.dry_run:
        await db.execute("savepoint facts")
        await _merge(work, task)
        verdicts = io.BytesIO()
        await db.copy_from_query("select * from verdicts", output=verdicts, format="binary")
        await db.execute("rollback to savepoint facts")
        verdicts.seek(0)
        await db.copy_to_table("verdicts", source=verdicts, format="binary")
    else:
        await _merge(work, task)
    await _finish(session, db, task, references)


async def _stage(
    session: AsyncSession, db: "asyncpg.Connection[Any]", task: Task
) -> dict[int, str | None]:
    """Read every file in a thread and copy its rows; the next is read while one is copied."""
    for kind in task.kinds:
        await db.execute(f"drop table if exists {STAGES[kind].table}, judged_{kind}")
        await db.execute(STAGES[kind].ddl)
    references: dict[int, str | None] = {}
    usable = [file for file in task.files if file.kind and not file.code]
    total, done = sum(file.size for file in usable) or 1, 0
    today = datetime.now(UTC).date()
    reading: list[tuple[Any, asyncio.Task[Parsed]]] = []
    for file in [*usable, None]:
        if file is not None:
            await task.progress(task.actor, "reading", READ_PART * done // total)
            content = await task.content(session, file.number)
            parsing = asyncio.to_thread(parse, content, file.kind, file.number, today)
            reading.append((file, asyncio.create_task(parsing)))
            done += file.size
        if reading and (file is None or len(reading) > 1):
            read, parsed = reading.pop(0)
            references[read.number] = await _copy(session, db, task, read, await parsed)
    return references


async def _copy(
    session: AsyncSession, db: "asyncpg.Connection[Any]", task: Task, file: Any, parsed: Parsed
) -> str | None:
    """Copy a file's rows into their stage; gives the pointer to what they refer to."""
    if parsed.code:
        await _refuse_file(session, task, file.number, parsed)
    if parsed.dropped:
        await session.execute(DROPPED, {**task.named(file), "dropped": list(parsed.dropped)})
    stage = STAGES[file.kind]
    await db.copy_records_to_table(stage.table, records=parsed.rows, columns=list(stage.columns))
    return parsed.reference


async def _refuse_file(session: AsyncSession, task: Task, number: int, parsed: Parsed) -> None:
    await session.execute(
        text(
            "update import_files set code = :code, line = :line, columns = cast(:columns as jsonb)"
            " where import_id = :id and number = :number"
        ),
        {
            "id": task.import_id,
            "number": number,
            "code": parsed.code,
            "line": parsed.line,
            "columns": orjson.dumps(parsed.missing).decode() if parsed.missing else None,
        },
    )


async def _merge(work: Merge, task: Task) -> None:
    for n, kind in enumerate(task.kinds):
        part = READ_PART + (95 - READ_PART) * n // len(task.kinds)
        await task.progress(task.actor, kind, part)
        stage = STAGES[kind]
        judged = await MASTERS.get(kind, history)(work, stage)
        await work.db.execute(NOTE.format(judged=judged))
        await work.db.execute(f"drop table {stage.table}, {judged}")


async def _finish(
    session: AsyncSession,
    db: "asyncpg.Connection[Any]",
    task: Task,
    references: Mapping[int, str | None],
) -> None:
    """Keep verdicts, rejected rows and counts; let go of the files' contents."""
    await task.progress(task.actor, "verdicts", 95)
    await db.execute(
        "create temp table originals (in_file smallint, row_no integer, raw text) on commit drop"
    )
    kinds = {file.number: file.kind for file in task.files}
    rejected: dict[int, set[int]] = {}
    for row in await db.fetch("select in_file, row_no from verdicts where outcome = 'rejected'"):
        rejected.setdefault(row[0], set()).add(row[1])
    for number, rows in rejected.items():
        content = await task.content(session, number)
        found = await asyncio.to_thread(originals, content, kinds[number], rows)
        await db.copy_records_to_table("originals", records=[(number, *row) for row in found])
    counts = await db.fetch(COUNTS, task.import_id)
    await db.execute(
        KEEP, task.import_id, task.agency_id, list(references), list(references.values())
    )
    totals = {kind: dict(zip(COUNTED, numbers, strict=True)) for kind, *numbers in counts}
    ordered = [{"kind": kind, **totals[kind]} for kind in KINDS if kind in totals]
    await session.execute(
        text(
            "update imports set state = 'finished', phase = 'finished', percent = 100,"
            " counts = cast(:counts as jsonb), finished_at = clock_timestamp() where id = :id"
        ),
        {"id": task.import_id, "counts": orjson.dumps(ordered).decode()},
    )
    await session.execute(
        text("update import_files set content = null where import_id = :id"),
        {"id": task.import_id},
    )
    await audit.record(
        session,
        task.actor,
        "import.finished",
        task.import_id,
        agency_id=task.agency_id,
        dry_run=task.dry_run,
        counts=ordered,
    )

"""`talenta import`: a folder of personnel files into the database, with a verdict for every row."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import select

from app.core.config import get_settings
from app.core.db import Sessions, raw, transaction
from app.core.errors import Problem
from app.core.formulas import FORMULA
from app.core.identity import SYSTEM
from app.core.service import running
from app.core.serving import run
from app.imports import service
from app.imports.codes import CODES
from app.imports.kinds import KINDS
from app.imports.models import File, Import
from app.imports.service import Received, Upload

REPORT = r"""
select regexp_replace(file, $2, '\1''', 'g') as file, line, verdict, code from (
  select f.name as file, r.line, r.verdict, r.code, f.number as n, r.number as m
  from import_rows r join import_files f on f.import_id = r.import_id and f.number = r.file
  where r.import_id = $1
  union all
  select f.name, coalesce(f.line, 1), 'rejected', f.code, f.number, 0
  from import_files f where f.import_id = $1 and f.code is not null) rows
order by n, m"""
COLUMNS = ("rows", "accepted", "unchanged", "findings", "rejected")


def import_files(
    source: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of files, or a single file.")
    ],
    agency: Annotated[
        str | None, typer.Option(help="Code of the agency; without it the files tell.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Judge every row and change nothing.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="CSV file for the verdict of every row.")
    ] = None,
) -> None:
    """Import personnel files; rows that are rejected change nothing and are reported."""
    uploads = uploads_in(source)
    run(_run(uploads, agency, report, dry_run=dry_run))


def uploads_in(source: Path) -> list[Upload]:
    """The files of a folder, or the one file; none at all ends the command."""
    if not source.exists():
        raise refused(f"{source}: there is no such file or folder.")
    paths = sorted(p for p in source.iterdir() if p.is_file()) if source.is_dir() else [source]
    paths = [path for path in paths if not path.name.startswith(".")]
    if not paths:
        raise refused(f"{source}: there are no files in this folder.")
    try:
        return [Upload(path.name, path.read_bytes()) for path in paths]
    except OSError as error:
        raise refused(str(error)) from None


def refused(words: str) -> typer.Exit:
    """Say why nothing was done, and end with the status of bad input."""
    typer.echo(words, err=True)
    return typer.Exit(2)


async def _run(
    uploads: list[Upload], agency: str | None, report: Path | None, *, dry_run: bool
) -> None:
    async with running(get_settings()) as talenta:
        received = await service.look(uploads)
        if all(file.code for file in received):
            for file in received:
                typer.echo(f"{file.upload.name}: {CODES[file.code or ''].en}", err=True)
            raise typer.Exit(2)
        try:
            there = await imported(talenta.sessions, received, agency, dry_run=dry_run)
        except Problem as problem:
            raise refused(problem.words.en) from None
        Console().print(table(there))
        await _say_unusable(talenta.sessions, there.id)
        await _say_dropped(talenta.sessions, there.id)
        if dry_run:
            typer.echo("Dry run: nothing was changed.")
        if report is not None:
            await write(talenta.sessions, there.id, report)


async def imported(
    sessions: Sessions, received: list[Received], agency: str | None, *, dry_run: bool
) -> Import:
    """Import files at once, with a progress bar."""
    async with transaction(sessions, SYSTEM) as session:
        there, _ = await service.receive(
            session, SYSTEM, received, agency=agency, dry_run=dry_run, keep=False
        )
    given = {n: file.upload.content for n, file in enumerate(received)}
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        await _with_progress(
            bar, lambda told: service.run(sessions, there.id, given=given, told=told)
        )
    async with transaction(sessions, SYSTEM) as session:
        return await service.get(session, SYSTEM, there.id)


async def _with_progress(bar: Progress, work: Callable[[Any], Awaitable[None]]) -> None:
    task = bar.add_task("import", total=100)

    async def told(phase: str, percent: int) -> None:
        title = KINDS[phase].title.en if phase in KINDS else phase
        bar.update(task, description=title, completed=percent)

    await work(told)


def table(there: Import) -> Table:
    """The counts of an import by kind."""
    shown = Table(title=f"Import {there.id}")
    shown.add_column("kind")
    for column in COLUMNS:
        shown.add_column(column, justify="right")
    for counts in there.counts:
        shown.add_row(counts["kind"], *(f"{counts[column]:,}" for column in COLUMNS))
    total = [sum(counts[column] for counts in there.counts) for column in COLUMNS]
    shown.add_section()
    shown.add_row("total", *(f"{number:,}" for number in total))
    return shown


async def _say_unusable(sessions: Sessions, import_id: UUID) -> None:
    async with transaction(sessions, SYSTEM) as session:
        db = await raw(session)
        files = await db.fetch(
            "select name, code, columns from import_files"
            " where import_id = $1 and code is not null order by number",
            import_id,
        )
    for name, code, columns in files:
        typer.echo(f"{name}: {CODES[code].en} {columns or ''}".rstrip(), err=True)


async def _say_dropped(sessions: Sessions, import_id: UUID) -> None:
    """Say which columns the product does not need, and so did not keep."""
    async with transaction(sessions, SYSTEM) as session:
        files = await session.execute(
            select(File.name, File.dropped_columns)
            .where(File.import_id == import_id, File.dropped_columns.is_not(None))
            .order_by(File.number)
        )
    for name, columns in files.all():
        typer.echo(f"{name}: not needed, not kept: {', '.join(columns or ())}")


async def write(sessions: Sessions, import_id: UUID, report: Path) -> None:
    """Write the verdict of every row: file (guarded as in every CSV), line, verdict, code."""
    async with transaction(sessions, SYSTEM) as session:
        db = await raw(session)
        values = (import_id, FORMULA.pattern)
        await db.copy_from_query(REPORT, *values, output=str(report), format="csv", header=True)

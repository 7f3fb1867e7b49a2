"""`talenta siasn`: a published map's results sent to BKN."""

import asyncio
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.core.config import get_settings
from app.core.errors import Problem
from app.core.identity import SYSTEM
from app.core.reading import Reading
from app.core.service import running
from app.core.serving import run
from app.siasn import sending

siasn = typer.Typer(no_args_is_help=True, help="Send results to BKN's SIASN.")


@siasn.callback()
def _group() -> None:
    """Keeps `send` a command of its own."""


@siasn.command()
def send(
    map_id: Annotated[UUID, typer.Argument(help="Id of a published map.")],
    out: Annotated[Path, typer.Option(help="NDJSON file of verdicts; goes on where it ends.")],
) -> None:
    """Send the box and axes of everybody on a published map (`tm/talentmapping-save`).

    Status 0: all accepted; 1: some were not, see the file; 2: ended early, go on with the same.
    """
    run(_send(map_id, out))


async def _send(map_id: UUID, out: Path) -> None:
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    settings = get_settings()
    try:
        gateway = sending.connected(settings, asyncio.sleep)
        async with gateway, running(settings, to_revision=None) as talenta:
            talent_map = await sending.published(talenta.sessions, map_id)
            reading = Reading(talenta.reads, SYSTEM)
            with bar:
                task = bar.add_task("siasn", total=sum(talent_map.cell_counts or []))

                def told(done: int) -> None:
                    bar.update(task, completed=done)

                counts = await sending.send(talenta.sessions, reading, gateway, map_id, out, told)
    except Problem as problem:
        typer.echo(problem.words.en, err=True)
        raise typer.Exit(2) from None
    typer.echo(", ".join(f"{outcome}: {people:,}" for outcome, people in sorted(counts.items())))
    if counts["rejected"] or counts["failed"]:
        raise typer.Exit(1)

"""`talenta log`: the log from the command line of whoever runs the installation."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.audit import exporting, sequencing
from app.audit.errors import CheckpointMissing, LogEmpty
from app.audit.signing import Signer
from app.core.config import get_settings
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.reading import Reading
from app.core.service import running

AUDITOR = replace(SYSTEM, roles=SYSTEM.roles | {Role.AUDITOR})

log = typer.Typer(no_args_is_help=True, help="The log: sign it, take it out.")


@log.callback()
def commands() -> None:
    """The log: sign it, take it out."""


@log.command("checkpoint")
def sign() -> None:
    """Sign the log as it is now and print the checkpoint, to be kept elsewhere."""
    typer.echo(asyncio.run(signed()), nl=False)


async def signed() -> str:
    """Sequence what is committed, and sign it."""
    settings = get_settings()
    async with running(settings) as service:
        try:
            made = await sequencing.checkpoint(service.sessions, Signer.of(settings))
        except LogEmpty as problem:
            raise typer.BadParameter(problem.words.en) from problem
        return made.note


@log.command("export")
def export(
    out: Annotated[Path, typer.Argument(help="File to write; `talenta verify` reads it.")],
) -> None:
    """Write the whole log up to the latest checkpoint, the events of all agencies."""
    size = asyncio.run(exported(out))
    typer.echo(f"{size} leaves in {out}")


async def exported(out: Path) -> int:
    """Write the log to a file that is not there yet; how many leaves it has."""
    async with running(get_settings()) as service:
        reading = Reading(service.reads, AUDITOR)
        try:
            async with transaction(service.sessions, AUDITOR) as session:
                size = await exporting.begin(session, AUDITOR, reading)
        except CheckpointMissing as problem:
            raise typer.BadParameter(problem.words.en) from problem
        with out.open("xb") as stream:
            async for piece in exporting.lines(reading, size):
                stream.write(piece)
    return size

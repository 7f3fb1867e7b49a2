"""`talenta evidence`: the bundle of a map, pool or request as a file."""

import shutil
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app.audit.signing import Signer
from app.core.config import get_settings
from app.core.db import Sessions
from app.core.errors import Problem
from app.core.identity import SYSTEM
from app.core.service import running
from app.core.serving import run
from app.evidence import service
from app.evidence.service import Kind, Wanted


def evidence(
    kind: Annotated[Kind, typer.Argument(help="What the bundle is about.")],
    subject: Annotated[UUID, typer.Argument(help="Its id.")],
    purpose: Annotated[str, typer.Option(help="What it is taken for; it stands in the log.")],
    out: Annotated[Path | None, typer.Option(help="Where to; by default its own name.")] = None,
) -> None:
    """Take the evidence of a map, pool or approval request; `talenta verify` checks it offline."""
    run(_run(Wanted(kind, subject, purpose), out))


async def _run(wanted: Wanted, out: Path | None) -> None:
    settings = get_settings()
    async with running(settings) as talenta:
        try:
            file = await write(talenta.sessions, Signer.of(settings), wanted, out)
        except Problem as problem:
            typer.echo(problem.words.en, err=True)
            raise typer.Exit(2) from None
    typer.echo(f"{file}: {file.stat().st_size:,} bytes; verify it with: talenta verify {file}")


async def write(sessions: Sessions, signer: Signer, wanted: Wanted, out: Path | None) -> Path:
    """Take a bundle as the installation itself, and write it to a file."""
    bundle = await service.take(sessions, signer, SYSTEM, wanted)
    there = out or Path(wanted.name)
    with bundle.file, there.open("wb") as file:
        shutil.copyfileobj(bundle.file, file)
    return there

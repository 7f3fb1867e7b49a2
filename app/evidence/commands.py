"""`talenta evidence`: the bundle of a map, pool or request as a file."""

import shutil
from pathlib import Path
from typing import Annotated, NamedTuple
from uuid import UUID

import typer
from sqlalchemy import text

from app.audit.signing import Signer
from app.core.config import get_settings
from app.core.db import Sessions, transaction
from app.core.errors import Problem
from app.core.identity import SYSTEM
from app.core.service import running
from app.core.serving import run
from app.evidence import service
from app.evidence.service import Kind, Wanted

NAMED = {
    Kind.TALENT_MAP: "select id from talent_maps where state = 'done' and name = :name",
    Kind.TALENT_POOL: "select id from talent_pools where name = :name",
    Kind.APPROVAL_REQUEST: "select id from approval_requests where title = :name",
}


POSITION = text("""
select p.id from positions p join talent_pools t on t.agency_id = p.agency_id
where t.id = :pool_id and p.code = :code""")


class Asked(NamedTuple):
    """What the command line asks for."""

    kind: Kind
    subject: str
    purpose: str
    position: str | None


class Unclear(Exception):
    """Nothing has this name, or several things have it."""


def evidence(
    kind: Annotated[Kind, typer.Argument(help="What the bundle is about.")],
    subject: Annotated[str, typer.Argument(help="Its id, or its name where only one has it.")],
    purpose: Annotated[str, typer.Option(help="What it is taken for; it stands in the log.")],
    out: Annotated[Path | None, typer.Option(help="Where to; by default its own name.")] = None,
    position: Annotated[
        str | None,
        typer.Option(help="Of a pool: its candidates for this position, by its code."),
    ] = None,
) -> None:
    """Take the evidence of a map, pool or approval request; `talenta verify` checks it offline."""
    if position is not None and kind is not Kind.TALENT_POOL:
        raise typer.BadParameter("only a pool has candidates", param_hint="--position")
    run(_run(Asked(kind, subject, purpose, position), out))


async def _run(asked: Asked, out: Path | None) -> None:
    settings = get_settings()
    async with running(settings) as talenta:
        try:
            wanted = await wanted_by(talenta.sessions, asked)
            file = await write(talenta.sessions, Signer.of(settings), wanted, out)
        except (Problem, Unclear) as problem:
            words = problem.words.en if isinstance(problem, Problem) else str(problem)
            typer.echo(words, err=True)
            raise typer.Exit(2) from None
    typer.echo(f"{file}: {file.stat().st_size:,} bytes; verify it with: talenta verify {file}")


async def wanted_by(sessions: Sessions, asked: Asked) -> Wanted:
    """What is meant, by ids."""
    subject_id = await found(sessions, asked.kind, asked.subject)
    if asked.position is None:
        return Wanted(asked.kind, subject_id, asked.purpose)
    async with transaction(sessions, SYSTEM) as session:
        values = {"pool_id": subject_id, "code": asked.position}
        position_id = await session.scalar(POSITION, values)
    if position_id is None:
        raise Unclear(f"The pool's agency has no position {asked.position!r}.")
    return Wanted(asked.kind, subject_id, asked.purpose, UUID(str(position_id)))


async def found(sessions: Sessions, kind: Kind, subject: str) -> UUID:
    """The id that is meant."""
    try:
        return UUID(subject)
    except ValueError:
        async with transaction(sessions, SYSTEM) as session:
            ids = list(await session.scalars(text(NAMED[kind]), {"name": subject}))
    if len(ids) != 1:
        raise Unclear(f"{len(ids)} have the name {subject!r}; give the id of one.")
    return UUID(str(ids[0]))


async def write(sessions: Sessions, signer: Signer, wanted: Wanted, out: Path | None) -> Path:
    """Take a bundle as the installation itself, and write it to a file."""
    bundle = await service.take(sessions, signer, SYSTEM, wanted)
    there = out or Path(wanted.name)
    with bundle.file, there.open("wb") as file:
        shutil.copyfileobj(bundle.file, file)
    return there

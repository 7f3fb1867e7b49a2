"""What happens with imports: files received for an agency, the import done, its rows asked for."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import Sessions, transaction
from app.core.errors import Fault, Forbidden
from app.core.file_content import plain_name
from app.core.identity import SYSTEM, Actor
from app.core.jobs import enqueue
from app.core.validation import MESSAGES
from app.imports import policy, queries, rejects, running
from app.imports.codes import CODES
from app.imports.errors import (
    AgencyForbidden,
    AgencyRequired,
    AgencyUnknown,
    FilesUnusable,
    ImportNotFound,
    ImportUnfinished,
    KindRequired,
    NothingRejected,
)
from app.imports.kinds import kind_of
from app.imports.models import File, Import, State
from app.imports.reading import refusal
from app.imports.staging import agency_in

AGENCIES = text("select id, code from agencies order by code")
NEW_AGENCY = text("insert into agencies (code, name) values (:code, :name) returning id")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that arrived."""

    name: str
    content: bytes
    kind: str | None = None
    """What the sender says it is; without it the name tells."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file after a first look at it."""

    upload: Upload
    kind: str | None
    code: str | None
    line: int | None


async def look(uploads: Sequence[Upload]) -> list[Received]:
    """Find out the kind of every file, and whether it can be read at all."""
    received = []
    for upload in uploads:
        kind = upload.kind or kind_of(upload.name)
        fault = None if kind is None else await asyncio.to_thread(refusal, upload.content)
        code = "kind-unknown" if kind is None else fault.code if fault else None
        received.append(Received(upload, kind, code, fault.line if fault else None))
    return received


async def submit(
    session: AsyncSession,
    actor: Actor,
    uploads: Sequence[Upload],
    *,
    agency: str | None = None,
    dry_run: bool = False,
) -> tuple[Import, list[File]]:
    """Take files in and let a job import them. One file that cannot be read stops them all."""
    received = await look(uploads)
    faults = [
        Fault(f"/files/{n}", file.code, CODES[file.code])
        for n, file in enumerate(received)
        if file.code
    ]
    if faults:
        raise FilesUnusable(errors=faults)
    there, files = await receive(
        session, actor, received, agency=agency, dry_run=dry_run, keep=True
    )
    await enqueue(session, "imports.run", import_id=str(there.id))
    return there, files


async def receive(
    session: AsyncSession,
    actor: Actor,
    received: Sequence[Received],
    *,
    agency: str | None = None,
    dry_run: bool = False,
    keep: bool,
) -> tuple[Import, list[File]]:
    """Register an import; `keep` stores the contents for a job to read."""
    if not policy.can_import(actor):
        raise Forbidden
    agency_id = await agency_for(session, actor, received, agency)
    there = Import(agency_id=agency_id, actor_id=actor.id, actor_name=actor.name, dry_run=dry_run)
    session.add(there)
    await session.flush()
    files = []
    for number, file in enumerate(received):
        files.append(_file(there, number, file, keep=keep))
        session.add(files[-1])
        await session.flush()
    await audit.record(
        session,
        actor,
        "import.received",
        there.id,
        agency_id=agency_id,
        dry_run=dry_run,
        files=[file.kind for file in received],
    )
    return there, files


def _file(there: Import, number: int, received: Received, *, keep: bool) -> File:
    content = received.upload.content
    return File(
        import_id=there.id,
        number=number,
        agency_id=there.agency_id,
        name=plain_name(received.upload.name),
        kind=received.kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content if keep and received.code is None else None,
        code=received.code,
        line=received.line,
        columns=None,
    )


async def agency_for(
    session: AsyncSession, actor: Actor, received: Sequence[Received], code: str | None
) -> UUID:
    """The agency that files are imported into, registered when the installation has none.

    What the caller names comes first, then the actor's only agency, then the InstansiId of the
    units, then the only agency there is.
    """
    agencies = {row.code: row.id for row in await session.execute(AGENCIES)}
    units = next((f for f in received if f.kind == "ref_unor" and f.code is None), None)
    named = None if units is None else await asyncio.to_thread(agency_in, units.upload.content)
    if code is not None:
        if code in agencies:
            return _allowed(actor, agencies[code], code)
        if agencies or actor.agencies is not None:
            raise AgencyUnknown(code=code)
        return await _register(session, actor, code, named[1] if named else code)
    if named is not None and named[0] in agencies:
        return _allowed(actor, agencies[named[0]], named[0])
    if actor.agencies is not None and len(actor.agencies) == 1:
        return next(iter(actor.agencies))
    if named is not None and agencies:
        raise AgencyUnknown(code=named[0])
    if named is not None and actor.agencies is None:
        return await _register(session, actor, *named)
    if len(agencies) == 1:
        ((only, agency_id),) = agencies.items()
        return _allowed(actor, agency_id, only)
    raise AgencyRequired


def _allowed(actor: Actor, agency_id: UUID, code: str) -> UUID:
    if not actor.sees(agency_id):
        raise AgencyForbidden(code=code)
    return agency_id


async def _register(session: AsyncSession, actor: Actor, code: str, name: str) -> UUID:
    values = {"code": code[:64], "name": name[:300]}
    agency_id: UUID = (await session.execute(NEW_AGENCY, values)).scalar_one()
    await audit.record(
        session,
        actor,
        "agency.created",
        agency_id,
        agency_id=agency_id,
        code=values["code"],
        name=values["name"],
    )
    return agency_id


async def get(session: AsyncSession, actor: Actor, import_id: UUID) -> Import:
    there = await session.scalar(select(Import).where(Import.id == import_id))
    if there is None or not actor.sees(there.agency_id) or not policy.can_read(actor):
        raise ImportNotFound(id=import_id)
    return there


async def rejected(
    session: AsyncSession, actor: Actor, import_id: UUID, kind: str | None
) -> tuple[str, str]:
    """The rejected rows of an import as CSV, and their kind, which may be left out when clear."""
    there = await get(session, actor, import_id)
    if not policy.can_see_rows(actor):
        raise Forbidden
    if there.state not in queries.ENDED:
        raise ImportUnfinished(id=import_id)
    values = {"import_id": import_id}
    kinds = sorted(filter(None, await session.scalars(queries.REJECTED_KINDS, values)))
    if kind is None and len(kinds) > 1:
        raise KindRequired(
            kinds=", ".join(kinds), errors=[Fault("?kind", "missing", MESSAGES["missing"])]
        )
    chosen = kind or next(iter(kinds), None)
    if chosen is None or chosen not in kinds:
        raise NothingRejected(id=import_id)
    found = await session.execute(queries.REJECTED, {**values, "kind": chosen})
    rows = found.all()
    await audit.record(
        session,
        actor,
        "import.rejects_taken",
        import_id,
        agency_id=there.agency_id,
        file_kind=chosen,
        rows=len(rows),
    )
    return chosen, rejects.written((row.raw, row.code) for row in rows)


async def run(
    sessions: Sessions,
    import_id: UUID,
    *,
    given: Mapping[int, bytes] | None = None,
    told: Callable[[str, int], Awaitable[None]] | None = None,
) -> None:
    """Do an import. Its progress is written apart, so that others see it before the end."""

    async def progress(actor: Actor, phase: str, percent: int) -> None:
        async with transaction(sessions, actor) as session:
            await session.execute(
                text(
                    "update imports set state = 'running', phase = :phase, percent = :percent"
                    " where id = :id and state in ('queued', 'running')"
                ),
                {"phase": phase, "percent": percent, "id": import_id},
            )
        if told is not None:
            await told(phase, percent)

    await running.run(sessions, import_id, progress, given)


async def fail(sessions: Sessions, import_id: UUID) -> None:
    """Mark an import as failed: nothing of it was applied, and its contents are let go."""
    async with transaction(sessions, SYSTEM) as session:
        there = await session.get(Import, import_id)
        if there is not None and there.state != State.FINISHED:
            there.state = State.FAILED
            await session.execute(
                text("update import_files set content = null where import_id = :id"),
                {"id": import_id},
            )

"""What can be asked about imports."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Form, Header, Query, Request, Response, UploadFile, status
from fastapi.responses import StreamingResponse
from pydantic import Field

from app.core.db import Session, Sessions, transaction
from app.core.errors import Fault, Forbidden, InvalidRequest
from app.core.identity import Actor, CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page, link_to_next
from app.core.reading import ChoosingReader, Reader
from app.core.routing import ReadRoute
from app.core.validation import MESSAGES
from app.core.words import language_of
from app.imports import examples, policy, queries, service
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
from app.imports.kinds import KINDS, KindName
from app.imports.models import State, Verdict
from app.imports.schemas import FileRead, ImportRead, ImportSummary, RowRead
from app.imports.service import Upload

router = APIRouter(prefix="/imports", tags=["imports"])
reads = APIRouter(prefix="/imports", tags=["imports"], route_class=ReadRoute)

LOOK_SECONDS = 0.5
SILENT_LOOKS = 20
"""Looks without news after which a comment keeps the connection open."""
AcceptLanguage = Annotated[str | None, Header(include_in_schema=False)]


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=ImportRead,
    responses={
        **problems(Forbidden, AgencyForbidden, FilesUnusable, AgencyRequired, AgencyUnknown),
        202: answers(examples.QUEUED, "Taken in; a job imports the files."),
    },
)
async def create_import(
    response: Response,
    session: Session,
    actor: CurrentActor,
    files: Annotated[
        list[UploadFile],
        Field(description="CSV, XLSX, NDJSON or JSON; several at once, masters and histories."),
    ],
    dry_run: Annotated[  # noqa: FBT002 - a field of the form
        bool, Form(description="Judge every row and change nothing.")
    ] = False,
    agency: Annotated[
        str | None, Form(description="Code of the agency, where the files do not tell.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        Form(description="What each file holds, in their order; left out, the names tell."),
    ] = None,
) -> Any:
    """Send personnel files to be imported.

    A file's kind is told by its name (`pegawai.csv`, `rw_skp22.ndjson`, …) or by `kind`, its form
    by its content. All files are applied together, masters before histories, in one job; every
    row gets a verdict. Rows that are rejected change nothing; the others are applied. Files sent
    twice change nothing the second time. The `Location` header holds the import's address. For
    personnel systems and analysts.
    """
    kinds = kinds_given(kind, len(files))
    uploads = [
        Upload(file.filename or "", await file.read(), given)
        for file, given in zip(files, kinds, strict=True)
    ]
    there, kept = await service.submit(
        session, actor, uploads, agency=agency or None, dry_run=dry_run
    )
    response.headers["Location"] = f"/v1/imports/{there.id}"
    shown = ImportSummary.model_validate(there).model_dump()
    columns = FileRead.model_fields.keys() - {"detail"}
    described = [{c: getattr(file, c) for c in columns} | {"detail": None} for file in kept]
    return {**shown, "files": described}


def kinds_given(kinds: list[str] | None, files: int) -> list[str | None]:
    """The kinds that a sender names, one a file; an empty one leaves it to the file's name."""
    given = [kind or None for kind in kinds or []]
    if not any(given):
        return [None] * files
    faults = [
        Fault(f"/kind/{n}", "enum", MESSAGES["enum"].filled(expected=", ".join(KINDS)))
        for n, kind in enumerate(given)
        if kind is not None and kind not in KINDS
    ]
    if not faults and len(given) != files:
        faults = [Fault("/kind", "too-short", MESSAGES["too_short"].filled(min_length=files))]
    if faults:
        raise InvalidRequest(errors=faults)
    return given


@reads.get(
    "",
    response_model=Page[ImportSummary],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.SUMMARY))},
)
async def list_imports(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    state: Annotated[State, Field(description="Only imports that stand here.")] | None = None,
    dry_run: Annotated[bool, Field(description="Only dry runs, or only real ones.")] | None = None,
) -> bytes:
    """List imports, newest first.

    For personnel systems, analysts and auditors, within their agencies.
    """
    if not policy.can_read(reader.actor):
        raise Forbidden
    return await queries.IMPORTS.page(reader, limit, cursor, state=state, dry_run=dry_run)


@router.get(
    "/{import_id}",
    response_model=ImportRead,
    responses={**problems(ImportNotFound), 200: answers(examples.IMPORT)},
)
async def get_import(
    reader: Reader, import_id: UUID, accept_language: AcceptLanguage = None
) -> Any:
    """See how far an import is, and what became of its rows by kind.

    `counts` is there once the state is `finished`: accepted + unchanged + rejected = rows.
    """
    if not policy.can_read(reader.actor):
        raise ImportNotFound(id=import_id)
    said = queries.words(language_of(accept_language))
    body = await queries.IMPORT.one(reader, import_id=import_id, words=said)
    if body is None:
        raise ImportNotFound(id=import_id)
    return Response(body, media_type="application/json")


@router.get(
    "/{import_id}/rows",
    response_model=Page[RowRead],
    responses={
        **problems(Forbidden, ImportNotFound),
        200: answers(examples.page(examples.ROW)),
    },
)
async def list_import_rows(
    request: Request,
    session: Session,
    reader: Reader,
    actor: CurrentActor,
    import_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    verdict: Annotated[Verdict | None, Query(description="Only rows with this verdict.")] = None,
    kind: Annotated[KindName | None, Query(description="Only rows of this kind.")] = None,
    code: Annotated[
        str | None, Query(max_length=40, description="Only rows with this code.")
    ] = None,
    accept_language: AcceptLanguage = None,
) -> Any:
    """List the rows of an import with their verdicts, in the order of the files.

    Each names file, line, the first check that failed and the field, and says what to do. There
    are rows only once the import is finished. Auditors see no `row`.
    """
    await service.get(session, actor, import_id)
    body = await queries.ROWS.page(
        reader,
        limit,
        cursor,
        import_id=import_id,
        verdict=verdict,
        kind=kind,
        code=code,
        words=queries.words(language_of(accept_language)),
        whole=policy.can_see_rows(actor),
    )
    response = Response(body, media_type="application/json")
    if following := orjson.loads(body)["next"]:
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    return response


@router.get(
    "/{import_id}/rejected.csv",
    response_class=Response,
    responses={
        **problems(Forbidden, ImportNotFound, NothingRejected, ImportUnfinished, KindRequired),
        200: {
            "description": "The rows as they came, with a column `code`.",
            "content": {"text/csv": {"example": examples.REJECTED}},
        },
    },
)
async def get_rejected_rows(
    session: Session,
    actor: CurrentActor,
    import_id: UUID,
    kind: Annotated[
        KindName | None, Query(description="Which kind, when rows of several were rejected.")
    ] = None,
) -> Response:
    """Download the rejected rows of an import, to correct and send again.

    The rows stand as they came, with a last column `code` that says why each was rejected.
    Corrected, the file can be sent as it is: the column `code` is ignored. For personnel systems
    and analysts; that it was taken is recorded.
    """
    name, body = await service.rejected(session, actor, import_id, kind)
    return Response(
        body.encode(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@router.get(
    "/{import_id}/events",
    response_class=StreamingResponse,
    responses={
        **problems(Forbidden, ImportNotFound),
        200: {
            "description": "Server-Sent Events: `progress` on every change, `end` at the end.",
            "content": {"text/event-stream": {"example": examples.EVENTS}},
        },
    },
)
async def watch_import(
    request: Request, session: Session, actor: CurrentActor, import_id: UUID
) -> StreamingResponse:
    """Watch an import's progress as Server-Sent Events.

    Every change of state, phase or percent is an event `progress`; the last one is `end`, with
    which the stream closes.
    """
    await service.get(session, actor, import_id)
    stream = events(request.app.state.sessions, actor, import_id)
    return StreamingResponse(
        stream,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def events(sessions: Sessions, actor: Actor, import_id: UUID) -> AsyncIterator[bytes]:
    """The progress of an import, by short reads of its own, until it ends."""
    last: bytes | None = None
    silent = 0
    while True:
        async with transaction(sessions, actor) as session:
            row = (await session.execute(queries.STATE, {"import_id": import_id})).one()
        data = orjson.dumps({"state": row.state, "phase": row.phase, "percent": row.percent})
        ended = row.state in queries.ENDED
        if data != last:
            yield b"event: %s\ndata: %s\n\n" % (b"end" if ended else b"progress", data)
            last, silent = data, 0
        elif silent >= SILENT_LOOKS:
            yield b": still at work\n\n"
            silent = 0
        if ended:
            return
        silent += 1
        await asyncio.sleep(LOOK_SECONDS)

"""What can be asked about the log: entries, checkpoints, proofs, the whole of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.responses import StreamingResponse
from pydantic import Field

from app.audit import examples, exporting, policy, proofs, queries, sequencing
from app.audit.errors import (
    CheckpointMissing,
    EntryNotFound,
    EntryNotSequenced,
    LogEmpty,
)
from app.audit.schemas import (
    CheckpointRead,
    ConsistencyProofRead,
    EntryRead,
    InclusionProofRead,
    LogKeySetRead,
)
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.literal import Instant
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute

router = APIRouter(prefix="/audit", tags=["audit"])
reads = APIRouter(prefix="/audit", tags=["audit"], route_class=ReadRoute)

LARGEST = 2**62
EntryId = Annotated[int, Field(ge=1, le=LARGEST, description="Id of an entry.")]
Index = Annotated[int, Field(ge=0, le=LARGEST, description="Place of a leaf, from 0.")]
Size = Annotated[
    int,
    Field(ge=1, le=LARGEST, description="Leaves of the tree; default: the latest checkpoint's."),
]
Subject = Annotated[UUID, Field(description="Only events about this person or thing.")]
Doer = Annotated[UUID, Field(description="Only what this actor did.")]
Kind = Annotated[str, Field(max_length=80, description="Only events of this kind.")]
Since = Annotated[Instant, Field(description="Only events from this instant on.")]


@reads.get(
    "/entries",
    response_model=Page[EntryRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.ENTRY))},
)
async def list_audit_entries(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    subject: Subject | None = None,
    actor: Doer | None = None,
    kind: Kind | None = None,
    since: Since | None = None,
) -> bytes:
    """List what happened, newest first.

    Role `auditor`: the events of their agencies; events of no agency are for those who audit every
    agency. Role `admin` sees that they happened, not what they say.
    """
    if not policy.can_view(reader.actor):
        raise Forbidden
    asked = queries.ENTRIES[policy.can_view_content(reader.actor)]
    return await asked.page(
        reader, limit, cursor, subject=subject, actor=actor, kind=kind, since=since
    )


@reads.get(
    "/entries/{entry_id}",
    response_model=EntryRead,
    responses={**problems(EntryNotFound), 200: answers(examples.ENTRY)},
)
async def get_audit_entry(reader: Reader, entry_id: EntryId) -> bytes:
    """Show one event with all that its commitment is made of.

    SHA-256 over the salt and the RFC 8785 form of `event` is the commitment: the leaf in the tree.
    Roles `auditor`, and `admin` without the content.
    """
    if not policy.can_view(reader.actor):
        raise EntryNotFound(id=entry_id)
    asked = queries.ENTRY[policy.can_view_content(reader.actor)]
    entry = await asked.one(reader, entry_id=entry_id)
    if entry is None:
        raise EntryNotFound(id=entry_id)
    return entry


@router.post(
    "/checkpoints",
    status_code=status.HTTP_201_CREATED,
    responses={**problems(Forbidden, LogEmpty), 201: answers(examples.CHECKPOINT, "Signed.")},
)
async def create_audit_checkpoint(request: Request, actor: CurrentActor) -> CheckpointRead:
    """Sign the log as it is now.

    Every event committed so far gets its leaf, and the root over all of them is signed. Where
    nothing is new, the answer is the latest checkpoint. Roles `auditor` and `admin`.
    """
    if not policy.can_checkpoint(actor):
        raise Forbidden
    state = request.app.state
    made = await sequencing.checkpoint(state.sessions, state.signer)
    return CheckpointRead(
        size=made.size,
        origin=made.origin,
        root=made.root.hex(),
        note=made.note,
        created_at=made.created_at,
    )


@reads.get(
    "/checkpoints",
    response_model=Page[CheckpointRead],
    responses={200: answers(examples.page(examples.CHECKPOINT))},
)
async def list_audit_checkpoints(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List checkpoints, the largest first.

    For every role: a checkpoint holds a hash and a signature. Keep some of them, and hand them to
    others: `talenta verify --checkpoint` shows whether the log still goes on from there.
    """
    return await queries.CHECKPOINTS.page(reader, limit, cursor)


@reads.get(
    "/checkpoints/latest",
    response_model=CheckpointRead,
    responses={**problems(CheckpointMissing), 200: answers(examples.CHECKPOINT)},
)
async def get_latest_audit_checkpoint(reader: Reader) -> bytes:
    """Show the latest checkpoint.

    For every role. A new one is signed every few minutes, if anything happened.
    """
    latest = await queries.LATEST.one(reader)
    if latest is None:
        raise CheckpointMissing
    return latest


@reads.get(
    "/proofs/inclusion",
    response_model=InclusionProofRead,
    responses={
        **problems(EntryNotFound, EntryNotSequenced, CheckpointMissing),
        200: answers(examples.INCLUSION),
    },
)
async def prove_audit_inclusion(
    reader: Reader,
    entry_id: EntryId | None = None,
    index: Index | None = None,
    size: Size | None = None,
) -> bytes:
    """Prove that an event is in the log.

    Name the event by `entry_id` or by `index`. The path leads from its commitment to the root over
    `size` leaves (RFC 9162, section 2.1.3), which a checkpoint signs. For every role: a proof holds
    hashes alone.
    """
    return await proofs.inclusion(reader, entry_id=entry_id, index=index, size=size)


@router.get(
    "/proofs/consistency",
    response_model=ConsistencyProofRead,
    responses={**problems(CheckpointMissing), 200: answers(examples.CONSISTENCY)},
)
async def prove_audit_consistency(
    reader: Reader,
    older: Annotated[
        int, Query(alias="from", ge=1, le=LARGEST, description="Leaves of the older tree.")
    ],
    newer: Annotated[
        int | None,
        Query(
            alias="to", ge=1, le=LARGEST, description="Leaves of the newer; default: the latest."
        ),
    ] = None,
) -> Response:
    """Prove that the log only grew.

    The path shows that the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162,
    section 2.1.4): nothing was changed, dropped or inserted in between. For every role.
    """
    proof = await proofs.consistency(reader, older=older, newer=newer)
    return Response(proof, media_type="application/json")


@router.get(
    "/export.ndjson",
    response_class=Response,
    responses={
        **problems(Forbidden, CheckpointMissing),
        200: {
            "description": "Header, leaves in order, checkpoints: a line each.",
            "content": {"application/x-ndjson": {"example": examples.EXPORT}},
        },
    },
)
async def export_audit_log(
    session: Session, actor: CurrentActor, reader: Reader
) -> StreamingResponse:
    """Download the log up to the latest checkpoint, to verify it offline.

    `talenta verify FILE` needs nothing of this service. Of other agencies' events there is the
    commitment alone, so the tree can be verified whole. Role `auditor`; the export is recorded.
    """
    size = await exporting.begin(session, actor, reader)
    return StreamingResponse(
        exporting.lines(reader, size),
        media_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="log-{size}.ndjson"'},
    )


@reads.get("/keys", response_model=LogKeySetRead, responses={200: answers(examples.KEYS)})
async def list_audit_keys(reader: Reader) -> bytes:
    """List the keys that sign checkpoints, earlier ones too.

    For every role. Get them by another way as well, such as a printed notice, before you trust
    them: a log that is rewritten could be signed with a new key.
    """
    body = await queries.KEYS.one(reader)
    assert body is not None  # noqa: S101 - an aggregate always has a row
    return body

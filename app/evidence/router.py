"""Evidence bundles by HTTP, each under the address of what it is about."""

import asyncio
from collections.abc import AsyncIterator
from typing import IO, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from app.approvals.errors import RequestNotFound
from app.audit.signing import Signer
from app.core.identity import CurrentActor
from app.core.openapi import problems
from app.evidence import service
from app.evidence.errors import NotForThisRole, SubjectChanged
from app.evidence.service import Bundle, Kind, Wanted
from app.talent_maps.errors import MapNotFound, MapNotReady
from app.talent_pools.errors import PoolNotFound, UnknownReference

router = APIRouter(tags=["evidence"])

CHUNK = 256 * 1024
Purpose = Annotated[
    str,
    Query(
        min_length=5,
        max_length=300,
        description="What the bundle is taken for; it stands in the log and in the bundle.",
        examples=["Pemeriksaan Inspektorat 12/2026"],
    ),
]
PositionId = Annotated[
    UUID | None, Query(description="Add the members as candidates for this position.")
]
ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The bundle, format `talenta-evidence/1`.",
        "content": {
            "application/zip": {
                "schema": {"type": "string", "format": "binary"},
                "example": "PK…",
            }
        },
    }
}


@router.get(
    "/talent-maps/{map_id}/evidence.zip",
    response_class=StreamingResponse,
    responses={**problems(NotForThisRole, MapNotFound, MapNotReady), **ZIP},
)
async def take_evidence_of_talent_map(
    request: Request, actor: CurrentActor, map_id: UUID, purpose: Purpose
) -> StreamingResponse:
    """Take the evidence of a talent map.

    Scheme, every person's raw records as known at the map's instant, and all results, in a ZIP that
    `talenta verify` recomputes without network. People are in it by id alone. For analysts,
    auditors and the PPK; who took it and why stands in the log, and the proof of that in the ZIP.
    """
    return await _sent(request, actor, Wanted(Kind.TALENT_MAP, map_id, purpose))


@router.get(
    "/talent-pools/{pool_id}/evidence.zip",
    response_class=StreamingResponse,
    responses={**problems(NotForThisRole, PoolNotFound, SubjectChanged, UnknownReference), **ZIP},
)
async def take_evidence_of_talent_pool(
    request: Request,
    actor: CurrentActor,
    pool_id: UUID,
    purpose: Purpose,
    position_id: PositionId = None,
) -> StreamingResponse:
    """Take the evidence of a talent pool.

    The pool's rule and members with the whole map behind them: that nobody is in it without right
    and nobody was left out can be verified without network. With `position_id` also every member
    as a candidate for that position, each rule's verdict with its datum and the facts it rests on,
    which are judged anew.
    """
    wanted = Wanted(Kind.TALENT_POOL, pool_id, purpose, position_id)
    return await _sent(request, actor, wanted)


@router.get(
    "/approval-requests/{request_id}/evidence.zip",
    response_class=StreamingResponse,
    responses={**problems(NotForThisRole, RequestNotFound), **ZIP},
)
async def take_evidence_of_approval_request(
    request: Request, actor: CurrentActor, request_id: UUID, purpose: Purpose
) -> StreamingResponse:
    """Take the evidence of an approval request.

    Every round with its content, stages, votes and reasons, the letter as issued, and the map
    behind a pool. For analysts, auditors and the PPK; for BKN where the request was sent to it.
    """
    return await _sent(request, actor, Wanted(Kind.APPROVAL_REQUEST, request_id, purpose))


async def _sent(request: Request, actor: CurrentActor, wanted: Wanted) -> StreamingResponse:
    state = request.app.state
    bundle = await service.take(state.sessions, Signer.of(state.settings), actor, wanted)
    headers = {
        "Content-Length": str(bundle.length),
        "Content-Disposition": f'attachment; filename="{bundle.name}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_chunks(bundle), media_type="application/zip", headers=headers)


async def _chunks(bundle: Bundle) -> AsyncIterator[bytes]:
    with bundle.file as file:
        while chunk := await asyncio.to_thread(_read, file):
            yield chunk


def _read(file: IO[bytes]) -> bytes:
    return file.read(CHUNK)

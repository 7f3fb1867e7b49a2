"""What can be asked about the attachments of a request."""

from collections.abc import Iterator
from typing import IO, Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Path, Response, UploadFile, status
from fastapi.responses import StreamingResponse

from app.approvals import attachments, examples, policy, queries
from app.approvals.attached_files import MEDIA_TYPES
from app.approvals.errors import IllegalTransition, RequestNotFound
from app.approvals.examining_errors import (
    AttachmentDamaged,
    AttachmentNotFound,
    FileUnfit,
    MayNotAttach,
    StorageUnavailable,
)
from app.approvals.examining_models import Attachment
from app.approvals.examining_schemas import AttachmentRead
from app.core.db import Session
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.core.storage import PIECE, Files

PREFIX = "/approval-requests/{request_id}/attachments"
router = APIRouter(prefix=PREFIX, tags=["approvals"])
reads = APIRouter(prefix=PREFIX, tags=["approvals"], route_class=ReadRoute)

FENCED = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""If a browser showed the file after all, nothing in it would run or load."""


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=AttachmentRead,
    responses={
        **problems(MayNotAttach, RequestNotFound, IllegalTransition, FileUnfit, StorageUnavailable),
        201: answers(examples.ATTACHMENT, "Kept; name it by its `sha256`."),
    },
)
async def attach_to_approval_request(
    response: Response,
    session: Session,
    actor: CurrentActor,
    storage: Files,
    request_id: UUID,
    file: Annotated[UploadFile, File(description="PDF, PNG, JPEG, DOCX or XLSX.")],
) -> Attachment:
    """Attach a file to a request.

    The answer says its SHA-256, by which the content names it: `attachment_sha256` of an item of
    the checklist. What the file is, its content tells; locked files and those with macros or
    scripts are refused. The largest is `MAX_ATTACHMENT_BYTES`. The same file again is the same
    attachment. For those who draft requests of the kind, and those who examine it from outside.
    """
    given = file.filename or "", file.file
    attachment = await attachments.attach(session, actor, storage, request_id, given)
    response.headers["Location"] = (
        f"/v1/approval-requests/{request_id}/attachments/{attachment.sha256}"
    )
    return attachment


@reads.get(
    "",
    response_model=Page[AttachmentRead],
    responses={200: answers({"items": [examples.ATTACHMENT], "next": None})},
)
async def list_attachments(
    reader: Reader, request_id: UUID, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List the attachments of a request, in the order in which they came.

    For whoever sees the request; of any other there are none.
    """
    return await queries.ATTACHMENTS.page(
        reader, limit, cursor, request_id=request_id, **policy.seen_by(reader.actor)
    )


@router.get(
    "/{sha256}",
    response_class=StreamingResponse,
    responses={
        **problems(RequestNotFound, AttachmentNotFound, AttachmentDamaged, StorageUnavailable),
        200: {
            "description": "The file, byte for byte as it was sent.",
            "content": {
                media_type: {
                    "schema": {"type": "string", "format": "binary"},
                    "example": "%PDF-1.7 …",
                }
                for media_type in MEDIA_TYPES
            },
        },
    },
)
async def get_attachment(
    session: Session,
    actor: CurrentActor,
    storage: Files,
    request_id: UUID,
    sha256: Annotated[str, Path(max_length=64, description="SHA-256 of the file.")],
) -> StreamingResponse:
    """Get an attachment.

    Its bytes are checked against its hash first; a file that was changed where it is kept is not
    given out. It comes as a download that browsers neither show nor run.
    """
    attachment, opened = await attachments.given_out(session, actor, storage, request_id, sha256)
    return StreamingResponse(
        pieces(opened),
        media_type=attachment.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name)}",
            "Content-Length": str(attachment.size),
            "Content-Security-Policy": FENCED,
            "X-Content-Type-Options": "nosniff",
        },
    )


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file piece by piece; closed at its end."""
    with file:
        while piece := file.read(PIECE):
            yield piece

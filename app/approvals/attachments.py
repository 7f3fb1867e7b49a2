"""What happens to attachments: kept by their hash, named by the content, given out as they came."""

import asyncio
import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import IO, Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import content, handling, policy
from app.approvals.attached_files import CODES, media_type_of
from app.approvals.errors import IllegalTransition
from app.approvals.examining_errors import (
    NOT_ATTACHED,
    AttachmentDamaged,
    AttachmentNotFound,
    FileUnfit,
    MayNotAttach,
    StorageUnavailable,
)
from app.approvals.examining_models import Attachment
from app.approvals.models import Request
from app.approvals.workflow import FINAL, Action
from app.core.errors import Fault, InvalidRequest
from app.core.file_content import Unreadable, plain_name
from app.core.identity import Actor
from app.core.storage import Damaged, OutOfReach, Storage

log = structlog.get_logger("attachments")


async def attach(
    session: AsyncSession,
    actor: Actor,
    storage: Storage,
    request_id: UUID,
    file: tuple[str, IO[bytes]],
) -> Attachment:
    """Keep a file for a request; the same bytes sent again are the same attachment."""
    request = await handling.find(session, actor, request_id)
    if not policy.can_attach(actor, request):
        raise MayNotAttach
    if request.status in FINAL:
        raise IllegalTransition(state=request.status, action=Action.CHANGE)
    name, source = file
    media_type = await asyncio.to_thread(_looked_at, source)
    with _answering():
        kept = await asyncio.to_thread(storage.keep, request.agency_id, source)
    statement = insert(Attachment).values(
        agency_id=request.agency_id,
        request_id=request.id,
        sha256=kept.sha256,
        name=plain_name(name) or kept.sha256,
        media_type=media_type,
        size=kept.size,
        uploaded_by=actor.id,
        uploaded_by_name=actor.name,
    )
    new = await session.scalar(statement.on_conflict_do_nothing().returning(Attachment.id))
    if new is not None:
        await handling.record(
            session,
            actor,
            "approval_request.attached",
            request,
            sha256=kept.sha256,
            size=kept.size,
            media_type=media_type,
        )
    return await _named(session, request, kept.sha256)


def _looked_at(source: IO[bytes]) -> str:
    """The media type of a file that may be kept; it is at its beginning again afterwards."""
    source.seek(0)
    try:
        return media_type_of(source.read())
    except Unreadable as refused:
        raise FileUnfit(errors=[Fault("/file", refused.code, CODES[refused.code])]) from refused
    finally:
        source.seek(0)


async def given_out(
    session: AsyncSession, actor: Actor, storage: Storage, request_id: UUID, sha256: str
) -> tuple[Attachment, IO[bytes]]:
    """An attachment with its bytes, if they are still those that were sent."""
    request = await handling.find(session, actor, request_id)
    attachment = await _named(session, request, sha256)
    try:
        with _answering():
            file = await asyncio.to_thread(storage.open, request.agency_id, sha256)
    except Damaged:
        log.error("attachment.damaged", attachment_id=str(attachment.id), sha256=sha256)  # noqa: TRY400 - it has no traceback to tell
        raise AttachmentDamaged(sha256=sha256) from None
    return attachment, file


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """A store that does not answer is no fault of whoever asks, nor of ours."""
    try:
        yield
    except OutOfReach as failed:
        log.warning("attachment.store_out_of_reach", reason=str(failed))
        raise StorageUnavailable from failed


async def check_named(session: AsyncSession, request: Request) -> None:
    """Every attachment that the content names was sent to this request."""
    faults = await faults_in(session, request, json.loads(request.content))
    if faults:
        raise InvalidRequest(errors=faults)


async def faults_in(
    session: AsyncSession, request: Request, said: Mapping[str, Any]
) -> list[Fault]:
    """Where something names an attachment that was not sent to this request."""
    named = content.attachments_in(said)
    if not named:
        return []
    there = set(
        await session.scalars(select(Attachment.sha256).where(Attachment.request_id == request.id))
    )
    return [
        Fault(pointer, "not-attached", NOT_ATTACHED)
        for pointer, sha256 in named
        if sha256 not in there
    ]


async def _named(session: AsyncSession, request: Request, sha256: str) -> Attachment:
    attachment = await session.scalar(
        select(Attachment).where(Attachment.request_id == request.id, Attachment.sha256 == sha256)
    )
    if attachment is None:
        raise AttachmentNotFound(sha256=sha256[:64])
    return attachment

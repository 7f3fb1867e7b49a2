"""What a request is about, asked of its kind: its content as it stands now."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.kinds.registry import KINDS
from app.approvals.models import Request


async def hold(session: AsyncSession, found: Row[str, UUID] | None) -> None:
    """Hold a subject, named by kind and id, still until the transaction ends."""
    if found is not None and (held := KINDS[found.kind].hold) is not None:
        await held(session, found.subject_id)


async def content_now(session: AsyncSession, request: Request) -> dict[str, Any]:
    """The content as its subject has it now; nothing when the subject is gone."""
    if (current := KINDS[request.kind].current) is None:
        content: dict[str, Any] = json.loads(request.content)
        return content
    subject = await current(session, request.subject_id)
    return subject.content if subject else {}

"""From a draft to its subject: every fault of the draft is found at once."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.errors import NOT_FOR_KIND, REQUIRED
from app.approvals.kinds.declaration import Asked, Declaration, Subject
from app.approvals.kinds.registry import KINDS
from app.approvals.schemas import Amendment, ApprovalRequestDraft
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor


async def subject(session: AsyncSession, actor: Actor, draft: ApprovalRequestDraft) -> Subject:
    """What the draft is about; every fault of the draft at once."""
    kind = KINDS[draft.kind]
    given = given_in(kind, draft)
    faults = [
        Fault(f"/{name}", "missing", REQUIRED) for name in sorted(kind.needs) if name not in given
    ]
    if faults:
        raise InvalidRequest(errors=faults)
    return await kind.drafted(session, actor, Asked(draft.subject_id, draft.agency_id, given))


def given_in(kind: Declaration, body: ApprovalRequestDraft | Amendment) -> dict[str, Any]:
    """What is given for a kind, in its JSON form; fields that it does not know are refused."""
    fields = body.model_dump(mode="json", exclude={"kind", "content_sha256"})
    given = {name: value for name, value in fields.items() if value is not None}
    faults = [
        Fault(f"/{name}", "not-for-kind", NOT_FOR_KIND) for name in given if name not in kind.takes
    ]
    if faults:
        raise InvalidRequest(errors=faults)
    return given

"""From a draft to its subject: every fault of the draft is found at once."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.errors import NOT_FOR_KIND, REQUIRED
from app.approvals.kinds.declaration import Asked, Subject
from app.approvals.kinds.registry import KINDS
from app.approvals.schemas import ApprovalRequestDraft
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor


async def subject(session: AsyncSession, actor: Actor, draft: ApprovalRequestDraft) -> Subject:
    """What the draft is about; every fault of the draft at once."""
    kind = KINDS[draft.kind]
    given = draft.model_dump(mode="json", exclude={"kind"}, exclude_none=True)
    faults = [
        Fault(f"/{name}", "missing", REQUIRED) for name in sorted(kind.needs) if name not in given
    ]
    faults += [
        Fault(f"/{name}", "not-for-kind", NOT_FOR_KIND) for name in given if name not in kind.takes
    ]
    if faults:
        raise InvalidRequest(errors=faults)
    # Inside a field, null is a value.
    whole = draft.model_dump(mode="json", include=set(given))
    return await kind.drafted(session, actor, Asked(draft.subject_id, draft.agency_id, whole))

"""From a draft to its subject: every fault of the draft is found at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import subjects
from app.approvals.errors import (
    AGENCY_NEEDED,
    AGENCY_UNKNOWN,
    NOT_FOR_KIND,
    ONCE,
    REQUIRED,
    SUBJECT_UNKNOWN,
)
from app.approvals.schemas import ApprovalRequestDraft, ChecklistEntry
from app.approvals.workflow import Kind
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor


async def subject(
    session: AsyncSession, actor: Actor, draft: ApprovalRequestDraft
) -> subjects.Subject:
    """What the draft is about; every fault of the draft at once."""
    faults = []
    if draft.kind is Kind.TALENT_POOL:
        alien = {"agency_id": draft.agency_id, "checklist": draft.checklist}
        if draft.subject_id is None:
            faults.append(Fault("/subject_id", "missing", REQUIRED))
    else:
        alien = {"subject_id": draft.subject_id}
    faults += [
        Fault(f"/{name}", "not-for-kind", NOT_FOR_KIND)
        for name, value in alien.items()
        if value is not None
    ]
    if faults:
        raise InvalidRequest(errors=faults)
    if draft.subject_id is not None:
        found = await subjects.of_pool(session, draft.subject_id, held=True)
        if found is None or not actor.sees(found.agency_id):
            raise InvalidRequest(errors=[Fault("/subject_id", "subject-unknown", SUBJECT_UNKNOWN)])
        return found
    agency_id = await _agency(session, actor, draft.agency_id)
    return await subjects.of_implementation(session, agency_id, entries(draft.checklist or []))


async def _agency(session: AsyncSession, actor: Actor, given: UUID | None) -> UUID:
    """The agency that asks: the one named, or the only one where the actor's roles hold."""
    seen = await subjects.agencies(session)
    own = [agency for agency in seen if actor.sees(agency)]
    if given is None and len(own) == 1:
        return own[0]
    if given is None:
        raise InvalidRequest(errors=[Fault("/agency_id", "missing", AGENCY_NEEDED)])
    if given not in own:
        raise InvalidRequest(errors=[Fault("/agency_id", "agency-unknown", AGENCY_UNKNOWN)])
    return given


def entries(checklist: Sequence[ChecklistEntry]) -> list[dict[str, Any]]:
    """The checklist as content; an item named twice is refused."""
    codes = [entry.code for entry in checklist]
    faults = [
        Fault(f"/checklist/{at}/code", "duplicate", ONCE)
        for at, code in enumerate(codes)
        if code in codes[:at]
    ]
    if faults:
        raise InvalidRequest(errors=faults)
    return [entry.model_dump(mode="json") for entry in checklist]

"""A record of a person corrected: the old row is superseded, and a copy says what is right.

The database does it, by the approved request that says it (decision 0051), under the lock over the
agency's facts: a talent map knows either the one or the other.
"""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.identity import SYSTEM
from app.employees.errors import RecordSuperseded
from app.employees.history_queries import MODELS, HistoryKind

APPLY = text("select correct_record(:request_id)")


async def find(
    session: AsyncSession, history: HistoryKind, employee_id: UUID, record_id: UUID
) -> object | None:
    """A record of a person as it is kept, whether or not it is known now."""
    model = MODELS[history]
    found: object | None = await session.scalar(
        select(model)
        .where(model.id == record_id, model.employee_id == employee_id)
        .execution_options(populate_existing=True)
    )
    return found


async def correct(
    session: AsyncSession, history: HistoryKind, record_id: UUID, request_id: UUID, decider_id: UUID
) -> None:
    """Do what an approved request says. Raises RecordSuperseded where something else is known."""
    model = MODELS[history]
    before = audit.state_of(await session.get_one(model, record_id, populate_existing=True))
    corrected = await session.scalar(APPLY, {"request_id": request_id})
    if corrected is None:
        raise RecordSuperseded
    record = await session.get_one(model, corrected)
    await audit.record(
        session,
        SYSTEM,
        "employee.corrected",
        record.employee_id,
        agency_id=record.agency_id,
        on_behalf_of=decider_id,
        before=before,
        after=audit.state_of(record),
        history=history.value,
        record=str(record_id),
        corrected=str(corrected),
        request=str(request_id),
    )

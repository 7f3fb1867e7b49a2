"""Reminds of stages that come due, and tells those above when one is overdue. Decides nothing.

A sweep over what waits now: it can run at any time, as often as one likes and after any pause.
What was told is a row that the database keeps once for each wait, and the log and webhooks follow
that row.
"""

from datetime import datetime

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.deadlines import Notice, notice
from app.approvals.inbox_models import Told, Wait
from app.approvals.models import StageRow
from app.audit import service as audit
from app.core.identity import SYSTEM
from app.core.working_days import today_in_office

REMINDED, ESCALATED = "approval_request.reminded", "approval_request.escalated"
WAITING = (
    select(
        Wait.id,
        Wait.agency_id,
        Wait.request_id,
        Wait.round,
        Wait.stage,
        Wait.began_at,
        Wait.due_on,
        StageRow.role,
        StageRow.escalates_to,
    )
    .join(
        StageRow,
        (StageRow.request_id == Wait.request_id)
        & (StageRow.round == Wait.round)
        & (StageRow.position == Wait.stage),
    )
    .where(Wait.ended_at.is_(None))
    .order_by(Wait.id)
)


async def sweep(session: AsyncSession, *, now: datetime) -> int:
    """Tell what is to be told at an instant and was not told before; count it.

    A wait that passed several thresholds since the last time gets the most pressing one alone.
    """
    today = today_in_office(now)
    waiting = (await session.execute(WAITING)).mappings().all()
    due = {
        wait["id"]: (wait, what)
        for wait in waiting
        if (what := notice(today_in_office(wait["began_at"]), wait["due_on"], today))
    }
    if not due:
        return 0
    rows = [_row(wait, what, now) for wait, what in due.values()]
    first = insert(Told).on_conflict_do_nothing(constraint="one_notice_per_wait")
    told = await session.scalars(first.values(rows).returning(Told.wait_id))
    fresh = set(told)
    for wait, what in (due[one] for one in due if one in fresh):
        await _record(session, wait, what)
    return len(fresh)


def _row(wait: RowMapping, what: Notice, now: datetime) -> dict[str, object]:
    return {
        "agency_id": wait["agency_id"],
        "wait_id": wait["id"],
        "notice": what,
        "to_role": wait["escalates_to"] if what is Notice.OVERDUE else None,
        "told_at": now,
    }


async def _record(session: AsyncSession, wait: RowMapping, what: Notice) -> None:
    above = {"to_role": wait["escalates_to"]} if what is Notice.OVERDUE else {}
    await audit.record(
        session,
        SYSTEM,
        ESCALATED if what is Notice.OVERDUE else REMINDED,
        wait["request_id"],
        agency_id=wait["agency_id"],
        notice=what.value,
        round=wait["round"],
        stage=wait["stage"],
        role=wait["role"],
        due_on=wait["due_on"].isoformat(),
        **above,
    )

"""How long a stage waits: since when, and by when it is due."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.inbox_models import Wait
from app.approvals.models import Request, StageRow
from app.core import working_days


async def begin(session: AsyncSession, request: Request, now: datetime) -> None:
    """Let the stage that waits begin to do so; the day on which it begins does not count."""
    days = (
        await session.scalars(
            select(StageRow.days).where(
                StageRow.request_id == request.id,
                StageRow.round == request.round,
                StageRow.position == request.stage,
            )
        )
    ).one()
    session.add(
        Wait(
            agency_id=request.agency_id,
            request_id=request.id,
            round=request.round,
            stage=request.stage,
            due_on=working_days.after(working_days.today_in_office(now), days),
        )
    )
    await session.flush()

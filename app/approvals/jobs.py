"""What happens with requests by itself: people are told, nothing is decided."""

from datetime import UTC, datetime

from app.approvals import reminding
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.jobs import Work


async def remind(work: Work) -> None:
    """Remind of stages that come due, and tell those above what is overdue."""
    async with transaction(work.sessions, SYSTEM) as session:
        await reminding.sweep(session, now=datetime.now(UTC))

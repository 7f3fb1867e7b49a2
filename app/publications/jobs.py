"""What happens with objections in the background."""

from datetime import UTC, datetime

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.jobs import Work
from app.publications import objections


async def tell_overdue(work: Work) -> None:
    """Put on record which objections were not answered in time."""
    async with transaction(work.sessions, SYSTEM) as session:
        await objections.tell_overdue(session, now=datetime.now(UTC))

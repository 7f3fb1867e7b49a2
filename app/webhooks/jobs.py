"""What webhooks do in the background."""

from app.core.jobs import Work
from app.webhooks import delivering


async def deliver(work: Work) -> None:
    """Send whatever is due."""
    await delivering.deliver_due(work.sessions, work.settings)


async def prune(work: Work) -> None:
    """Forget what ended long ago."""
    await delivering.prune(work.sessions)

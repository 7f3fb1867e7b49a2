"""What happens with personal data in the background."""

from app.core.jobs import Work
from app.privacy import retention


async def destroy(work: Work) -> None:
    """Destroy what has reached its time."""
    await retention.destroy(work.sessions)

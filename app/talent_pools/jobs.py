"""What happens to pools by itself."""

from app.core.jobs import Work
from app.talent_pools import reminding


async def remind(work: Work) -> None:
    """Say which pools come near their end."""
    await reminding.remind(work.sessions)

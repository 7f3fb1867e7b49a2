"""Maps in the background."""

from uuid import UUID

from app.core.jobs import Work
from app.core.rendering import database_is_gone
from app.talent_maps import service


async def calculate(work: Work, *, map_id: str) -> None:
    """Compute a map. A database that is gone is waited for; any other fault ends the map."""
    try:
        await service.calculate(work.sessions, UUID(map_id))
    except Exception as error:
        if not database_is_gone(error):
            await service.fail(work.sessions, UUID(map_id), "unexpected")
        raise

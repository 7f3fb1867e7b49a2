"""Imports in the background."""

from uuid import UUID

from app.core.jobs import Work
from app.core.rendering import database_is_gone
from app.imports import service


async def run(work: Work, *, import_id: str) -> None:
    """Do an import. A database that is gone is waited for; any other fault ends the import."""
    try:
        await service.run(work.sessions, UUID(import_id))
    except Exception as error:
        if not database_is_gone(error):
            await service.fail(work.sessions, UUID(import_id))
        raise

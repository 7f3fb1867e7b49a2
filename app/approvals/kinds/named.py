"""Subjects that a draft names by their id, and that are kept elsewhere."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.kinds.declaration import Asked, Subject
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor
from app.core.words import Words

Held = Callable[[AsyncSession, UUID], Awaitable[None]]
Current = Callable[[AsyncSession, UUID], Awaitable[Subject | None]]


def named(
    hold: Held, current: Current, unknown: Words
) -> Callable[[AsyncSession, Actor, Asked], Awaitable[Subject]]:
    """How a draft finds its subject: held still, and of an agency that the actor sees.

    What is not there and what is another agency's is told apart by nothing (`subject-unknown`).
    """

    async def drafted(session: AsyncSession, actor: Actor, asked: Asked) -> Subject:
        found = None
        if asked.subject_id is not None:
            await hold(session, asked.subject_id)
            found = await current(session, asked.subject_id)
        if found is None or not actor.sees(found.agency_id):
            raise InvalidRequest(errors=[Fault("/subject_id", "subject-unknown", unknown)])
        return found

    return drafted

"""What a yes sets in motion: a service function of a lower domain, or nothing but the letter."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.workflow import Kind
from app.talent_pools import service as talent_pools

Effect = Callable[[AsyncSession, UUID, UUID, UUID], Awaitable[None]]
"""Takes the session, the ids of the subject, of the request and of who decided last."""

EFFECTS: dict[Kind, Effect] = {
    Kind.TALENT_POOL: talent_pools.mark_approved,
}

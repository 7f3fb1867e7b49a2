"""Which route an agency's requests of a kind take: its own newest, else the kind's."""

import json
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import routes
from app.approvals.models import RouteRow
from app.approvals.workflow import Route


async def in_force(
    session: AsyncSession, agency_id: UUID, kind: str, default: Route
) -> routes.InForce:
    """The route of an agency for a kind that has this one by itself."""
    statement = (
        select(RouteRow)
        .where(RouteRow.agency_id == agency_id, RouteRow.kind == kind)
        .order_by(RouteRow.version.desc())
        .limit(1)
    )
    row = await session.scalar(statement)
    if row is None:
        return routes.InForce(kind, 0, default)
    return routes.InForce(kind, row.version, routes.read(json.loads(row.document)), row.request_id)

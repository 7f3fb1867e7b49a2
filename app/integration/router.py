"""What can be asked about how clients fare."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.access.errors import ClientNotFound
from app.core.errors import Forbidden
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.integration import examples, policy, queries
from app.integration.schemas import ClientHealth, ClientHealthDetail

reads = APIRouter(prefix="/clients", tags=["access"], route_class=ReadRoute)

ClientId = Annotated[UUID, Field(description="Id of a client: its `client_id`.")]


@reads.get(
    "/health",
    response_model=Page[ClientHealth],
    responses={200: answers({"items": [examples.HEALTH], "next": None}), **problems(Forbidden)},
)
async def list_client_healths(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List how clients fare, by name: their last success and refusal, and what waits for them.

    Roles `admin` and `auditor`; the clients of their agencies. What was never seen is null.
    """
    if not policy.can_watch(reader.actor):
        raise Forbidden
    return await queries.HEALTHS.page(reader, limit, cursor)


@reads.get(
    "/{client_id}/health",
    response_model=ClientHealthDetail,
    responses={200: answers(examples.DETAIL), **problems(ClientNotFound)},
)
async def get_client_health(reader: Reader, client_id: ClientId) -> bytes:
    """Show how a client fares: what it last did and was refused, and what waits for it.

    The client itself, and roles `admin` and `auditor` of its agency. What it asked is kept once a
    minute, so the last minute may be missing. `operations` has all that it ever called, deprecated
    ones and parameters too.
    """
    if not policy.can_see(reader.actor, client_id):
        raise ClientNotFound(id=client_id)
    health = await queries.HEALTH.one(reader, client_id=client_id)
    if health is None:
        raise ClientNotFound(id=client_id)
    return health

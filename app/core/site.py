"""What is not the API itself: health, metrics, the documentation page."""

import asyncio

import asyncpg
from fastapi import APIRouter, Request, Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.errors import Unavailable
from app.core.metrics import exposition
from app.core.openapi import answers, problems
from app.core.schemas import Read
from app.core.swagger import page

router = APIRouter(tags=["operations"])
router.include_router(page.router)
READY_SECONDS = 2


class Health(Read):
    """How the service is."""

    status: str
    """`ok`."""


@router.get("/health/live", response_model=Health, responses={200: answers({"status": "ok"})})
async def health_live() -> dict[str, str]:
    """Say that the process lives.

    Answers without the database, so that a process is not restarted for the database's sake.
    """
    return {"status": "ok"}


@router.get(
    "/health/ready",
    response_model=Health,
    responses={200: answers({"status": "ok"}), **problems(Unavailable)},
)
async def health_ready(request: Request) -> dict[str, str]:
    """Say whether requests can be served: the database answers.

    503 while it does not; the service recovers by itself.
    """
    try:
        async with asyncio.timeout(READY_SECONDS), request.app.state.sessions() as session:
            await session.execute(text("select 1"))
    except (OSError, TimeoutError, DBAPIError, asyncpg.PostgresError) as error:
        raise Unavailable from error
    return {"status": "ok"}


@router.get(
    "/metrics",
    responses={200: {"content": {"text/plain": {"example": "talenta_requests_total 1.0"}}}},
    response_class=Response,
)
async def metrics() -> Response:
    """Show counters for Prometheus.

    By route template and status; no path, query or person appears in them.
    """
    return Response(exposition(), media_type="text/plain; version=0.0.4")

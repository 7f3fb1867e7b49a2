"""The application: what is put together, in which order, and what runs beside it."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

import structlog
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.staticfiles import StaticFiles

from app import api
from app.access import sign_in
from app.access.activity import Activity
from app.access.listening import Listener
from app.access.people import People
from app.access.tokens import Tokens
from app.approvals.signatures import OwnSigner
from app.audit.signing import Signer
from app.core import openapi, rendering
from app.core.config import Settings
from app.core.edge import Edge
from app.core.group_commit import GroupCommit
from app.core.jobs import Work, Worker
from app.core.object_storage import storage_of
from app.core.routing import RouteIndex
from app.core.service import Service
from app.core.shell import Shell
from app.employees import accesses, changes
from app.proposals.document import propose
from app.worker import HANDLERS, SCHEDULES

log = structlog.get_logger("service")

DESCRIPTION = """Civil servants measured, mapped into the nine-box, pooled for succession and
appointed through approvals that cannot be bent. Anyone entitled can recompute any ranking.

Get a token at `/oauth/token` (button *Authorize*), then try every route here. Errors are
`application/problem+json` in Indonesian, or in English with `Accept-Language: en`."""

CHANGES = "GET /v1/employees/changes"
"""The feed that clients follow: how far each has come is kept."""

TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""The framework's own asks at every request whether anybody listens; nobody does (`/metrics`)."""


def create_app(settings: Settings, service: Service | None = None) -> FastAPI:
    """The application on a running service; tests set what it brings instead."""
    return furnished(*routed(), settings, service)


def routed() -> tuple[FastAPI, RouteIndex]:
    """The application with every route, before it is anybody's; it takes a second to build."""
    app = FastAPI(
        title="Manajemen Talenta ASN",
        version="0.1.0",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        telemetry=TELEMETRY,
        lifespan=lifespan,
    )
    rendering.install(app)
    api.install(app)
    assets = files("fastapi_offline") / "static"
    app.mount("/assets", StaticFiles(directory=str(assets)), name="assets")
    openapi.install(app, api.TAGS, propose)
    return app, RouteIndex(app)


def furnished(
    app: FastAPI, index: RouteIndex, settings: Settings, service: Service | None = None
) -> FastAPI:
    """Give an application the keys, connections and limits of one installation."""
    tokens = Tokens.of(settings)
    app.state.settings = settings
    app.state.tokens = tokens
    app.state.signer = Signer.of(settings)
    app.state.letter_signer = OwnSigner.of(settings)
    app.state.storage = storage_of(settings)
    app.state.service, app.state.accesses = service, None
    if service is not None:
        app.state.sessions, app.state.reads = service.sessions, service.reads
        if service.notes is not None:
            app.state.accesses = GroupCommit(service.notes, accesses.INSERT)
    app.state.activity = Activity({CHANGES: changes.asked})
    app.state.sign_in, app.state.roles = None, []
    people = app.state.people = People.of(settings, lambda: app.state.sessions)
    if people is not None:
        people.version = lambda: tokens.revocations.version
        sign_in.install(app, settings, people.tokens.provider)
    app.add_middleware(
        Edge,
        authenticate=people.beside(tokens.authenticate) if people else tokens.authenticate,
        recognise=people.recognise if people else None,
        limits=lambda path: limit_of(settings, path),
        routes=index,
        shell=Shell.of(settings, app.state.activity.note),
    )
    return app


def limit_of(settings: Settings, path: str) -> int:
    """The largest body that may be sent to a path."""
    if path == "/v1/imports":
        return settings.max_upload_bytes
    if path.startswith("/v1/approval-requests/") and path.endswith("/attachments"):
        return settings.max_attachment_bytes
    return settings.max_body_bytes


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Beside the application runs the job worker, unless one runs apart."""
    service: Service | None = app.state.service
    worker, task, listening, keeping = None, None, None, None
    if service is not None:
        listener = Listener(service.addresses, app.state.tokens.revocations)
        listening = asyncio.create_task(listener.run())
        await listener.heard()
    if service is not None and service.notes is not None:
        keeping = asyncio.create_task(app.state.activity.run(service.notes))
    if service is not None and app.state.settings.worker_in_process:
        work = Work(service.sessions, app.state.settings)
        worker = Worker(service.addresses.listen, work, HANDLERS, SCHEDULES)
        task = asyncio.create_task(worker.run())
    gc.collect()
    gc.freeze()  # full collections need not walk what lives as long as the process
    yield
    if listening is not None:
        listening.cancel()
    if keeping is not None:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError, TimeoutError):
            await asyncio.wait_for(keeping, 5)
    if worker is not None and task is not None:
        worker.stop()
        with contextlib.suppress(asyncio.CancelledError, TimeoutError):
            await asyncio.wait_for(task, 10)

"""`talenta demo`: the story told once, its outcome shown at every start."""

import errno
import socket
from uuid import UUID

import orjson
import typer
from fastapi import FastAPI
from rich.console import Console

from app.approvals.signatures import OwnSigner
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.object_storage import storage_of
from app.core.service import Service
from app.demo import cast as players
from app.demo import plot, proposals, role_switch, screen, story
from app.demo.paths import Paths, paths
from app.demo.story import Stage
from app.proposals.names import filled
from app.talent_maps import service as talent_maps

WRONG_USAGE = 2


def refuse_taken_port(host: str, port: int) -> None:
    """End the command at once, with a word of what to do, when somebody else has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            typer.echo(
                f"Port {port} on {host} is taken. Stop what uses it, or choose another port:"
                f" TALENTA_PORT={port + 1} make demo",
                err=True,
            )
            raise typer.Exit(WRONG_USAGE) from None


async def tell(service: Service, employees: int) -> None:
    """Tell the story, or show again what came of it."""
    console = Console()
    places = paths(service.settings.talenta_home.absolute())
    signer = OwnSigner.of(service.settings)
    storage = storage_of(service.settings)
    stage = Stage(service.sessions, places, console, [], signer, storage)
    known = await story.find_agency(stage)
    if not known:  # another database than the one these were made for
        places.told.unlink(missing_ok=True)
        places.clients.unlink(missing_ok=True)
    if places.told.exists():
        await _recall(stage)
    else:
        await plot.play(stage, employees)
    _say_where(console, service.settings, places)


async def propose(application: FastAPI, service: Service) -> None:
    """Let `/docs` propose what the story made, and be tried as each of its clients.

    The examples' ids give way to its own.
    """
    places = paths(service.settings.talenta_home.absolute())
    document = filled(application.openapi(), await proposals.known(service.sessions, places))
    role_switch.install(application, service, places)
    application.openapi = lambda: document  # type: ignore[method-assign]  # FastAPI's own way


async def _recall(stage: Stage) -> None:
    """Show the map of the story that was told before."""
    outcome = orjson.loads(stage.places.told.read_bytes())
    stage.cast = await players.assembled(stage.sessions, stage.places, stage.agency_id)
    async with transaction(stage.sessions, SYSTEM) as session:
        talent_map = await talent_maps.get(session, SYSTEM, UUID(outcome["talent_map"]))
    stage.console.print(screen.nine_box(talent_map))


def _say_where(console: Console, settings: Settings, places: Paths) -> None:
    address = f"http://{settings.talenta_host}:{settings.talenta_port}"
    known = players.remembered(places)
    if known is not None:
        console.print("\nClients for /oauth/token: role, client_id, client_secret")
        for line in players.lines(known):
            console.print(line, soft_wrap=True, highlight=False)
    console.print(
        f"secrets  {places.clients} (for your eyes only)\n"
        f"letter   {places.letter}\n"
        f"consent  {places.consent}\n"
        f"card     {places.card}\n"
        f"picture  {places.picture}\n"
        f"flows    {places.flows}\n"
        f"merit    {places.merit}\n"
        f"report   {places.report}\n"
        f"docs     {address}/docs\n"
        "[bold]Serving; Ctrl-C stops everything.[/bold]",
        soft_wrap=True,
    )

"""`talenta demo`: the story told once, its outcome shown at every start."""

import asyncio
import errno
import socket
import time
from uuid import UUID

import orjson
import typer
from rich.console import Console
from rich.table import Table

from app.approvals.schemas import ApprovalRequestRead
from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.service import Service
from app.demo import cast as players
from app.demo import story
from app.demo.grid import grid
from app.demo.paths import Paths, paths
from app.demo.province import write_province
from app.demo.story import Ranking, Stage
from app.talent_maps import reading
from app.talent_maps import service as talent_maps
from app.talent_maps.models import TalentMap
from app.talent_pools.eligibility import RULES

WRONG_USAGE = 2
SHOWN, BESIDE = 8, 3
"""Candidates shown who pass every rule, and who stand first without passing them."""
NUMBERS = ("rank", "box", "value")


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
    stage = Stage(service.sessions, places, console, [])
    known = await story.find_agency(stage)
    if not known:  # another database than the one these were made for
        places.told.unlink(missing_ok=True)
        places.clients.unlink(missing_ok=True)
    if places.told.exists():
        await _recall(stage)
    else:
        await _tell(stage, employees)
    _say_where(console, service.settings, places)


async def _tell(stage: Stage, employees: int) -> None:
    console, places, began = stage.console, stage.places, time.monotonic()
    with console.status(f"Writing the files of an invented province of {employees:,} people …"):
        written = await asyncio.to_thread(write_province, places.files, employees=employees)
    stage.vacancies = written.vacancies
    console.print(
        f"{sum(written.rows.values()):,} rows in {len(written.rows)} files,"
        f" {len(written.planted):,} of them with a planted defect: {places.files}"
    )
    await story.take_in(stage)
    for scheme in story.SCHEMES:
        talent_map = await story.map_with(stage, scheme)
        console.print(_grid(talent_map))
    await _draw(stage, talent_map)
    pool_id = await story.draw_pool(stage, talent_map)
    ranking = await story.rank(stage, pool_id)
    if ranking is not None:
        console.print(_ranking(ranking))
    request = await story.approve(stage, pool_id)
    letter = await story.keep_letter(stage, request)
    _say_approved(console, request)
    outcome = {
        "talent_map": str(talent_map.id),
        "talent_pool": str(pool_id),
        "approval_request": str(request.id),
        "letter": str(letter),
    }
    places.told.write_bytes(orjson.dumps(outcome, option=orjson.OPT_INDENT_2))
    console.print(f"Told in {time.monotonic() - began:.1f} s.")


async def _recall(stage: Stage) -> None:
    """Show the map of the story that was told before."""
    outcome = orjson.loads(stage.places.told.read_bytes())
    stage.cast = await players.assembled(stage.sessions, stage.places, stage.agency_id)
    async with transaction(stage.sessions, SYSTEM) as session:
        talent_map = await talent_maps.get(session, SYSTEM, UUID(outcome["talent_map"]))
    stage.console.print(_grid(talent_map))


async def _draw(stage: Stage, talent_map: TalentMap) -> None:
    """Keep the nine-box as a picture."""
    async with transaction(stage.sessions, SYSTEM) as session:
        picture = await reading.picture(session, SYSTEM, talent_map.id, "en")
    await asyncio.to_thread(stage.places.picture.write_text, picture, encoding="utf-8")


def _grid(talent_map: TalentMap) -> Table:
    counts = talent_map.cell_counts or [0] * 9
    title = f"{talent_map.name}, as of {talent_map.as_of}"
    return grid(title, talent_map.numbers, counts, talent_map.population or 0)


def _ranking(ranking: Ranking) -> Table:
    eligible = ranking.eligible
    shown = Table(
        title=f"Succession to {ranking.code}, {ranking.title}",
        title_style="bold",
        caption=f"{len(ranking.everybody):,} in the pool, {len(eligible):,} pass every rule",
    )
    for heading in ("rank", "nip", "box", "value"):
        shown.add_column(heading, justify="right" if heading in NUMBERS else "left", no_wrap=True)
    shown.add_column("name", min_width=14)
    shown.add_column("fails")
    first = [candidate for candidate in ranking.everybody if not candidate.eligible][:BESIDE]
    for candidate in sorted([*eligible[:SHOWN], *first], key=lambda c: c.standing.place):
        standing = candidate.standing
        failed = [rule for rule in RULES if candidate.judgements[rule].verdict != "pass"]
        words = (standing.rank, standing.nip, standing.box, standing.value, standing.name)
        style = "green" if candidate.eligible else "dim"
        shown.add_row(*map(str, words), ", ".join(failed) or "-", style=style)
    return shown


def _say_approved(console: Console, request: ApprovalRequestRead) -> None:
    console.print(f"\n[bold]{request.title}[/bold]: {request.status}")
    console.print(f"content SHA-256 {request.content_sha256}")
    for decision in request.decisions:
        console.print(f"  stage {decision.stage}: {decision.actor.name} {decision.decision}d")
    if request.letter is not None:
        console.print(
            f"letter {request.letter.number}: {request.letter.verify_url}", soft_wrap=True
        )


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
        f"picture  {places.picture}\n"
        f"report   {places.report}\n"
        f"docs     {address}/docs\n"
        "[bold]Serving; Ctrl-C stops everything.[/bold]",
        soft_wrap=True,
    )

"""`talenta map`: a population scored, placed and ranked, with the boxes counted."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.core.config import get_settings
from app.core.db import Sessions, raw, transaction
from app.core.errors import Problem
from app.core.formulas import guarded_row
from app.core.identity import SYSTEM
from app.core.service import running
from app.core.serving import run
from app.scoring_schemes import service as schemes
from app.talent_maps import reading, service
from app.talent_maps.errors import FAILURES
from app.talent_maps.models import State, Step, TalentMap
from app.talent_maps.nine_box import cell_of
from app.talent_maps.schemas import NewMap

COLUMNS = ("nip", "performance", "potential", "value", "cell", "box", "rank", "missing")
ROWS = """
select e.nip, round(p.performance, 4)::text, round(p.potential, 4)::text, round(p.value, 4)::text,
  p.cell, m.numbers[p.cell + 1], p.rank, array_to_string(p.missing, '+')
from talent_map_placements p
join talent_maps m on m.id = p.map_id
join employees e on e.id = p.employee_id
where p.map_id = $1 order by p.place"""


def make_map(
    name: Annotated[str, typer.Argument(help="Name of the map, unique in its agency.")],
    scheme: Annotated[str, typer.Option(help="CODE or CODE@VERSION of a published scheme.")],
    as_of: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The date D.")],
    unit: Annotated[UUID | None, typer.Option(help="Only this unit and those below it.")] = None,
    cohorts: Annotated[str | None, typer.Option(help="Only these levels, such as 2,3.")] = None,
    agency: Annotated[str | None, typer.Option(help="Code of the agency, of several.")] = None,
    out: Annotated[Path | None, typer.Option(help="CSV file for all placements.")] = None,
) -> None:
    """Map a population: scheme x date x people gives scores, boxes and ranks."""
    try:
        levels = [int(level) for level in cohorts.split(",")] if cohorts else None
        new = NewMap(
            name=name,
            scheme=scheme,
            as_of=as_of.date(),
            unit_id=unit,
            cohorts=levels,
            agency=agency,
        )
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    run(_run(new, out))


async def _run(new: NewMap, out: Path | None) -> None:
    async with running(get_settings()) as talenta:
        await schemes.ensure_shipped(talenta.sessions)
        try:
            talent_map = await calculated(talenta.sessions, new, today=datetime.now(UTC).date())
        except Problem as problem:
            reasons = [fault.words.en for fault in problem.errors] or [problem.words.en]
            typer.echo("\n".join(reasons), err=True)
            raise typer.Exit(2) from None
        if talent_map.state is not State.DONE:
            words = FAILURES.get(talent_map.failure or "")
            typer.echo(words.en if words else f"The map failed: {talent_map.failure}.", err=True)
            raise typer.Exit(2)
        Console().print(table(talent_map))
        if out is not None:
            await write(talenta.sessions, talent_map.id, out)


async def calculated(sessions: Sessions, new: NewMap, *, today: date) -> TalentMap:
    """Make a map and compute it at once, with a progress bar; one that was killed is finished."""
    async with transaction(sessions, SYSTEM) as session:
        begun = await service.find_unfinished(session, SYSTEM, new)
        talent_map = begun or await service.draw_up(session, SYSTEM, new, today=today)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("map", total=100)

        async def told(step: Step, percent: int) -> None:
            bar.update(task, description=f"map: {step}", completed=percent)

        try:
            await service.calculate(sessions, talent_map.id, told)
        except BaseException:  # Ctrl-C too: the name is free again
            if begun is None:  # another process may be at work on what it began
                await service.fail(sessions, talent_map.id, "interrupted")
            raise
    async with transaction(sessions, SYSTEM) as session:
        return await service.get(session, SYSTEM, talent_map.id)


def table(talent_map: TalentMap) -> Table:
    """The count of each box."""
    shown = Table(title=f"{talent_map.name}, {talent_map.as_of}")
    for heading in ("box", "performance / potential", "people"):
        shown.add_column(
            heading, justify="right" if heading != "performance / potential" else "left"
        )
    counts = reading.box_counts(talent_map)
    cells = {number: cell_of(n).name for n, number in enumerate(talent_map.numbers)}
    for number, people in counts.items():
        shown.add_row(str(number), cells[number], f"{people:,}")
    shown.add_section()
    shown.add_row("", "without a box", f"{reading.without_box(talent_map):,}")
    shown.add_row("", "population", f"{talent_map.population:,}")
    return shown


async def write(sessions: Sessions, map_id: UUID, out: Path) -> None:
    """All placements as CSV, in rank order."""
    async with transaction(sessions, SYSTEM) as session:
        db: Any = await raw(session)
        with out.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            async for row in db.cursor(ROWS, map_id, prefetch=5000):
                nip, performance, potential, value, cell, *rest = row
                name = "" if cell is None else cell_of(cell).name
                cells = (nip, performance, potential, value, name, *rest)
                rows.writerow(guarded_row(cells))

"""`talenta candidates`: who of a map's boxes fits a position."""

import asyncio
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.config import get_settings
from app.core.db import transaction
from app.core.formulas import guarded_row
from app.core.identity import SYSTEM
from app.core.service import running
from app.talent_pools import candidates as service
from app.talent_pools import standings
from app.talent_pools.candidates import Candidate
from app.talent_pools.eligibility import RULES
from app.talent_pools.standings import Standing

USAGE = 2
"""Exit code for what was asked wrongly."""
SHOWN = 10
MAPS = text("""
select m.id, m.agency_id from talent_maps m join agencies a on a.id = m.agency_id
where m.name = :name and m.state <> 'failed'
  and (cast(:agency as text) is null or a.code = :agency)
order by a.code
""")
POSITION = text("select id from positions where agency_id = :agency_id and code = :code")
CALIBRATED = ("box", "calibrated_box", "calibration_id")
"""Further columns, where a calibration moved somebody of the list."""
COLUMNS = ("nip", "value", "rank", "eligible", *(f"rule_{rule}" for rule in RULES))


def candidates(
    map_name: Annotated[str, typer.Option("--map", help="Name of a finished talent map.")],
    position: Annotated[str, typer.Option(help="Code of the target position, e.g. J000001.")],
    boxes: Annotated[str, typer.Option(help="Boxes to choose from.")] = "7,8,9",
    out: Annotated[Path | None, typer.Option(help="CSV file to write everybody to.")] = None,
    agency: Annotated[
        str | None, typer.Option(help="Agency's code, where several have a map of this name.")
    ] = None,
) -> None:
    """Hold the people of a map's boxes against a position, rule by rule."""
    chosen = boxes_in(boxes)

    async def run() -> list[Candidate]:
        async with (
            running(get_settings()) as talenta,
            transaction(talenta.sessions, SYSTEM) as session,
        ):
            return await found(session, map_name, agency, position, chosen)

    listed = asyncio.run(run())
    if out is not None:
        write(listed, out)
    for line in summary(listed, position):
        typer.echo(line)


def boxes_in(written: str) -> list[int]:
    """Read `7,8,9`; anything but numbers from 1 to 9 ends the command."""
    parts = [part.strip() for part in written.split(",")]
    if not all(part in "123456789" and len(part) == 1 for part in parts):
        raise refusal(f"--boxes: {written!r} is not a list of boxes from 1 to 9, such as 7,8,9.")
    return sorted({int(part) for part in parts})


async def found(
    session: AsyncSession,
    map_name: str,
    agency: str | None,
    position: str,
    boxes: Sequence[int],
) -> list[Candidate]:
    """Find the map and the position by their names, then everybody in the boxes."""
    maps = (await session.execute(MAPS, {"name": map_name, "agency": agency})).all()
    if not maps:
        raise refusal(f"--map: there is no talent map {map_name!r}; make it with `talenta map`.")
    if len(maps) > 1:
        raise refusal(f"--map: several agencies have a map {map_name!r}; choose one by --agency.")
    used = await standings.find_map(session, maps[0].id)
    if used is None or used.known_at is None:
        raise refusal(f"--map: map {map_name!r} is not finished; try again when it is.")
    where = {"agency_id": used.agency_id, "code": position}
    position_id: UUID | None = await session.scalar(POSITION, where)
    if position_id is None:
        raise refusal(f"--position: there is no position {position!r} in the map's agency.")
    return await service.of_boxes(session, used, position_id, boxes)


def write(listed: Sequence[Candidate], out: Path) -> None:
    """Write everybody to a CSV file, in rank order; with both boxes where somebody was moved."""
    moved = any(candidate.standing.calibration_id for candidate in listed)
    with out.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS + CALIBRATED if moved else COLUMNS)
        for candidate in listed:
            standing, judgements = candidate.standing, candidate.judgements
            verdicts = [judgements[rule].verdict.value for rule in RULES]
            passes = "true" if candidate.eligible else "false"
            boxes = [getattr(standing, name) for name in CALIBRATED] if moved else []
            cells = (standing.nip, standing.value, standing.rank, passes, *verdicts, *boxes)
            lines.writerow(guarded_row(cells))


def summary(listed: Sequence[Candidate], position: str) -> list[str]:
    """Say how many pass everything, and who the first of them are."""
    passing = [candidate for candidate in listed if candidate.eligible]
    lines = [f"Position {position}: {len(listed)} people, {len(passing)} pass every rule."]
    for candidate in passing[:SHOWN]:
        standing = candidate.standing
        lines.append(
            f"{standing.rank:>6}  {standing.nip}  {standing.value:>8}"
            f"  box {_box(standing)}  {standing.name}"
        )
    return lines


def _box(standing: Standing) -> str:
    """The box that counts; where a calibration moved the person, the computed one beside it."""
    if standing.calibration_id is None:
        return str(standing.box)
    return (
        f"{standing.calibrated_box} (computed {standing.box},"
        f" calibration {standing.calibration_id})"
    )


def refusal(message: str) -> typer.Exit:
    """Say what is wrong and end with the exit code for wrong usage."""
    typer.echo(message, err=True)
    return typer.Exit(USAGE)

"""What the story shows on the terminal: the nine-box, the ranking, and words for each scene."""

from typing import Any

from rich.table import Table

from app.approvals.schemas import ApprovalRequestRead
from app.demo.grid import grid
from app.demo.scenes.comparison import Compared
from app.demo.scenes.development import Outcome
from app.demo.scenes.publication import Published
from app.demo.scenes.what_if import HIGH_FROM, WhatIf
from app.demo.story import Ranking
from app.talent_maps.models import TalentMap
from app.talent_pools.eligibility import RULES

SHOWN, BESIDE = 8, 3
"""Candidates shown who pass every rule, and who stand first without passing them."""
NUMBERS = ("rank", "box", "value")


def nine_box(talent_map: TalentMap) -> Table:
    """A map, box by box."""
    counts = talent_map.cell_counts or [0] * 9
    title = f"{talent_map.name}, as of {talent_map.as_of}"
    return grid(title, talent_map.numbers, counts, talent_map.population or 0)


def ranking(found: Ranking) -> Table:
    """Who may follow on the post, and what the first of the others fail."""
    shown = Table(
        title=f"Succession to {found.code}, {found.title}",
        title_style="bold",
        caption=f"{len(found.everybody):,} in the pool, {len(found.eligible):,} pass every rule",
    )
    for heading in ("rank", "nip", "box", "value"):
        shown.add_column(heading, justify="right" if heading in NUMBERS else "left", no_wrap=True)
    shown.add_column("name", min_width=14)
    shown.add_column("fails")
    listed = [*found.eligible[:SHOWN], *found.others[:BESIDE]]
    for candidate in sorted(listed, key=lambda c: c.standing.place):
        standing = candidate.standing
        failed = [rule for rule in RULES if candidate.judgements[rule].verdict != "pass"]
        words = (standing.rank, standing.nip, standing.box, standing.value, standing.name)
        style = "green" if candidate.eligible else "dim"
        shown.add_row(*map(str, words), ", ".join(failed) or "-", style=style)
    return shown


def calibrated(register: dict[str, Any]) -> str:
    """What the panel's session came to."""
    moves = register["items"]
    standing = sum(move["standing"] for move in moves)
    return f"[bold]Calibration[/bold]: of {len(moves)} proposed moves {standing} stands"


def compared(maps: Compared) -> str:
    """How many stand elsewhere by the other scheme, and by what."""
    flows = maps.flows
    why = ", ".join(f"{why} {people:,}" for why, people in maps.reasons.items() if people)
    return f"[bold]Comparison[/bold]: {flows.moved:,} move, {flows.stayed:,} stay; why: {why}"


def tried(what: WhatIf) -> str:
    """What another threshold would do, and what would move one person."""
    run, pool = what.simulation, what.simulation["result"]["pool"]
    said = (
        f"[bold]What if high potential began at {HIGH_FROM}[/bold]: {run['moved']:,} would move,"
        f" the pool would gain {pool['gained']:,} and lose {pool['lost']:,}"
    )
    if what.counterfactual is None:
        return said
    before, after = (what.counterfactual[when]["box"] for when in ("before", "after"))
    levers = " and ".join(change["lever"] for change in what.counterfactual["changes"])
    return f"{said}; somebody in box {before} needs {levers} for box {after}"


def approved(request: ApprovalRequestRead) -> str:
    """What was decided, by whom, on which content."""
    lines = [
        f"\n[bold]{request.title}[/bold]: {request.status}",
        f"content SHA-256 {request.content_sha256}",
        *(f"  stage {one.stage}: {one.actor.name} {one.decision}d" for one in request.decisions),
    ]
    if request.letter is not None:
        lines.append(f"letter {request.letter.number}: {request.letter.verify_url}")
    return "\n".join(lines)


def ready(request: ApprovalRequestRead) -> str:
    """What BKN said to the province, in which round."""
    said = f"[bold]{request.title}[/bold]: {request.status} in round {request.round}"
    if request.letter is None:
        return said
    return f"{said}\nletter {request.letter.number}: {request.letter.verify_url}"


def appointed(proposal: dict[str, Any]) -> str:
    """Which of the names was chosen, and what a deviation rests on."""
    choice, names = proposal["choice"], len(proposal["names"])
    said = f"[bold]Placement[/bold]: rank {choice['rank']} of {names} names {proposal['state']}"
    if choice["reason_code"] is None:
        return said
    return f"{said}; a deviation ({choice['reason_code']}), signed by {choice['signed_by_name']}"


def developed(outcome: Outcome) -> str:
    """The plan of somebody who is not ready yet."""
    return f"[bold]Development[/bold]: a plan for the best who is not ready, {outcome.gaps} gaps"


def published(outcome: Published) -> str:
    """The round, and its objection."""
    until = f"objections until {outcome.objections_until}"
    return f"[bold]Publication[/bold]: {until}; the first of them is {outcome.status}"

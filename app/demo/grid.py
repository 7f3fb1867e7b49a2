"""The nine-box on a terminal: a coloured grid whose every figure is also in letters."""

from collections.abc import Sequence

from rich.align import Align
from rich.panel import Panel
from rich.table import Table

from app.talent_maps.pictures import TONES

LEVELS = ("low", "mid", "high")


def grid(title: str, numbers: Sequence[int], counts: Sequence[int], population: int) -> Table:
    """Performance upwards, potential to the right; `numbers` and `counts` by the cell's index."""
    placed = sum(counts)
    shown = Table(title=title, title_style="bold", show_edge=False, padding=0, pad_edge=False)
    shown.add_column("performance", vertical="middle", justify="right", width=12)
    for level in LEVELS:
        shown.add_column(f"potential {level}", justify="center", width=21)
    for performance in (2, 1, 0):
        cells = [
            _cell(
                numbers[3 * performance + potential],
                counts[3 * performance + potential],
                placed,
                performance + potential,
            )
            for potential in range(3)
        ]
        shown.add_row(f"{LEVELS[performance]} ", *cells)
    shown.caption = (
        f"{placed:,} people in boxes, {population - placed:,} without a box because facts that"
        " block are missing"
    )
    return shown


def _cell(number: int, people: int, placed: int, height: int) -> Panel:
    """A box: its number, its people and their share; coloured by what the box means."""
    tone = TONES[height]
    share = f"{people * 100 / placed:.1f} %" if placed else ""
    words = Align.center(f"[bold]{number}[/bold]\n{people:,}\n{share}", vertical="middle")
    return Panel(words, style=f"{tone.text} on {tone.fill}", border_style=tone.edge, padding=(0, 1))

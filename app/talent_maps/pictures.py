"""The nine-box as an accessible picture: SVG by template, with every figure in words.

Colours follow the meaning of a cell (never its number, which numbering profiles change): the
succession group is dark, those to develop are of middle tone, the rest is light. They differ in
lightness, so the picture reads in grey; and each box carries its number, count, share and
category in letters, so nothing is said by colour alone.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from textwrap import wrap
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.core.words import Language, Words
from app.scoring_schemes.scheme import Level, Numbering
from app.talent_maps.nine_box import CELLS, box, cell_of, meaning

MARGIN, LEFT, CELL_WIDTH, CELL_HEIGHT, GAP = 28, 112, 262, 168, 10
GRID_WIDTH, GRID_HEIGHT = 3 * CELL_WIDTH + 2 * GAP, 3 * CELL_HEIGHT + 2 * GAP
WIDTH = LEFT + GRID_WIDTH + MARGIN
INK, SOFT, PAPER = "#16252d", "#4d5b63", "#ffffff"
TITLE_LETTERS, TITLE_LINES = 62, 2
LEGEND_MARK, LEGEND_LETTER = 27, 8

PERFORMANCE: Final = (
    Words("Di bawah ekspektasi", "Below expectation"),
    Words("Sesuai ekspektasi", "As expected"),
    Words("Di atas ekspektasi", "Above expectation"),
)
POTENTIAL: Final = (Words("Rendah", "Low"), Words("Menengah", "Middle"), Words("Tinggi", "High"))
AXES: Final = (Words("KINERJA", "PERFORMANCE"), Words("POTENSIAL", "POTENTIAL"))
SUMMARY: Final = Words(
    "{placed} orang dalam kotak · {without} orang belum berkotak karena datanya belum lengkap",
    "People in boxes: {placed} · without a box because their data are incomplete: {without}",
)
PLACED: Final = Words("{placed} orang dalam sembilan kotak.", "People in the nine boxes: {placed}.")
WITHOUT: Final = Words(
    "Belum berkotak karena datanya belum lengkap: {without} orang.",
    "Without a box because their data are incomplete: {without}.",
)
BOX: Final = Words(
    "Kotak {number} ({category}): {count} orang ({share}).",
    "Box {number} ({category}): {count} ({share}).",
)


STANDING: Final = Words("Sesudah kalibrasi: {boxes}.", "After calibration: {boxes}.")
STANDING_BOX: Final = Words("kotak {number} {stands} orang", "box {number}: {stands}")
ARROW: Final = Words("→ sesudah kalibrasi", "→ after calibration")


class BoxCounts(NamedTuple):
    """How many people stand where, by the numbers of the boxes."""

    computed: dict[int, int]
    without_box: int
    standing: dict[int, int]
    """With the moves of closed calibrations."""


class Tone(NamedTuple):
    """How a cell of one meaning looks, and what the legend says of it."""

    fill: str
    edge: str
    text: str
    meaning: Words


SUCCESSION: Final = Tone(
    "#0f5f63", "#0a4649", PAPER, Words("Kelompok rencana suksesi", "Succession group")
)
DEVELOP: Final = Tone("#a9cbd9", "#6f9db0", INK, Words("Dikembangkan", "To be developed"))
GUIDE: Final = Tone("#f8e6bd", "#cfae63", INK, Words("Dibimbing", "To be guided"))
REVIEW: Final = Tone(
    "#fdf1ee", "#b5563f", INK, Words("Ditinjau sesuai ketentuan", "To be reviewed")
)
TONES: Final = (REVIEW, GUIDE, DEVELOP, SUCCESSION, SUCCESSION)
"""By the sum of both levels: 0 (low, low) to 4 (high, high)."""

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
)
_MEASURES: Final = {
    "left": LEFT,
    "margin": MARGIN,
    "cell_width": CELL_WIDTH,
    "cell_height": CELL_HEIGHT,
    "grid_width": GRID_WIDTH,
    "grid_height": GRID_HEIGHT,
    "ink": INK,
    "soft": SOFT,
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def nine_box_svg(title: str, counts: BoxCounts, numbering: str, language: Language) -> str:
    """Draw how many people stand in each box (`counts` by the numbers of `numbering`).

    Where calibrations change a count, the one that stands is written behind an arrow. Shares are of
    those whose computed box it is, in per cent with one decimal, half up.
    """
    clean = " ".join(_NOT_XML.sub(" ", title).split())
    lines = _lines(clean)
    top = 46 + 30 * len(lines) + 36
    placed = sum(counts.computed.values())
    cells = [
        _cell(index, counts.computed.get(_number(index, numbering), 0), placed, language)
        | {"number": _number(index, numbering), "x": _x(index % 3), "y": _y(index // 3, top)}
        | {"stands": _stands(_number(index, numbering), counts, language)}
        for index in range(CELLS)
    ]
    totals = {"placed": _whole(placed, language), "without": _whole(counts.without_box, language)}
    sentences = [
        PLACED.in_(language).format(**totals),
        *(BOX.in_(language).format(**cell) for cell in sorted(cells, key=_by_number)),
        WITHOUT.in_(language).format(**totals),
    ]
    summary = SUMMARY.in_(language).format(**totals)
    if moved := [cell for cell in sorted(cells, key=_by_number, reverse=True) if cell["stands"]]:
        boxes = ", ".join(STANDING_BOX.in_(language).format(**cell) for cell in moved)
        sentences.append(STANDING.in_(language).format(boxes=boxes))
        summary = f"{summary} · {ARROW.in_(language)}"
    return _TEMPLATES.get_template("nine_box.svg.jinja").render(
        title=clean,
        title_lines=lines,
        summary=summary,
        description=" ".join(sentences),
        language=language,
        cells=cells,
        rows=[
            {"label": words.in_(language), "middle": _y(level, top) + CELL_HEIGHT / 2}
            for level, words in enumerate(PERFORMANCE)
        ],
        columns=[
            {"label": words.in_(language), "middle": _x(level) + CELL_WIDTH / 2}
            for level, words in enumerate(POTENTIAL)
        ],
        performance=AXES[0].in_(language),
        potential=AXES[1].in_(language),
        legend=_legend(language),
        top=top,
        width=WIDTH,
        height=top + GRID_HEIGHT + 130,
        **_MEASURES,
    )


def tone_of(index: int) -> Tone:
    """Return the tone of a cell, by what its levels mean together."""
    cell = cell_of(index)
    return TONES[cell.performance + cell.potential]


def _cell(index: int, count: int, placed: int, language: Language) -> dict[str, Any]:
    tone, share = tone_of(index), Decimal(count) / placed if placed else Decimal(0)
    return {
        "count": _whole(count, language),
        "share": _percent(share, language),
        "bar": max(int(share * (CELL_WIDTH - 36)), 4) if count else 0,
        "category": meaning(cell_of(index)).category.in_(language),
        "fill": tone.fill,
        "edge": tone.edge,
        "text": tone.text,
    }


def _stands(number: int, counts: BoxCounts, language: Language) -> str:
    """The count that calibrations made of the computed one; empty where it is the same."""
    before, after = (side.get(number, 0) for side in (counts.computed, counts.standing))
    return "" if before == after else _whole(after, language)


def _number(index: int, numbering: str) -> int:
    return box(cell_of(index), Numbering(numbering))


def _by_number(cell: dict[str, Any]) -> int:
    return -int(cell["number"])


def _legend(language: Language) -> list[dict[str, Any]]:
    tones = (SUCCESSION, DEVELOP, GUIDE, REVIEW)
    labels = [tone.meaning.in_(language) for tone in tones]
    widths = [LEGEND_MARK + LEGEND_LETTER * len(label) for label in labels]
    space = (GRID_WIDTH - sum(widths)) // (len(tones) - 1)
    return [
        {
            "label": labels[n],
            "fill": tone.fill,
            "edge": tone.edge,
            "x": LEFT + sum(widths[:n]) + n * space,
        }
        for n, tone in enumerate(tones)
    ]


def _x(potential: int) -> int:
    return LEFT + potential * (CELL_WIDTH + GAP)


def _y(performance: int, top: int) -> int:
    return top + (Level.HIGH - performance) * (CELL_HEIGHT + GAP)


def _lines(title: str) -> list[str]:
    return wrap(title, TITLE_LETTERS, max_lines=TITLE_LINES, placeholder=" …") or [""]


def _whole(number: int, language: Language) -> str:
    text = f"{number:,}"
    return text.replace(",", ".") if language == "id" else text


def _percent(share: Decimal, language: Language) -> str:
    text = str((share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return f"{text.replace('.', ',')} %" if language == "id" else f"{text}%"

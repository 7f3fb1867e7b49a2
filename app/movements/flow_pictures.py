"""The flows between two maps as a picture: a table whose cells are shaded by how many went so.

Shades are steps of one hue from light to dark, so that they read in grey; every number is written,
those who stayed have a frame, and each stream is a sentence of the text alternative.
"""

from typing import Any, Final

from app.core.words import Language, Words
from app.movements.drawing import INK, PAPER, clean, drawn, whole
from app.movements.flows import BOXES, LINES, NOT_ON_MAP, WITHOUT_BOX, Flows

TITLE: Final = Words("Perpindahan kotak", "Flows between boxes")
SUMMARY: Final = Words(
    "{stayed} tetap · {moved} berpindah · {entered} masuk · {left} keluar",
    "{stayed} stayed · {moved} moved · {entered} entered · {left} left",
)
BEFORE: Final = Words("SEBELUM", "BEFORE")
AFTER: Final = Words("SESUDAH", "AFTER")
NAMES: Final = {
    WITHOUT_BOX: Words("tanpa kotak", "no box"),
    NOT_ON_MAP: Words("tidak di peta", "not on map"),
}
STREAM: Final = Words(
    "Dari {before} ke {after}: {people} orang.", "From {before} to {after}: {people}."
)
LINE_NAME: Final = Words("kotak {number}", "box {number}")
LEFT, TOP, SIDE = 178, 170, 62
SHADES: Final = ("#ffffff", "#e3eff1", "#b9d7da", "#7fb3b8", "#3f8489", "#0f5f63")
LIGHT_TEXT_FROM = 4
"""From this shade on, text is light."""


def flows_svg(before: str, after: str, flows: Flows, language: Language) -> str:
    """Draw the flows from the map named `before` to the one named `after`."""
    names = [_name(line, language) for line in range(LINES)]
    most = max(max(row) for row in flows.matrix)
    totals = {
        name: whole(getattr(flows, name), language)
        for name in ("stayed", "moved", "entered", "left")
    }
    summary = SUMMARY.in_(language).format(**totals)
    streams = [
        STREAM.in_(language).format(
            before=names[row], after=names[column], people=whole(people, language)
        )
        for row, counts in enumerate(flows.matrix)
        for column, people in enumerate(counts)
        if people
    ]
    title = clean(f"{TITLE.in_(language)}: {before} → {after}")
    return drawn(
        "flows.svg.jinja",
        title=title,
        before=clean(before),
        after=clean(after),
        summary=summary,
        description=" ".join([f"{summary}.", *streams]),
        language=language,
        labels=(BEFORE.in_(language), AFTER.in_(language)),
        names=names,
        heads=[str(n + 1) if n < BOXES else names[n] for n in range(LINES)],
        cells=[
            _cell(row, column, people, most, language)
            for row, counts in enumerate(flows.matrix)
            for column, people in enumerate(counts)
        ],
        left=LEFT,
        top=TOP,
        side=SIDE,
        lines=LINES,
        width=LEFT + LINES * SIDE + 28,
        height=TOP + LINES * SIDE + 28,
    )


def shade(people: int, most: int) -> int:
    """The step of a count: nobody is white, then by equal parts of the largest count."""
    if not people:
        return 0
    steps = len(SHADES) - 1
    return min(1 + people * steps // (most + 1), steps)


def _cell(row: int, column: int, people: int, most: int, language: Language) -> dict[str, Any]:
    step = shade(people, most)
    return {
        "x": LEFT + column * SIDE,
        "y": TOP + row * SIDE,
        "fill": SHADES[step],
        "text": PAPER if step >= LIGHT_TEXT_FROM else INK,
        "count": whole(people, language) if people else "",
        "stayed": row == column and row != NOT_ON_MAP,
    }


def _name(line: int, language: Language) -> str:
    words = NAMES.get(line)
    if words is None:
        return LINE_NAME.in_(language).format(number=line + 1)
    return words.in_(language)

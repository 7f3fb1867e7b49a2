"""The radar of nine competencies as an accessible picture: SVG, with every level in words.

What is not known is not drawn: an unknown level is no level 0. Achieved and required differ in
line and shape as well as in colour.
"""

from collections.abc import Sequence
from math import cos, pi, sin
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.cards.competencies import HIGHEST, NAMES, Comparison
from app.core.words import Language, Words

WIDTH, HEIGHT, RADIUS = 640, 445, 150
CENTRE_X, CENTRE_Y = WIDTH // 2, 205
LABEL_AT = RADIUS + 24

TITLE: Final = Words("Kompetensi: dicapai dan disyaratkan", "Competencies: achieved and required")
ACHIEVED: Final = Words("Dicapai", "Achieved")
REQUIRED: Final = Words("Disyaratkan", "Required")
BOTH: Final = Words("{name}: {achieved} dari {required}.", "{name}: {achieved} of {required}.")
UNKNOWN: Final = Words("tidak diketahui", "not known")
NOTHING: Final = Words("Belum ada asesmen.", "There is no assessment yet.")

_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
)


def radar_svg(comparisons: Sequence[Comparison], language: Language) -> str:
    """Draw the competencies clockwise from the top, levels 0 to 5 from the centre outwards."""
    unknown = UNKNOWN.in_(language)
    sentences = [
        BOTH.in_(language).format(
            name=NAMES[one.code].in_(language),
            achieved=unknown if one.achieved is None else one.achieved,
            required=unknown if one.required is None else one.required,
        )
        for one in comparisons
    ]
    nothing = all(one.achieved is None for one in comparisons)
    return _TEMPLATES.get_template("radar.svg.jinja").render(
        language=language,
        title=TITLE.in_(language),
        description=NOTHING.in_(language) if nothing else " ".join(sentences),
        nothing=NOTHING.in_(language) if nothing else None,
        width=WIDTH,
        height=HEIGHT,
        centre=(CENTRE_X, CENTRE_Y),
        rings=[
            {"points": _shape([level] * len(comparisons)), "level": level, "y": _y(0, level)}
            for level in range(1, HIGHEST + 1)
        ],
        spokes=[_spoke(n, one, len(comparisons), language) for n, one in enumerate(comparisons)],
        achieved=_polygon([one.achieved for one in comparisons]),
        required=_polygon([one.required for one in comparisons]),
        dots=[
            _at(n, one.achieved, len(comparisons))
            for n, one in enumerate(comparisons)
            if one.achieved is not None
        ],
        legend=(ACHIEVED.in_(language), REQUIRED.in_(language)),
    )


def _polygon(levels: Sequence[int | None]) -> str | None:
    known = [level for level in levels if level is not None]
    return _shape(known) if len(known) == len(levels) else None


def _shape(levels: Sequence[int]) -> str:
    return " ".join("{},{}".format(*_at(n, level, len(levels))) for n, level in enumerate(levels))


def _at(n: int, level: float, of: int) -> tuple[str, str]:
    angle = 2 * pi * n / of
    reach = RADIUS * level / HIGHEST
    return f"{CENTRE_X + reach * sin(angle):.1f}", f"{CENTRE_Y - reach * cos(angle):.1f}"


def _y(n: int, level: int) -> str:
    return _at(n, level, 9)[1]


def _spoke(n: int, one: Comparison, of: int, language: Language) -> dict[str, Any]:
    angle = 2 * pi * n / of
    side = sin(angle)
    anchor = "middle" if abs(side) < 0.1 else "start" if side > 0 else "end"  # noqa: PLR2004 - upright, but for rounding
    words = NAMES[one.code].in_(language)
    levels = f"{_said(one.achieved)} / {_said(one.required)}"
    return {
        "end": _at(n, HIGHEST, of),
        "x": f"{CENTRE_X + LABEL_AT * side:.1f}",
        "y": f"{CENTRE_Y - LABEL_AT * cos(angle):.1f}",
        "anchor": anchor,
        "lines": _lines(words),
        "levels": levels,
        "short": (one.gap or 0) > 0,
    }


def _said(level: int | None) -> str:
    return "?" if level is None else str(level)


def _lines(words: str) -> list[str]:
    """A long name in two lines, broken at the space nearest its middle."""
    if len(words) <= 20 or " " not in words:  # noqa: PLR2004 - letters beside the picture
        return [words]
    spaces = [at for at, letter in enumerate(words) if letter == " "]
    at = min(spaces, key=lambda place: abs(place - len(words) / 2))
    return [words[:at], words[at + 1 :]]

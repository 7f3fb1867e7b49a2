"""A person's way through maps as a picture: values in time order, broken where the scheme changed.

A line joins maps of one scheme only, since values of different schemes are of different scales.
Each point carries its box number and value; a map without a box is an empty mark on the ground.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.core.words import Language, Words
from app.movements.drawing import clean, drawn

TITLE: Final = Words("Perjalanan talenta", "Trajectory")
NOTHING: Final = Words("Belum ada peta.", "There is no map yet.")
AT: Final = Words(
    "{as_of}, skema {scheme}: kotak {box}{stands}, nilai {value}.",
    "{as_of}, scheme {scheme}: box {box}{stands}, value {value}.",
)
CALIBRATED: Final = Words(", sesudah kalibrasi kotak {box}", ", after calibration box {box}")
WITHOUT: Final = Words(
    "{as_of}, skema {scheme}: tanpa kotak.", "{as_of}, scheme {scheme}: without a box."
)
CHANGED: Final = Words(
    "Skema berganti; nilai sebelum dan sesudahnya tidak dapat dibandingkan.",
    "The scheme changed; values before and after it cannot be compared.",
)
BREAK: Final = Words("skema berganti", "scheme changed")
VALUE: Final = Words("NILAI", "VALUE")
LEFT, TOP, STEP, HEIGHT = 90, 80, 120, 260
GROUND = TOP + HEIGHT


@dataclass(frozen=True, slots=True)
class Point:
    """Where a person stood on one map."""

    as_of: date
    scheme: str
    box: int | None
    value: str | None
    breaks: bool
    """Whether the scheme is another than on the map before."""
    calibrated_box: int | None = None
    """Where a closed calibration moved them on that map."""


def trajectory_svg(points: list[Point], language: Language) -> str:
    """Draw a way; the points are in time order."""
    marks = [_mark(n, point) for n, point in enumerate(points)]
    sentences = [sentence for point in points for sentence in _said(point, language)]
    return drawn(
        "trajectory.svg.jinja",
        title=TITLE.in_(language),
        description=" ".join(sentences) or NOTHING.in_(language),
        nothing="" if points else NOTHING.in_(language),
        language=language,
        marks=marks,
        segments=[
            (before, after)
            for before, after, point in zip(marks, marks[1:], points[1:], strict=False)
            if not point.breaks and before["value"] and after["value"]
        ],
        breaks=[_x(n) - STEP / 2 for n, point in enumerate(points) if point.breaks],
        break_label=BREAK.in_(language),
        axis=VALUE.in_(language),
        ticks=[(tick, _y(Decimal(tick))) for tick in (0, 20, 40, 60, 80, 100)],
        left=LEFT - 30,
        top=TOP,
        ground=GROUND,
        width=LEFT + max(len(points), 3) * STEP,
        height=GROUND + 90,
    )


def _mark(n: int, point: Point) -> dict[str, Any]:
    value = None if point.value is None else Decimal(point.value)
    return {
        "x": _x(n),
        "y": GROUND if value is None else _y(value),
        "box": point.box,
        "stands": "" if point.calibrated_box is None else f"→ {point.calibrated_box}",
        "value": point.value or "",
        "day": point.as_of.isoformat(),
        "scheme": clean(point.scheme),
    }


def _said(point: Point, language: Language) -> list[str]:
    words = WITHOUT if point.box is None else AT
    values = {"as_of": point.as_of.isoformat(), "scheme": clean(point.scheme)}
    stands = ""
    if point.calibrated_box is not None:
        stands = CALIBRATED.in_(language).format(box=point.calibrated_box)
    said = words.in_(language).format(**values, box=point.box, stands=stands, value=point.value)
    return [CHANGED.in_(language), said] if point.breaks else [said]


def _x(n: int) -> int:
    return LEFT + 20 + n * STEP


def _y(value: Decimal) -> Decimal:
    return GROUND - (value * HEIGHT / 100).quantize(Decimal("0.1"))

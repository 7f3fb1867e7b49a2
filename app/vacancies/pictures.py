"""The calendar of retirements as an accessible picture: a row a year, a cell a month.

Each cell holds its count in figures, and the description says every figure in words, so nothing
is said by colour alone; the tones differ in lightness and can be read in grey.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.core.words import Language, Words

LEFT, CELL, GAP, TOP, TOTAL = 92, 62, 6, 128, 92
WIDTH = LEFT + 12 * (CELL + GAP) + TOTAL
MONTHS: Final = (
    Words("Jan", "Jan"),
    Words("Feb", "Feb"),
    Words("Mar", "Mar"),
    Words("Apr", "Apr"),
    Words("Mei", "May"),
    Words("Jun", "Jun"),
    Words("Jul", "Jul"),
    Words("Agu", "Aug"),
    Words("Sep", "Sep"),
    Words("Okt", "Oct"),
    Words("Nov", "Nov"),
    Words("Des", "Dec"),
)
TITLE: Final = Words("Kalender pensiun pemangku jabatan", "Calendar of retirements from posts")
SUMMARY: Final = Words(
    "{falling} jabatan akan lowong dalam {years} tahun sejak {first} · lowong sekarang: {vacant} ·"
    " lewat TMT pensiun: {overdue} · BUP tidak diketahui: {unknown}",
    "Posts falling vacant in {years} years from {first}: {falling} · vacant now: {vacant} ·"
    " past retirement: {overdue} · age limit unknown: {unknown}",
)
YEAR: Final = Words("{year}: {total} ({months}).", "{year}: {total} ({months}).")
NONE: Final = Words("{year}: tidak ada.", "{year}: none.")
CRITICAL: Final = Words("{count}, {critical} kritikal", "{count}, {critical} critical")
LEGEND: Final = Words(
    "Angka kecil bertanda k: jabatan kritikal", "Small figures marked k: critical posts"
)
TOTAL_LABEL: Final = Words("Jumlah", "Total")


class Tone(NamedTuple):
    """How a cell looks."""

    fill: str
    text: str


EMPTY: Final = Tone("#f4f6f7", "#4d5b63")
TONES: Final = (Tone("#cfe3ea", "#16252d"), Tone("#8fb8c7", "#16252d"), Tone("#0f5f63", "#ffffff"))
"""Few, more and most of the fullest month: up to a third, two thirds, all of it."""
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
)


def tone_of(count: int, most: int) -> Tone:
    """The tone of a month, against the fullest month of the picture."""
    if count == 0:
        return EMPTY
    return TONES[(3 * count - 1) // max(most, 1)]


def calendar_svg(calendar: Mapping[str, Any], language: Language) -> str:
    """Draw the answer of `…/vacancies/calendar`."""
    counts = {m["month"]: (m["posts"], m["critical"]) for m in calendar["months"]}
    most = max((posts for posts, _ in counts.values()), default=0)
    years = _years(calendar["from"], calendar["years"])
    rows = [_row(year, n, counts, most, language) for n, year in enumerate(years)]
    summary = SUMMARY.filled(
        falling=calendar["falling"],
        years=calendar["years"],
        first=calendar["from"],
        vacant=calendar["vacant"],
        overdue=calendar["overdue"],
        unknown=calendar["unknown"],
    ).in_(language)
    return _TEMPLATES.get_template("calendar.svg.jinja").render(
        title=TITLE.in_(language),
        summary=summary,
        description=" ".join([f"{summary}.", *(row["words"] for row in rows)]),
        language=language,
        rows=rows,
        months=[
            {"name": words.in_(language), "x": _x(n) + CELL / 2} for n, words in enumerate(MONTHS)
        ],
        total=TOTAL_LABEL.in_(language),
        legend=LEGEND.in_(language),
        cell=CELL,
        left=LEFT,
        top=TOP,
        width=WIDTH,
        height=TOP + len(rows) * (CELL + GAP) + 44,
    )


def _years(first: str, years: int) -> Sequence[int]:
    """The calendar years that a window from a day touches."""
    year, starts_the_year = int(first[:4]), first[5:] == "01-01"
    return range(year, year + years + (not starts_the_year))


def _row(
    year: int, n: int, counts: Mapping[str, tuple[int, int]], most: int, language: Language
) -> dict[str, Any]:
    found = [counts.get(f"{year}-{month:02d}", (0, 0)) for month in range(1, 13)]
    total, y = sum(posts for posts, _ in found), TOP + n * (CELL + GAP)
    named = ", ".join(
        f"{MONTHS[month].in_(language)} {_said(posts, critical, language)}"
        for month, (posts, critical) in enumerate(found)
        if posts
    )
    words = YEAR if total else NONE
    return {
        "year": year,
        "y": y,
        "total": total,
        "words": words.filled(year=year, total=total, months=named).in_(language),
        "cells": [
            {"x": _x(month), "posts": posts, "critical": critical, "tone": tone_of(posts, most)}
            for month, (posts, critical) in enumerate(found)
        ],
    }


def _said(posts: int, critical: int, language: Language) -> str:
    if not critical:
        return str(posts)
    return CRITICAL.filled(count=posts, critical=critical).in_(language)


def _x(month: int) -> int:
    return LEFT + month * (CELL + GAP)

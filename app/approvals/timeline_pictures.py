"""The timeline of a request as an accessible picture: a row a stage of each round, days along it.

The description says everything in words, and marks are letters and shapes, so nothing is said by
colour alone. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.approvals import timeline_words as words
from app.core.words import Language
from app.core.working_days import end_of, today_in_office

LEFT, ALONG, RIGHT, TOP, ROW = 300, 720, 60, 112, 46
WIDTH = LEFT + ALONG + RIGHT
LONGEST = 32
"""Letters of a stage's name that fit beside its row."""
MAIN = frozenset({"drafted", "submitted", "approved", "rejected"})
BESIDE = frozenset({"attached", "commented", "step_recorded", "reminded", "escalated"})
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
)


class Scale(NamedTuple):
    """Which instants are shown, from left to right."""

    first: datetime
    last: datetime

    def x(self, instant: datetime) -> float:
        """Where an instant lies; what is outside lies at the edge."""
        part = (instant - self.first) / (self.last - self.first)
        return round(LEFT + ALONG * min(max(part, 0.0), 1.0), 1)


def scale_of(items: Sequence[Mapping[str, Any]], now: datetime) -> Scale:
    """From when it was drafted to the end of the last day that matters."""
    times = [_at(one["at"]) for one in items]
    dues = [_due(one) for one in items if one["what"] == "stage_began"]
    waits = any(not ended for _, _, ended in _waits(items))
    last = max([*times, *dues, *([now] if waits else [])])
    return Scale(min(times), end_of(today_in_office(last - timedelta(microseconds=1))))


def timeline_svg(timeline: Mapping[str, Any], now: datetime, language: Language) -> str:
    """Draw a page of `…/timeline`."""
    items = timeline["items"]
    scale = scale_of(items, now)
    stages = list(_stages(items))
    rows = [_row(n, stage, items, scale, now, language) for n, stage in enumerate(stages, start=1)]
    told = [
        *(words.sentence(one, language) for one in items),
        *(row["planned"] for row in rows if row["planned"]),
        *([words.MORE.in_(language)] if timeline["next"] else []),
    ]
    return _TEMPLATES.get_template("timeline.svg.jinja").render(
        title=words.TITLE.in_(language),
        subject=next((one["data"]["title"] for one in items if one["what"] == "drafted"), ""),
        description=" ".join(told),
        language=language,
        request=words.REQUEST.in_(language),
        points=_points(items, scale),
        rows=rows,
        legend=[words.LEGEND.in_(language), words.REQUEST_LEGEND.in_(language)],
        first=today_in_office(scale.first).isoformat(),
        last=today_in_office(scale.last - timedelta(microseconds=1)).isoformat(),
        left=LEFT,
        along=ALONG,
        top=TOP,
        width=WIDTH,
        height=TOP + (len(rows) + 1) * ROW + 76,
    )


def _at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def _due(one: Mapping[str, Any]) -> datetime:
    return end_of(datetime.fromisoformat(one["data"]["due_on"]).date())


def _waits(
    items: Iterable[Mapping[str, Any]],
) -> list[tuple[Mapping[str, Any], datetime, datetime | None]]:
    """Each time that a stage waited, from when, and until when if that is over."""
    ends = {one["id"]: _at(one["at"]) for one in items if one["what"] == "stage_ended"}
    return [
        (one, _at(one["at"]), ends.get(one["id"])) for one in items if one["what"] == "stage_began"
    ]


def _stages(items: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """The stages of each round, as they were frozen."""
    for one in items:
        if one["what"] == "submitted":
            for stage in one["data"]["stages"] or ():
                yield {**stage, "round": one["round"]}


def _points(items: Iterable[Mapping[str, Any]], scale: Scale) -> list[dict[str, Any]]:
    return [
        {"x": scale.x(_at(one["at"])), "main": one["what"] in MAIN}
        for one in items
        if one["what"] in MAIN | BESIDE
    ]


def _row(
    n: int,
    stage: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
    scale: Scale,
    now: datetime,
    language: Language,
) -> dict[str, Any]:
    here = [
        one for one in items if (one["round"], one["stage"]) == (stage["round"], stage["position"])
    ]
    waits = _waits(here)
    label = words.STAGE.filled(
        round=stage["round"], stage=stage["position"], name=stage["name"] or stage["role"]
    ).in_(language)
    state = words.SKIPPED if stage["skipped"] else words.AHEAD
    planned = words.PLANNED.filled(
        round=stage["round"],
        stage=stage["position"],
        name=stage["name"] or stage["role"],
        days=stage["days"],
        state=state.in_(language),
    ).in_(language)
    return {
        "y": TOP + n * ROW,
        "label": label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…",
        "note": "" if waits else state.in_(language),
        "planned": "" if waits else planned,
        "bars": [
            {
                "x": scale.x(began),
                "width": max(round(scale.x(ended or now) - scale.x(began), 1), 3),
                "open": ended is None,
            }
            for _, began, ended in waits
        ],
        "dues": [scale.x(_due(one)) for one, _, _ in waits],
        "marks": [
            {
                "x": scale.x(_at(one["at"])),
                "letter": words.LETTERS[one["data"]["decision"]].in_(language),
            }
            for one in here
            if one["what"] in {"decided", "returned"}
        ],
    }

"""All that a talent card says, as one JSON value: what is hashed, and what is printed. Pure.

Everything is as of the map's day and as known at its instant, so the same map gives the same card.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from app.cards.competencies import compared, usual_level
from app.employees.levels import ASPECTS
from app.scoring_schemes.scheme import Level
from app.talent_maps.nine_box import Cell, meaning


def content_of(
    *,
    drawn: Mapping[str, Any],
    trace: Mapping[str, Any],
    person: Mapping[str, Any],
    assessment: Mapping[str, Any] | None,
    history: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Put together what the card says; numbers that are scores are texts."""
    placement = trace["placement"]
    return {
        "format": "talenta-card/1",
        "map": {
            "id": str(drawn["id"]),
            "name": drawn["name"],
            "as_of": drawn["as_of"].isoformat(),
            "known_at": drawn["known_at"].astimezone(UTC).isoformat(),
            "population": drawn["population"],
            "scheme": trace["scheme"],
            "scheme_sha256": trace["scheme_sha256"],
        },
        "employee_id": str(placement["employee_id"]),
        "person": dict(person),
        "placement": {
            name: placement[name]
            for name in ("performance", "potential", "value", "box", "rank", "cohort")
        },
        **_meaning(placement),
        "components": list(_components(trace["axes"])),
        "missing": [code for axis in trace["axes"] for code in axis["missing"]],
        **_measured(assessment, person["position_level"]),
        "history": [{**one, "as_of": one["as_of"].isoformat()} for one in history],
    }


def _meaning(placement: Mapping[str, Any]) -> dict[str, Any]:
    if placement["box"] is None:
        return {"category": None, "actions": []}
    said = meaning(Cell(*(Level[level.upper()] for level in placement["cell"].split("/"))))
    return {"category": said.category.id, "actions": [words.id for words in said.actions]}


def _components(axes: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for axis in axes:
        for node in axis["components"]:
            yield {"axis": axis["axis"], **{k: node[k] for k in ("title", "score", "weight")}}


def _measured(assessment: Mapping[str, Any] | None, level: str | None) -> dict[str, Any]:
    """Competencies and aspects of the latest assessment; null when there is none."""
    if assessment is None:
        return {"assessed_on": None, "competencies": None, "aspects": None}
    usual = usual_level(level)
    required = assessment["required"] or (None if usual is None else [usual] * 9)
    return {
        "assessed_on": assessment["assessed_on"].isoformat(),
        "competencies": [list(one) for one in compared(assessment["achieved"], required)],
        "aspects": [
            [code, achieved] for code, achieved in zip(ASPECTS, assessment["aspects"], strict=True)
        ],
    }

"""A trace as JSON: every node of a scheme, down to the records that were used. Pure."""

from decimal import Decimal
from typing import Any

from app.scoring_schemes.readings import Reading, Used
from app.scoring_schemes.scoring import AxisScore, NodeScore, Scores


def axes(scores: Scores) -> list[dict[str, Any]]:
    """Both axes with their nodes; scores and weights are texts."""
    return [_axis(axis) for axis in (scores.performance, scores.potential)]


def _axis(axis: AxisScore) -> dict[str, Any]:
    return {
        "axis": axis.axis.name,
        "score": _text(axis.score),
        "level": None if axis.level is None else axis.level.name.lower(),
        "cutoffs": [str(cutoff) for cutoff in axis.axis.cutoffs],
        "weight": str(axis.weight),
        "contribution": _text(axis.contribution),
        "missing": list(axis.missing),
        "components": [_node(node) for node in axis.components],
    }


def _node(node: NodeScore) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "code": node.node.code,
        "title": node.node.title,
        "status": node.status,
        "score": _text(node.score),
        "weight": str(node.node.weight),
        "contribution": _text(node.contribution),
    }
    if node.children:
        shown["components"] = [_node(child) for child in node.children]
    if node.reading is not None:
        shown.update(_reading(node.reading))
    return shown


def _reading(reading: Reading) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "raw": reading.raw,
        "points": _text(reading.points),
        "facts": [_used(one) for one in reading.facts],
    }
    if reading.years:
        shown["years"] = [
            {
                "year": year.year,
                "weight": str(year.weight),
                "raw": year.raw,
                "points": _text(year.points),
                "facts": [_used(one) for one in year.facts],
            }
            for year in reading.years
        ]
    return shown


def _used(used: Used) -> dict[str, str]:
    return {"kind": used.kind, "id": used.id}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")

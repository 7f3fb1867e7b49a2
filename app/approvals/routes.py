"""Routes as data: the document of a route, its hash, and what is wrong with one. Pure.

An agency may put further stages on a kind's route, ask for more approvals, and say when a stage
applies. The roles that law gives the decision to stay, without a condition, and the last word
stays where it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from app.approvals import content, deadlines
from app.approvals.conditions import Wrong, faults, holds
from app.approvals.workflow import PLACES, Place, Route, Rule, Stage

MOST_STAGES = 12


class InForce(NamedTuple):
    """The route that requests of a kind take; version 0 is the kind's own."""

    kind: str
    version: int
    route: Route
    request_id: Any = None
    """The approval that it was made by."""

    @property
    def sha256(self) -> str:
        """Hash of its canonical document."""
        return content.sha256(content.canonical(document(self.kind, self.route)))


def document(kind: str, route: Route) -> dict[str, Any]:
    """A route as it is kept, hashed and shown."""
    return {"kind": kind, "stages": [written(stage) for stage in route]}


def written(stage: Stage) -> dict[str, Any]:
    """A stage of a document; what came later than others and is not said is left out."""
    above = {} if stage.escalates_to is None else {"escalates_to": stage.escalates_to}
    return {
        **above,
        "name": stage.name,
        "role": stage.role,
        "rule": stage.rule.value,
        "needed": stage.needed if stage.rule is Rule.COUNT else None,
        "where": stage.place.value,
        "days": stage.days,
        "condition": stage.condition,
    }


def read(said: Mapping[str, Any]) -> Route:
    """The route of a document without faults."""
    return tuple(
        Stage(
            role=one["role"],
            rule=Rule(one["rule"]),
            needed=one["needed"] or 1,
            name=one["name"],
            days=one["days"],
            condition=one["condition"],
            escalates_to=one.get("escalates_to"),
        )
        for one in said["stages"]
    )


def applied(route: Route, of: Any) -> Route:
    """The route for a content: a stage is skipped where its condition does not hold.

    Where that is not known, the stage stays. Who is told of an overdue stage is resolved.
    """
    return deadlines.escalating(_skipping(route, of))


def _skipping(route: Route, of: Any) -> Route:
    return tuple(
        stage._replace(skipped=stage.condition is not None and holds(stage.condition, of) is False)
        for stage in route
    )


def wrong_with(
    stages: Sequence[Mapping[str, Any]], keeps: frozenset[str], last: str
) -> list[Wrong]:
    """All that is wrong with the stages of a document; pointers start below them."""
    return list(_wrong(stages, keeps, last))


def _wrong(
    stages: Sequence[Mapping[str, Any]], keeps: frozenset[str], last: str
) -> Iterator[Wrong]:
    for n, stage in enumerate(stages):
        if stage["where"] != PLACES.get(stage["role"], Place.AGENCY):
            yield Wrong(f"/{n}/where", "role-not-there")
        if (stage["rule"] == Rule.COUNT) != (stage["needed"] is not None):
            yield Wrong(f"/{n}/needed", "needed-with-count")
        above = stage.get("escalates_to")
        outside = above in PLACES and all(one["role"] != above for one in stages)
        if above is not None and (above == stage["role"] or outside):
            yield Wrong(f"/{n}/escalates_to", "escalates-to-whom")
        if stage["condition"] is not None:
            yield from faults(stage["condition"], f"/{n}/condition")
    always = [stage["role"] for stage in stages if stage["condition"] is None]
    if keeps - set(always):
        yield Wrong("", "role-stays")
    if not stages or stages[-1]["role"] != last or stages[-1]["condition"] is not None:
        yield Wrong("", "last-word-stays")

"""What a scheme would read of oneself, while there is time to have it put right.

Before the cut-off a person sees which records would count at D, what is read from them and what is
missing, as known now. Scores, levels and the box are not shown: they come with the map.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import Forbidden
from app.core.identity import Actor
from app.publications import queries
from app.publications.models import Publication
from app.scoring_schemes import service as schemes
from app.scoring_schemes.scoring import score
from app.talent_maps import evidence, tracing

KEPT = ("code", "title", "status", "weight", "raw", "points", "facts", "years")
"""What of a node is input."""


async def own(
    session: AsyncSession, actor: Actor, *, now: datetime, limit: int, after: UUID | None
) -> tuple[list[dict[str, Any]], UUID | None]:
    """The actor's inputs of the rounds whose inputs are open, and the round to go on from."""
    if actor.employee_id is None:
        raise Forbidden
    found = await session.execute(
        queries.OPEN_ROUNDS, {"after": after or UUID(int=0), "limit": limit + 1}
    )
    rounds: Sequence[RowMapping] = found.mappings().all()
    shown = rounds[:limit]
    items = [await _of_round(session, actor.employee_id, one, now) for one in shown]
    return items, shown[-1]["publication_id"] if len(rounds) > limit else None


async def _of_round(
    session: AsyncSession, employee_id: UUID, one: RowMapping, now: datetime
) -> dict[str, Any]:
    publication = await session.get(Publication, one["publication_id"])
    assert publication is not None  # noqa: S101 - it was found in this transaction
    stored = await schemes.get(session, publication.scheme_id)
    facts = await evidence.facts_of(session, employee_id, now)
    scores = score(schemes.parsed(stored), facts, publication.as_of)
    return {**one, "axes": without_scores(tracing.axes(scores))}


def without_scores(axes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A trace of which only the inputs are left."""
    return [
        {
            "axis": axis["axis"],
            "missing": axis["missing"],
            "components": [_inputs(node) for node in axis["components"]],
        }
        for axis in axes
    ]


def _inputs(node: dict[str, Any]) -> dict[str, Any]:
    shown = {name: node[name] for name in KEPT if name in node}
    if "components" in node:
        shown["components"] = [_inputs(child) for child in node["components"]]
    return shown

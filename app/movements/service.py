"""Two maps held against each other, and one person followed through all of them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.identity import Actor
from app.core.masking import nip_for
from app.core.words import Language
from app.employees import accesses
from app.employees.accesses import Look
from app.employees.errors import EmployeeNotFound
from app.movements import mixing, policy, queries
from app.movements.errors import with_unknown
from app.movements.flow_pictures import flows_svg
from app.movements.flows import Flows, Stream, flows
from app.movements.reasons import Why, why
from app.movements.trajectory_pictures import Point, trajectory_svg
from app.scoring_schemes import service as schemes
from app.talent_maps import service as talent_maps
from app.talent_maps.errors import MapNotFound, MapNotReady
from app.talent_maps.models import TalentMap

DRAWN = 24
"""How many maps of a trajectory are drawn, the latest."""


class Pair(NamedTuple):
    """A map and the one before it, of one agency."""

    before: TalentMap
    after: TalentMap

    @property
    def same_scheme(self) -> bool:
        """Whether facts alone can have moved anybody."""
        return self.before.scheme_id == self.after.scheme_id

    @property
    def ids(self) -> dict[str, UUID]:
        return {"before": self.before.id, "after": self.after.id}


async def pair(session: AsyncSession, actor: Actor, map_id: UUID, before_id: UUID) -> Pair:
    """The two maps, both finished and visible to the actor."""
    if not policy.can_compare(actor):
        raise MapNotFound(id=map_id)
    after = await talent_maps.get_finished(session, actor, map_id)
    try:
        before = await talent_maps.get_finished(session, actor, before_id)
    except (MapNotFound, MapNotReady):
        raise with_unknown() from None
    if before.agency_id != after.agency_id:
        raise with_unknown()
    return Pair(before, after)


async def changes(
    session: AsyncSession,
    actor: Actor,
    two: Pair,
    *,
    change: str | None,
    limit: int,
    beyond: UUID | None,
) -> tuple[list[dict[str, Any]], UUID | None]:
    """Who moved, entered or left, with why; and the person to go on from."""
    values = {**two.ids, "change": change, "beyond": beyond, "limit": limit + 1}
    found = (await session.execute(queries.CHANGES, values)).mappings().all()
    shown = found[:limit]
    moved = {row["employee_id"]: row["cell_after"] for row in shown if row["change"] == "moved"}
    reasons = await _reasons(session, two, moved)
    items = [
        {
            "employee_id": row["employee_id"],
            "nip": nip_for(actor, row["nip"]),
            "name": row["name"],
            "change": row["change"],
            "from_box": _box(two.before, row["cell_before"]),
            "to_box": _box(two.after, row["cell_after"]),
            "why": reasons.get(row["employee_id"]),
        }
        for row in shown
    ]
    return items, shown[-1]["employee_id"] if len(found) > limit else None


async def counted(session: AsyncSession, two: Pair) -> Flows:
    """The flows between the boxes of two maps."""
    rows = await session.execute(queries.FLOWS, two.ids)
    streams = [Stream(*row) for row in rows]
    return flows(streams, two.before.numbers, two.after.numbers)


async def reasons(session: AsyncSession, two: Pair) -> dict[str, int]:
    """How many people were moved by what."""
    rows = (await session.execute(queries.MOVED, two.ids)).all()
    moved = {row.employee_id: row.cell_after for row in rows}
    found = Counter((await _reasons(session, two, moved, everybody=True)).values())
    return {reason.value: found[reason] for reason in Why}


async def flow_picture(session: AsyncSession, two: Pair, language: Language) -> str:
    """The flows as SVG."""
    names = [f"{one.name}, {one.as_of.isoformat()}" for one in two]
    return flows_svg(names[0], names[1], await counted(session, two), language)


async def described(session: AsyncSession, two: Pair) -> dict[str, Any]:
    """Both maps as a comparison names them."""
    return {
        "before": await _described(session, two.before),
        "after": await _described(session, two.after),
        "same_scheme": two.same_scheme,
    }


async def trajectory_picture(
    session: AsyncSession, actor: Actor, employee_id: UUID, language: Language
) -> str:
    """A person's way through the latest maps as SVG."""
    values = {"employee_id": employee_id}
    known = policy.can_follow(actor, employee_id)
    if not known or await session.scalar(queries.KNOWN_PERSON, values) is None:
        raise EmployeeNotFound(id=employee_id)
    await accesses.record(session, actor, employee_id, Look("trajectory"))
    wanted: dict[str, Any] = {"all": policy.can_follow_all(actor), "limit": DRAWN}
    found = await session.execute(queries.LATEST, {**values, **wanted})
    rows: Sequence[RowMapping] = found.mappings().all()
    points = [
        Point(
            row["as_of"],
            row["scheme"],
            row["box"],
            row["value"],
            row["break"],
            row["calibrated_box"],
        )
        for row in reversed(rows)
    ]
    return trajectory_svg(points, language)


async def _reasons(
    session: AsyncSession,
    two: Pair,
    moved: dict[UUID, int | None],
    *,
    everybody: bool = False,
) -> dict[UUID, Why]:
    """Why each of those who moved did; the maps are mixed for them alone, or for `everybody`."""
    if two.same_scheme or not moved:
        return dict.fromkeys(moved, Why.FACTS)
    whom = None if everybody else tuple(moved)
    by_old_scheme = await mixing.cells(session, two.after, two.before, whom)
    by_new_scheme = await mixing.cells(session, two.before, two.after, whom)
    return {
        person: why(after, by_old_scheme[person], by_new_scheme[person])
        for person, after in moved.items()
    }


async def _described(session: AsyncSession, one: TalentMap) -> dict[str, Any]:
    scheme = await schemes.get(session, one.scheme_id)
    return {
        "map_id": one.id,
        "name": one.name,
        "scheme": scheme.name,
        "scheme_sha256": scheme.sha256,
        "as_of": one.as_of,
        "population": one.population,
    }


def _box(of_map: TalentMap, cell: int | None) -> int | None:
    return None if cell is None else of_map.numbers[cell]

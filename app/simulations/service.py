"""What happens with a changed scheme: a map's people are placed by it again, and that is kept."""

from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.employees.accesses import kept
from app.scoring_schemes.document import parse
from app.scoring_schemes.errors import SchemeRefused
from app.scoring_schemes.scheme import Refused, Scheme, canonical
from app.scoring_schemes.written import read
from app.simulations import policy, recalculation
from app.simulations.errors import POOL_OF_ANOTHER_MAP, SimulationNotFound
from app.simulations.models import Simulation
from app.simulations.recalculation import Drawn
from app.simulations.schemas import NewSimulation
from app.talent_maps import service as maps
from app.talent_maps.errors import MapNotReady
from app.talent_maps.models import State, TalentMap
from app.talent_maps.nine_box import CELLS, NUMBERS, cell_of
from app.talent_pools.errors import MAP_UNKNOWN, unknown


class Placing(NamedTuple):
    """What a cell is called by a map's numbering."""

    numbers: tuple[int, ...]

    def box(self, cell: int | None) -> int | None:
        return None if cell is None else self.numbers[cell]


class Moves(NamedTuple):
    """A page of the people whom a run moves, and the names of their boxes."""

    rows: list[RowMapping]
    before: Placing
    after: Placing


async def simulate(
    session: AsyncSession, actor: Actor, new: NewSimulation, written: bytes
) -> Simulation:
    """Try a changed scheme on a map. `written` is the body that `new` was read from.

    Raises SchemeRefused with every fault of the document, below /scheme.
    """
    if not policy.can_simulate(actor):
        raise Forbidden
    document, scheme = _understood(written)
    talent_map = await maps.find(session, actor, new.map_id)
    if talent_map is None:
        raise unknown("/map_id", "talent-map-unknown", MAP_UNKNOWN)
    if talent_map.state is not State.DONE:
        raise MapNotReady(name=talent_map.name, state=talent_map.state)
    drawn = await _drawn(session, talent_map, new.pool_id)

    population = await recalculation.recalculate(session, talent_map, scheme, drawn)
    simulation = Simulation(
        agency_id=talent_map.agency_id,
        map_id=talent_map.id,
        pool_id=new.pool_id,
        canonical=canonical(document).decode(),
        purpose=new.purpose,
        result=await _result(session, talent_map, scheme, population, drawn),
        actor_id=actor.id,
        actor_name=kept(actor.name),
    )
    session.add(simulation)
    await session.flush()
    await audit.record(
        session,
        actor,
        "scheme.simulated",
        simulation.id,
        agency_id=talent_map.agency_id,
        after=audit.state_of(simulation),
        map_id=str(talent_map.id),
        pool_id=None if new.pool_id is None else str(new.pool_id),
        scheme_sha256=simulation.sha256,
        moved=simulation.result["moved"],
    )
    return simulation


async def moves(
    session: AsyncSession, actor: Actor, simulation_id: UUID, *, after: int, limit: int
) -> Moves:
    """Those whom a run moves, behind the place `after` of its map: it is computed once more.

    Map, facts and scheme are what they were, so everybody comes out as they did. Whom the pool
    gains or loses goes by the calibrations that stand now.
    """
    found = select(Simulation).where(Simulation.id == simulation_id, policy.visible_to(actor))
    simulation = await session.scalar(found)
    if simulation is None:
        raise SimulationNotFound(id=simulation_id)
    talent_map = await maps.get_finished(session, actor, simulation.map_id)
    scheme = parse(orjson.loads(simulation.canonical))
    drawn = await _drawn(session, talent_map, simulation.pool_id)
    await recalculation.recalculate(session, talent_map, scheme, drawn)
    rows = await session.execute(recalculation.MOVES, {"after": after, "limit": limit})
    return Moves(
        list(rows.mappings()),
        Placing(tuple(talent_map.numbers)),
        Placing(NUMBERS[scheme.numbering]),
    )


def shown(simulation: Simulation) -> dict[str, Any]:
    """A run as it is answered to whoever ran it."""
    document, result = orjson.loads(simulation.canonical), simulation.result
    columns = {c.key: getattr(simulation, c.key) for c in Simulation.__table__.columns}
    pool = result["pool"] or {}
    return {
        **columns,
        "scheme": f"{document['code']}@{document['version']}",
        "scheme_sha256": simulation.sha256,
        "population": result["population"],
        "moved": result["moved"],
        "gained": pool.get("gained"),
        "lost": pool.get("lost"),
        "document": document,
    }


def _understood(written: bytes) -> tuple[dict[str, Any], Scheme]:
    """The document and the scheme that it says."""
    try:
        document = read(written)["scheme"]
        return document, parse(document)
    except Refused as refused:
        faults = [fault._replace(pointer=f"/scheme{fault.pointer}") for fault in refused.faults]
        raise SchemeRefused(errors=faults) from None


async def _drawn(
    session: AsyncSession, talent_map: TalentMap, pool_id: UUID | None
) -> Drawn | None:
    if pool_id is None:
        return None
    drawn = await recalculation.pool_of(session, talent_map.id, pool_id)
    if drawn is None:
        raise unknown("/pool_id", "pool-of-another-map", POOL_OF_ANOTHER_MAP)
    return drawn


async def _result(
    session: AsyncSession,
    talent_map: TalentMap,
    scheme: Scheme,
    population: int,
    drawn: Drawn | None,
) -> dict[str, Any]:
    """What came of it, as counts."""
    before, after = Placing(tuple(talent_map.numbers)), Placing(NUMBERS[scheme.numbering])
    flows = (await session.execute(recalculation.FLOWS)).all()
    boxes = {box: [0, 0] for box in (*range(1, CELLS + 1), None)}
    for flow in flows:
        boxes[before.box(flow.cell_before)][0] += flow.people
        boxes[after.box(flow.cell_after)][1] += flow.people
    ranks = (await session.execute(recalculation.RANKS)).mappings().one()
    pool = None
    if drawn is not None:
        pool = dict((await session.execute(recalculation.POOL_COUNTS)).mappings().one())
    return {
        "population": population,
        "moved": sum(f.people for f in flows if f.cell_before != f.cell_after),
        "boxes": [
            {"box": box, "before": counts[0], "after": counts[1]} for box, counts in boxes.items()
        ],
        "flows": [
            {
                "box_before": before.box(flow.cell_before),
                "cell_before": named(flow.cell_before),
                "box_after": after.box(flow.cell_after),
                "cell_after": named(flow.cell_after),
                "people": flow.people,
            }
            for flow in flows
        ],
        "ranks": dict(ranks),
        "pool": pool,
    }


def named(cell: int | None) -> str | None:
    """A cell as it is written: performance, then potential."""
    return None if cell is None else cell_of(cell).name

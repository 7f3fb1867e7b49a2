"""What can be asked about changed schemes, tried on a map without writing it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import Actor, CurrentActor
from app.core.masking import nip_for
from app.core.openapi import answers, problems
from app.core.paging import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    Page,
    cursor_invalid,
    decode_cursor,
    encode_cursor,
    link_to_next,
)
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.scoring_schemes.errors import SchemeRefused
from app.simulations import examples, policy, queries, service
from app.simulations.errors import SimulationNotFound
from app.simulations.schemas import (
    ActorRuns,
    MoveRead,
    NewSimulation,
    SimulationRead,
    SimulationSummary,
)
from app.simulations.service import Moves
from app.talent_maps.errors import MapNotReady
from app.talent_pools.errors import UnknownReference

PREFIX = "/scoring-schemes/simulations"
router = APIRouter(prefix=PREFIX, tags=["simulations"])
reads = APIRouter(prefix=PREFIX, tags=["simulations"], route_class=ReadRoute)

MOVES = "scheme-simulation-moves"


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=SimulationRead,
    responses={
        **problems(Forbidden, SchemeRefused, UnknownReference, MapNotReady),
        201: answers(examples.SIMULATION, "The run, with what came of it."),
    },
)
async def simulate_scoring_scheme(
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    new: NewSimulation,
) -> Any:
    """Try a changed scheme on a finished map, without writing a map.

    Everybody whom the map placed is scored again, from the facts as they were known when the map
    was made, and compared: boxes, ranks, and whom the rule of a pool would gain and lose. No map,
    pool or placement changes. That it was run is kept for good, with the weights, the purpose and
    the outcome, for analysts and auditors of the agency to see. For analysts.
    """
    simulation = await service.simulate(session, actor, new, await request.body())
    response.headers["Location"] = f"/v1{PREFIX}/{simulation.id}"
    return service.shown(simulation)


@reads.get(
    "",
    response_model=Page[SimulationSummary],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.SUMMARY))},
)
async def list_scheme_simulations(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    actor_id: Annotated[UUID, Field(description="Only what this actor ran.")] | None = None,
    map_id: Annotated[UUID, Field(description="Only runs over this map.")] | None = None,
    scheme_sha256: Annotated[
        str, Field(pattern="^[0-9a-f]{64}$", description="Only runs of exactly this scheme.")
    ]
    | None = None,
) -> bytes:
    """List the simulations of an agency, newest first: everybody's, for analysts and auditors."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    filters = {"actor_id": actor_id, "map_id": map_id, "scheme_sha256": scheme_sha256}
    return await queries.SIMULATIONS.page(reader, limit, cursor, **filters)


@reads.get(
    "/actors",
    response_model=Page[ActorRuns],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.ACTOR_RUNS))},
)
async def list_simulating_actors(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """Count the simulations of each actor, the most first.

    Somebody with many different schemes over one map is looking for weights that give a result.
    For analysts and auditors.
    """
    if not policy.can_list(reader.actor):
        raise Forbidden
    return await queries.ACTORS.page(reader, limit, cursor)


@reads.get(
    "/{simulation_id}",
    response_model=SimulationRead,
    responses={**problems(SimulationNotFound), 200: answers(examples.SIMULATION)},
)
async def get_scheme_simulation(reader: Reader, simulation_id: UUID) -> bytes:
    """Get a simulation with its scheme and what came of it."""
    body = None
    if policy.can_list(reader.actor):
        body = await queries.SIMULATION.one(reader, simulation_id=simulation_id)
    if body is None:
        raise SimulationNotFound(id=simulation_id)
    return body


@router.get(
    "/{simulation_id}/moves",
    response_model=Page[MoveRead],
    responses={
        **problems(SimulationNotFound),
        200: answers(examples.page(examples.MOVE)),
    },
)
async def list_simulated_moves(
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    simulation_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> Any:
    """List the people whom a simulation puts into another box, into the pool or out of it.

    In the order of the map. Nothing is kept of any one person: every page is computed anew from the
    map, its facts and the scheme, and comes out as it did.
    """
    after = 0 if cursor is None else _place_in(cursor)
    found = await service.moves(session, actor, simulation_id, after=after, limit=limit + 1)
    items = [_shown(found, row, actor) for row in found.rows[:limit]]
    following = None
    if len(found.rows) > limit:
        following = encode_cursor(MOVES, found.rows[limit - 1]["place_before"])
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    return {"items": items, "next": following}


def _place_in(cursor: str) -> int:
    (place,) = decode_cursor(cursor, MOVES, 1)
    if not isinstance(place, int) or not 0 <= place < 2**31:
        raise cursor_invalid()
    return place


def _shown(moves: Moves, row: Any, actor: Actor) -> dict[str, Any]:
    ranks = (row["rank_before"], row["rank"])
    return {
        "employee_id": row["employee_id"],
        "nip": nip_for(actor, row["nip"]),
        "name": row["name"],
        "box_before": moves.before.box(row["cell_before"]),
        "cell_before": service.named(row["cell_before"]),
        "box_after": moves.after.box(row["cell"]),
        "cell_after": service.named(row["cell"]),
        "calibrated_box": moves.before.box(row["calibrated"]),
        "value_before": row["value_before"],
        "value_after": row["value"],
        "rank_before": ranks[0],
        "rank_after": ranks[1],
        "rank_change": None if None in ranks else ranks[0] - ranks[1],
        "pool": row["pool"],
    }

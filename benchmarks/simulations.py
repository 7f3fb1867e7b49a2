"""What if, over 20,000 people: a changed scheme for all, and changed facts for one.

`python benchmarks/simulations.py [PEOPLE]`: a scratch database is filled with people and their
histories and everybody is mapped by each shipped scheme. Then a changed scheme is tried on the map
by HTTP, token, run and recording included, and a page of those who move is asked for. A simulation
holds one connection for as long as it takes. The bare formula is that of `benchmarks/maps.py`: six
ready columns weighed, ranked and written to a table without a log. Then people from all over the
map are asked about, one by one; beside it stands the explanation of the same placements, which
reads and scores the same facts once.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import orjson
from maps import AS_OF, BARE, READY
from population import AGENCY, fillings

from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.core.logs import configure
from app.core.postgres import EmbeddedPostgres
from app.core.service import DATABASE, Service, running
from app.main import create_app
from app.scoring_schemes import service as schemes
from app.talent_maps import service as maps
from app.talent_maps.schemas import NewMap

PEOPLE = 20_000
LIMIT = 3.0
"""Seconds that a simulation of so many people may take."""
ASKED = 200
LIMIT_OF_ONE = 0.5
"""Seconds that a counterfactual may take."""
ADDRESS = "/v1/scoring-schemes/simulations"


async def seconds(work: Callable[[], Awaitable[Any]], times: int) -> tuple[float, Any]:
    """The median time of some work, and what came of it last."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        result = await work()
        took.append(time.perf_counter() - started)
    return median(took), result


async def filled(settings: Settings, people: int) -> float:
    """Write the people; seconds of the bare formula over them."""
    admin = await asyncpg.connect(EmbeddedPostgres(settings.talenta_home).url("postgres", DATABASE))
    for statement in [*fillings(people), READY, "vacuum analyze"]:
        await admin.execute(statement)
    started = time.perf_counter()
    await admin.execute(BARE)
    bare = time.perf_counter() - started
    await admin.close()
    return bare


async def mapped(talenta: Service, code: str) -> UUID:
    async with transaction(talenta.sessions, SYSTEM) as session:
        new = NewMap(name=code, scheme=code, as_of=AS_OF)
        asked = await maps.draw_up(session, SYSTEM, new, today=AS_OF)
    await maps.calculate(talenta.sessions, asked.id)
    return asked.id


def changed(code: str) -> dict[str, Any]:
    """A shipped scheme with other cut-offs and weights of the value."""
    documents = (orjson.loads(written) for written in schemes.shipped())
    document: dict[str, Any] = next(one for one in documents if one["code"] == code)
    document["value"] = {"performance": "40", "potential": "60"}
    document["axes"]["potential"]["cutoffs"] = ["55", "75"]
    return document


async def tried(client: httpx.AsyncClient, map_id: UUID, code: str) -> dict[str, Any]:
    purpose = "Ukuran kecepatan simulasi skema."
    body = {"map_id": str(map_id), "scheme": changed(code), "purpose": purpose}
    answer = await client.post(ADDRESS, json=body)
    run: dict[str, Any] = answer.raise_for_status().json()
    return run


async def measure(people: int) -> None:
    with tempfile.TemporaryDirectory(prefix="talenta-what-", ignore_cleanup_errors=True) as folder:
        settings = Settings(talenta_home=Path(folder), worker_in_process=False)
        async with running(settings) as talenta:
            await schemes.ensure_shipped(talenta.sessions)
            bare = await filled(settings, people)
            app = create_app(settings, talenta)
            analyst = Actor(uuid4(), "ukur", frozenset({Role.ANALYST}), frozenset({AGENCY}))
            headers = {"Authorization": f"Bearer {app.state.tokens.issue(analyst)}"}
            transport = httpx.ASGITransport(app=app)
            async with (
                app.router.lifespan_context(app),
                httpx.AsyncClient(
                    transport=transport, base_url="http://ukur", headers=headers, timeout=600
                ) as client,
            ):
                for code in ("bkn-411-2025", "pu-djbk"):
                    await compare(talenta, client, people, bare, code)


async def compare(
    talenta: Service, client: httpx.AsyncClient, people: int, bare: float, code: str
) -> None:
    """Print a run and a page of it beside the map that it is about."""
    started = time.perf_counter()
    map_id = await mapped(talenta, code)
    a_map = time.perf_counter() - started
    took, run = await seconds(lambda: tried(client, map_id, code), 5)
    moves = f"{ADDRESS}/{run['id']}/moves"
    page, answer = await seconds(lambda: client.get(moves, params={"limit": 50}), 3)
    listed = len(answer.raise_for_status().json()["items"])
    held = f", limit {LIMIT:.0f} s" if people == PEOPLE else ""
    print(f"{code}: {run['population']:,} people, {run['moved']:,} move")
    print(
        f"  a simulation: {took:.2f} s{held}; {took / a_map:.2f} x the map ({a_map:.2f} s),"
        f" {took / bare:.1f} x the bare formula ({bare:.2f} s)"
    )
    print(f"  a page of {listed} who move: {page:.2f} s")

    await ask(client, map_id)


async def ask(client: httpx.AsyncClient, map_id: UUID) -> None:
    """Print what would have moved people costs, beside the explanations of their placements."""
    placements = f"/v1/talent-maps/{map_id}/placements"
    people: list[str] = []
    for box in range(1, 10):
        page = await client.get(placements, params={"box": box, "limit": ASKED // 10})
        people += [row["employee_id"] for row in page.raise_for_status().json()["items"]]
    traced, took, possible = [], [], 0
    for person in people:
        started = time.perf_counter()
        (await client.get(f"{placements}/{person}")).raise_for_status()
        traced.append(time.perf_counter() - started)
        started = time.perf_counter()
        answer = await client.post(f"{placements}/{person}/counterfactual")
        took.append(time.perf_counter() - started)
        possible += answer.raise_for_status().json()["possible"]
    p95, slowest = sorted(took)[int(len(took) * 0.95)], max(took)
    print(
        f"  a counterfactual: median {median(took) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, slowest"
        f" {slowest * 1000:.0f} ms, limit {LIMIT_OF_ONE * 1000:.0f} ms;"
        f" {median(took) / median(traced):.1f} x the explanation ({median(traced) * 1000:.0f} ms);"
        f" possible for {possible} of {len(people)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="?", default=PEOPLE)
    configure("WARNING")
    asyncio.run(measure(parser.parse_args().people))


if __name__ == "__main__":
    main()

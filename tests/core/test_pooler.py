"""The service behind pgbouncer in transaction mode: everything works, and nothing leaks.

Server connections pass from one request to another, and from one agency to another; what a
request told row-level security must not outlive its transaction.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import asyncpg
import httpx
import pytest

from app.access import service as access
from app.access.schemas import ClientAdmission
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.core.migrating import SERVICE
from app.core.postgres import owned, unprivileged
from tests.factories import a_unit, an_agency, an_employee
from tests.imports.world import FILES, sent
from tests.processes import Database, free_port, own_database, sessions, talenta, until

__all__ = ["own_database", "sessions"]
PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = [
    pytest.mark.committed,
    pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed"),
]
CONNECTIONS = 3
"""Fewer than the programs open, so that they take turns."""
CONFIGURATION = """[databases]
{name} = host={run} dbname={name}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 100
logfile = {folder}/pgbouncer.log
"""


Process = subprocess.Popen[bytes]


@contextmanager
def pgbouncer(database: Database, folder: Path, port: int) -> Iterator[Process]:
    """A pooler in front of the test's server; it refuses to run as root."""
    values = {"name": database.name, "run": database.postgres.run, "port": port, "folder": folder}
    configuration = folder / "pgbouncer.ini"
    configuration.write_text(CONFIGURATION.format(**values, size=CONNECTIONS))
    (folder / "users.txt").write_text(f'"{SERVICE}" ""\n')
    assert PGBOUNCER is not None
    process = subprocess.Popen(
        [PGBOUNCER, "--quiet", str(configuration)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **unprivileged(),
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


class Pooled(NamedTuple):
    """The service behind the pooler."""

    database: Database
    environment: dict[str, str]
    """What docs/operations.md tells to set."""
    pooler: Process
    address: str
    restart: Callable[[], AbstractContextManager[Process]]
    """The pooler once more, after its end."""


@pytest.fixture
async def pooled(own_database: Database) -> AsyncIterator[Pooled]:
    port, http = free_port(), free_port()
    environment = own_database.environment(
        DATABASE_APP_URL=f"postgresql://{SERVICE}@127.0.0.1:{port}/{own_database.name}",
        DATABASE_LISTEN_URL=own_database.url(),
        DATABASE_POOLER="true",
        DATABASE_POOL="10",
        DATABASE_READ_POOL="10",
        WORKER_IN_PROCESS="false",
    )
    address = f"http://127.0.0.1:{http}"
    with tempfile.TemporaryDirectory(prefix="talenta-pooler-") as home:
        folder = owned(Path(home))
        start = partial(pgbouncer, own_database, folder, port)
        with start() as pooler, talenta("serve", "--port", str(http), environment=environment):
            await until(lambda: is_ready(address))
            yield Pooled(own_database, environment, pooler, address, start)


@asynccontextmanager
async def clients(address: str, sessions, agency) -> AsyncIterator[dict[Role, httpx.AsyncClient]]:
    """A SIMPEG's client and an analyst's, with tokens that they asked for."""
    opened = {}
    for role in (Role.SIMPEG, Role.ANALYST):
        async with transaction(sessions, SYSTEM) as session:
            admission = ClientAdmission(
                name=f"{role} {agency.code}", roles=[role], agency_id=agency.id
            )
            client, secret, *_ = await access.admit(session, SYSTEM, admission)
        opened[role] = http = httpx.AsyncClient(base_url=address, timeout=30)
        form = {"grant_type": "client_credentials"}
        answer = await http.post("/oauth/token", data=form, auth=(str(client.id), secret))
        assert answer.status_code == 200, answer.text
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    yield opened
    for http in opened.values():
        await http.aclose()


async def is_ready(address: str) -> bool:
    async with httpx.AsyncClient() as http:
        try:
            return (await http.get(f"{address}/health/ready")).status_code == 200
        except httpx.TransportError:
            return False


async def ended(http: httpx.AsyncClient, answer: httpx.Response, state: str) -> dict[str, object]:
    """An import or a map, once its job has ended."""
    assert answer.status_code == 202, answer.text
    there: dict[str, object] = {}

    async def has_ended() -> bool:
        there.update((await http.get(answer.headers["location"])).json())
        return there["state"] in {state, "failed"}

    await until(has_ended)
    assert there["state"] == state, there
    return there


async def looked_at(http: httpx.AsyncClient, mine: dict[str, set[str]]) -> None:
    """Lists, single rows and a new row, all of them of one's own agency."""
    one = next(iter(mine["employees"]))
    people, units, person, added = await asyncio.gather(
        http.get("/v1/employees", params={"limit": 200}),
        http.get("/v1/units", params={"limit": 200}),
        http.get(f"/v1/employees/{one}"),
        http.post("/v1/employees", json=mine["new"].pop()),
    )
    assert added.status_code == 201, added.text
    mine["employees"].add(added.json()["id"])
    assert person.json()["id"] == one
    assert {unit["id"] for unit in units.json()["items"]} == mine["units"]
    found = {row["id"] for row in people.json()["items"]}
    assert found & mine["employees"]
    assert {row["agency_id"] for row in people.json()["items"]} == mine["agency"]


async def without_context(url: str, ends: asyncio.Event) -> int:
    """How many rows somebody sees who says nothing, on whatever connection the pooler lends."""
    connection = await asyncpg.connect(url, statement_cache_size=0)
    rows = 0
    while not ends.is_set():
        for table in ("employees", "units", "agencies", "audit_events"):
            rows += await connection.fetchval(f"select count(*) from {table}")
    await connection.close()
    return rows


async def backends(database: Database) -> int:
    """How many connections the server has for the service's login."""
    admin = await asyncpg.connect(database.url("postgres"))
    there = "select count(*) from pg_stat_activity where datname = $1 and usename = $2"
    number: int = await admin.fetchval(there, database.name, SERVICE)
    await admin.close()
    return number


async def a_world(save, number: int):
    """An agency with a unit and some people; who it is, and what may be seen and added there."""
    agency = an_agency()
    unit = a_unit(agency)
    people = [an_employee(unit) for _ in range(5)]
    await save(agency, unit, *people)
    return agency, {
        "agency": {str(agency.id)},
        "units": {str(unit.id)},
        "employees": {str(person.id) for person in people},
        "new": [
            {
                "nip": f"19850101200{number}01{1 + n % 2}{n + 1:03d}",
                "name": f"Pegawai Baru {n}",
                "unit_id": str(unit.id),
            }
            for n in range(20)
        ],
    }


async def test_agencies_share_connections_and_never_rows(pooled, sessions, save):
    (agency, mine), (other, theirs) = await a_world(save, 1), await a_world(save, 2)
    async with (
        clients(pooled.address, sessions, agency) as ours,
        clients(pooled.address, sessions, other) as others,
    ):
        over = asyncio.Event()
        url = pooled.environment["DATABASE_APP_URL"]
        strangers = [asyncio.create_task(without_context(url, over)) for _ in range(4)]
        for _ in range(5):
            turns = [(ours, mine), (others, theirs)] * 4
            await asyncio.gather(*(looked_at(who[Role.SIMPEG], what) for who, what in turns))
        over.set()
        seen_without_context = await asyncio.gather(*strangers)
        foreign = [
            (await ours[Role.SIMPEG].get(f"/v1/employees/{person}")).status_code
            for person in list(theirs["employees"])[:3]
        ]
        connections = await backends(pooled.database)

    assert seen_without_context == [0] * 4
    assert foreign == [404] * 3
    assert len(mine["employees"]) == len(theirs["employees"]) == 5 + 20
    assert connections <= CONNECTIONS + 2, "all but the test's own go through the pooler"


async def test_an_import_and_a_map_run_through_the_pooler(pooled, sessions, save):
    agency = an_agency()
    await save(agency)
    async with clients(pooled.address, sessions, agency) as ours:
        simpeg, analyst = ours[Role.SIMPEG], ours[Role.ANALYST]
        with talenta("worker", environment=pooled.environment):
            asked = await simpeg.post("/v1/imports", files=sent(FILES))
            done = await ended(simpeg, asked, "finished")
            new = {"name": "Peta", "scheme": "pu-djbk", "as_of": "2026-01-01"}
            made = await ended(analyst, await analyst.post("/v1/talent-maps", json=new), "done")
        placements = await analyst.get(f"/v1/talent-maps/{made['id']}/placements")

    assert sum(count["accepted"] for count in done["counts"]) == 8
    assert made["population"] == len(placements.json()["items"]) == 3


async def test_a_pooler_that_restarts_is_waited_for(pooled, sessions, save):
    agency = an_agency()
    await save(agency)
    async with clients(pooled.address, sessions, agency) as ours:
        analyst = ours[Role.ANALYST]
        before = await analyst.get("/v1/units")
        pooled.pooler.terminate()
        pooled.pooler.wait(10)
        meanwhile = await analyst.get("/v1/units")
        with pooled.restart():
            await until(lambda: is_ready(pooled.address))
            after = await analyst.get("/v1/units")

    assert [answer.status_code for answer in (before, meanwhile, after)] == [200, 503, 200]
    assert meanwhile.headers["retry-after"] == "5"

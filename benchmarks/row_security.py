"""What row-level security costs: the same statements with it and without, in backend CPU time.

    python benchmarks/row_security.py [--employees 50000]

The statements are those of the API. With it: the service's own login, in the context of an analyst
of the whole agency, of an analyst of one unit, and of a civil servant. Without it: a superuser,
whom no policy concerns. Other load on the machine hardly moves CPU time.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from reads import AGENCY, fill, settings_of

from app.core.identity import Actor, Role
from app.core.masking import View
from app.core.migrating import OWNER, SERVICE
from app.core.postgres import EmbeddedPostgres
from app.core.reading import Reading
from app.core.service import DATABASE, running
from app.employees import queries

ROUNDS = 5
TICK = 100
COUNT = (
    "with ctx as materialized (select set_config('app.context', $1, true) as c)"
    " select (select count(*)::text from employees where birth_date < '1990-01-01') from ctx"
    " where c is not null"
)


class OneConnection:
    """Lends one connection again and again, so that its backend's CPU time can be read."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self.connection = connection
        self.pid = connection.get_server_pid()

    def acquire(self) -> "OneConnection":
        return self

    async def __aenter__(self) -> "asyncpg.Connection[Any]":
        return self.connection

    async def __aexit__(self, *_: object) -> None:
        """It stays."""

    def seconds(self) -> float:
        """User and system time of the backend."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


def actors(unit: UUID, person: UUID) -> dict[str, Actor]:
    """Whose context the statements run in."""
    here = frozenset({AGENCY})
    analyst = frozenset({Role.ANALYST})
    return {
        "whole agency": Actor(uuid4(), "x", analyst, here),
        "one unit": Actor(uuid4(), "x", analyst, here, frozenset({unit})),
        "own record": Actor(uuid4(), "x", frozenset({Role.ASN}), here, None, person),
    }


async def microseconds(there: OneConnection, actor: Actor, what: str, person: UUID) -> float:
    """Backend CPU time of one statement."""
    reading = Reading(there, actor)
    times = {"by id": 1500, "page of 50": 200, "name search": 15, "count": 25}[what]

    async def once() -> None:
        if what == "by id":
            await queries.EMPLOYEE[View.MASKED].one(reading, employee_id=person)
        elif what == "page of 50":
            await queries.EMPLOYEES[View.MASKED, queries.Sort.NAME].page(reading)
        elif what == "name search":
            await queries.EMPLOYEES[View.MASKED, queries.Sort.NAME].page(reading, name="%wulan%")
        else:
            await there.connection.fetchval(COUNT, actor.context)

    for _ in range(10):  # plans
        await once()
    before = there.seconds()
    for _ in range(times):
        await once()
    return (there.seconds() - before) / times * 1e6


async def main(args: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="talenta-rls-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        async with running(settings_of(home)):
            postgres = EmbeddedPostgres(home)
            await fill(postgres.url(OWNER, DATABASE), args.employees)
            superuser = OneConnection(await asyncpg.connect(postgres.url("postgres", DATABASE)))
            service = OneConnection(await asyncpg.connect(postgres.url(SERVICE, DATABASE)))
            person, unit = (
                await superuser.connection.fetch(
                    "select id, unit_id from employees order by id limit 1 offset 1000"
                )
            )[0]
            await compare(superuser, service, actors(unit, person), person)
            await superuser.connection.close()
            await service.connection.close()


async def compare(
    superuser: OneConnection, service: OneConnection, people: dict[str, Actor], person: UUID
) -> None:
    """Interleaved rounds; medians, and what the policies add."""
    print(f"{'statement':12} {'scope':13} {'without':>10} {'with':>10}   ratio")
    for what in ("by id", "page of 50", "name search", "count"):
        for scope, actor in people.items():
            pairs = [
                (
                    await microseconds(superuser, actor, what, person),
                    await microseconds(service, actor, what, person),
                )
                for _ in range(ROUNDS)
            ]
            without, secured = (median(side) for side in zip(*pairs, strict=True))
            ratio = secured / without
            print(f"{what:12} {scope:13} {without:7.0f} us {secured:7.0f} us   {ratio:5.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, default=50_000)
    asyncio.run(main(parser.parse_args()))

"""A thousand connections at once: nobody is refused, and the health checks still answer."""

import asyncio
import json
import time
from statistics import median
from uuid import uuid4

import pytest

from app.access.tokens import Tokens
from app.core.config import Settings
from app.core.identity import Role
from tests.conftest import an_actor
from tests.factories import a_unit, an_agency, an_employee
from tests.processes import free_port, own_database, sessions, talenta, until

__all__ = ["own_database", "sessions"]
CONNECTIONS = 1000


async def connected(port):
    """A connection that is kept open; a full queue of the kernel may delay it, not refuse it."""
    return await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 30)


async def closed(connections):
    for _, writer in connections:
        writer.close()
    await asyncio.gather(*(writer.wait_closed() for _, writer in connections))


async def answer_to(connection, path, token=None):
    """Status, body and seconds of a GET on a connection."""
    reader, writer = connection
    began = time.monotonic()
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{bearer}\r\n".encode())
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    body = await reader.readexactly(length)
    return int(head.split()[1]), body, time.monotonic() - began


@pytest.mark.committed
@pytest.mark.usefixtures("sessions")
async def test_a_thousand_connections_are_all_served_and_health_stays_quick(own_database, save):
    agency = an_agency()
    unit = a_unit(agency)
    await save(agency, unit, *(an_employee(unit) for _ in range(50)))
    port = free_port()
    environment = own_database.environment(WORKER_IN_PROCESS="false")
    tokens = Tokens.of(Settings(talenta_home=own_database.home, public_url="http://localhost"))
    environment["PUBLIC_URL"] = "http://localhost"
    who = [tokens.issue(an_actor(Role.ANALYST, agency.id, id=uuid4())) for _ in range(CONNECTIONS)]

    async def is_ready():
        try:
            connection = await connected(port)
        except OSError:
            return False
        status, *_ = await answer_to(connection, "/health/ready")
        await closed([connection])
        return status == 200

    with talenta("serve", "--port", str(port), environment=environment):
        await until(is_ready)
        connections = await asyncio.gather(*(connected(port) for _ in range(CONNECTIONS)))
        over = asyncio.Event()

        async def healths():
            took = []
            while not over.is_set():
                connection = await connected(port)
                for path in ("/health/live", "/health/ready"):
                    status, _, seconds = await answer_to(connection, path)
                    took.append((status, seconds))
                await closed([connection])
            return took

        checking = asyncio.create_task(healths())
        answers = await asyncio.gather(
            *(
                answer_to(connection, "/v1/employees", token)
                for connection, token in zip(connections, who, strict=True)
            )
        )
        over.set()
        health = await checking
        await closed(connections)

    assert {status for status, _, _ in answers} == {200}
    assert {len(json.loads(body)["items"]) for _, body, _ in answers} == {50}
    assert {status for status, _ in health} == {200}
    assert median(seconds for _, seconds in health) < 1

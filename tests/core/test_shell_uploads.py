"""Large bodies: only from those who said who they are, and a few at once."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from app.core.config import Settings
from app.core.edge import Edge
from app.core.identity import Role
from app.core.routing import RouteIndex
from app.core.shell import UPLOADS, Shell
from tests.conftest import an_actor

ORDINARY, LARGE = 100, 10_000


class Slow:
    """An application that reads bodies and ends when it is told."""

    def __init__(self):
        self.inside, self.most, self.go = 0, 0, asyncio.Event()

    async def __call__(self, _scope, receive, send):
        self.inside += 1
        self.most = max(self.most, self.inside)
        while (await receive()).get("more_body"):
            pass
        await self.go.wait()
        self.inside -= 1
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def slow():
    return Slow()


@pytest.fixture
def client(slow):
    edge = Edge(
        slow,
        authenticate=lambda token: an_actor(Role.SIMPEG, None) if token == "good" else None,  # noqa: S105
        limits=lambda path: LARGE if path == "/v1/imports" else ORDINARY,
        routes=RouteIndex(FastAPI()),
        shell=Shell.of(Settings()),
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=edge), base_url="http://test")


KNOWN = {"Authorization": "Bearer good"}


async def test_a_few_uploads_are_taken_in_at_once_and_the_others_wait(client, slow):
    async with asyncio.TaskGroup() as group:
        uploads = [
            group.create_task(client.post("/v1/imports", content=b"x" * 500, headers=KNOWN))
            for _ in range(3 * UPLOADS)
        ]
        await asyncio.sleep(0.05)
        waiting, other = slow.most, group.create_task(client.post("/v1/units", headers=KNOWN))
        await asyncio.sleep(0.05)
        inside = slow.inside
        slow.go.set()

    assert waiting == UPLOADS
    assert inside == UPLOADS + 1  # an ordinary request does not wait for them
    assert {task.result().status_code for task in [*uploads, other]} == {204}


async def test_nobody_sends_much_before_saying_who_they_are(client, slow):
    slow.go.set()
    body = b"x" * (ORDINARY + 1)

    known = await client.post("/v1/imports", content=body, headers=KNOWN)
    anonymous = await client.post("/v1/imports", content=body)
    pretending = await client.post(
        "/v1/imports", content=body, headers={"Authorization": "Bearer bad"}
    )

    assert known.status_code == 204
    assert {anonymous.status_code, pretending.status_code} == {413}
    assert anonymous.json()["limit"] == ORDINARY


async def test_the_real_route_refuses_an_anonymous_upload_by_its_length(client_for):
    answer = await client_for(None).post("/v1/imports", content=b" " * (3 * 1024 * 1024))

    assert answer.status_code == 413

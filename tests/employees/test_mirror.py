"""The program of docs/examples that keeps a copy of everybody."""

import asyncio
import importlib.util
import random
from pathlib import Path

import httpx
import pytest

from tests.conftest import OVERWRITE
from tests.employees.following import (
    changed_link,
    client,
    client_for_agency,
    committed,
    destroy,
    history_of,
    kept,
    own_database,
    reads,
    unit,
)
from tests.factories import an_employee

__all__ = ["client", "client_for_agency", "committed", "own_database", "reads", "unit"]
pytestmark = pytest.mark.committed
MIRROR = Path(__file__).resolve().parents[2] / "docs" / "examples" / "mirror.py"


def mirroring():
    spec = importlib.util.spec_from_file_location("mirror", MIRROR)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Bridge(httpx.BaseTransport):
    """Lets a client that does not await ask the application."""

    def __init__(self, client, loop):
        self.client, self.loop = client, loop

    def handle_request(self, request):
        asking = self.client.get(str(request.url), headers=dict(request.headers))
        answer = asyncio.run_coroutine_threadsafe(asking, self.loop).result(60)
        return httpx.Response(answer.status_code, content=answer.content)


class Deeds:
    """What may happen to people, each by chance."""

    def __init__(self, dice, client, sessions, database, unit):
        self.dice, self.client, self.sessions = dice, client, sessions
        self.database, self.unit, self.people = database, unit, []

    async def come(self):
        self.people.append(an_employee(self.unit))
        await kept(self.sessions, self.people[-1])

    async def change(self):
        person = self.dice.choice(self.people)
        record = {"name": f"Nama {self.dice.random()}", "unit_id": str(self.unit.id)}
        await self.client.put(f"/v1/employees/by-nip/{person.nip}", json=record, headers=OVERWRITE)

    async def learn(self):
        fact = history_of(self.dice.choice(self.people))
        fact.source_id = str(self.dice.random())
        await kept(self.sessions, fact)

    async def go(self):
        await destroy(self.database, self.people.pop(self.dice.randrange(len(self.people))))

    async def some(self):
        for _ in range(self.dice.randrange(6)):
            deeds = [self.come] * 3
            if self.people:
                deeds += [self.change, self.change, self.learn, self.go]
            await self.dice.choice(deeds)()


async def test_the_example_s_copy_is_equal_under_random_writes(
    client, committed, own_database, unit
):
    dice = random.Random(20260217)  # noqa: S311 - it is to be the same every time
    deeds = Deeds(dice, client, committed, own_database, unit)
    copy, mirror = {"next": None, "people": {}}, mirroring()
    bridge = Bridge(client, asyncio.get_running_loop())
    with httpx.Client(base_url="http://test", transport=bridge) as api:
        for turn in range(12):
            await deeds.some()
            if turn in (4, 9):  # the link is too old
                copy["next"] = await changed_link(client, since=0)
            await asyncio.to_thread(mirror.follow, api, copy)
            shown = (await client.get("/v1/employees?limit=200")).json()["items"]
            assert copy["people"] == {person["id"]: person for person in shown}

    assert len(deeds.people) > 3

"""A pool of four eligible for one post, an analyst, and three of the committee."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from app.access.models import Client
from app.core.identity import Actor, Role
from tests.talent_pools.conftest import body
from tests.talent_pools.test_pools import made

__all__ = ["body"]

URL = "/v1/blind-sessions"
REASON = "Syarat terpenuhi dan potensi tinggi menurut profilnya"
NAMES = ("ani", "budi", "citra")


@dataclass
class Panel:
    """Who sits in sessions, and what they do by HTTP."""

    body: Any
    pool: dict[str, Any]
    owner: Actor
    members: dict[str, Actor]
    client_for: Any

    def client(self, name):
        return self.client_for(None, actor=self.owner if name == "owner" else self.members[name])

    def new(self, **values):
        return {
            "pool_id": self.pool["id"],
            "position_id": str(self.body.position.id),
            "purpose": "Peringkat calon kepala bidang tanpa nama",
            "members": [str(actor.id) for actor in self.members.values()],
            "quorum": 2,
            **values,
        }

    async def asked(self, **values):
        return await self.client("owner").post(URL, json=self.new(**values))

    async def opened(self, **values):
        answer = await self.asked(**values)
        assert answer.status_code == 201, answer.text
        return f"{URL}/{answer.json()['id']}"

    async def candidates(self, here, by="ani"):
        answer = await self.client(by).get(f"{here}/candidates")
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def rank(self, here, name, order, reason=REASON):
        ranking = [{"pseudonym": pseudonym, "reason": reason} for pseudonym in order]
        return await self.client(name).post(f"{here}/rankings", json={"ranking": ranking})

    async def ranked(self, here, **orders):
        for name, order in orders.items():
            answer = await self.rank(here, name, order)
            assert answer.status_code == 201, answer.text

    async def closed(self, here):
        names = [one["pseudonym"] for one in await self.candidates(here, "owner")]
        await self.ranked(here, ani=names, budi=names)
        answer = await self.client("owner").post(f"{here}/closing")
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def panel(body, save, client_for):
    clients = {
        name: Client(id=uuid4(), name=name, roles=[Role.COMMITTEE], agency_id=body.agency.id)
        for name in NAMES
    }
    await save(*clients.values())
    here = frozenset({body.agency.id})
    members = {
        name: Actor(client.id, name, frozenset({Role.COMMITTEE}), here)
        for name, client in clients.items()
    }
    owner = Actor(uuid4(), "Analis SDM", frozenset({Role.ANALYST}), here)
    return Panel(body, await made(client_for, body), owner, members, client_for)

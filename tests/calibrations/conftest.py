"""A panel of four on the map of `body`: two of the committee, the secretary, the governor."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from app.access.models import Client
from app.core.identity import Actor, Role
from tests.talent_pools.conftest import body

__all__ = ["body"]

URL = "/v1/calibrations"
WHY = "Memimpin pemulihan layanan sesudah banjir; SK tim belum tercatat di SIMPEG."
SAID = "Bukti sudah saya periksa"
ROLES = {"ani": Role.COMMITTEE, "budi": Role.COMMITTEE, "citra": Role.PYB, "dodi": Role.PPK}


@dataclass
class Panel:
    """Who sits in sessions, and what they do by HTTP."""

    body: Any
    owner: Actor
    members: dict[str, Actor]
    client_for: Any

    def client(self, name):
        return self.client_for(None, actor=self.owner if name == "owner" else self.members[name])

    def person(self, name="five"):
        return str(self.body.people[name].id)

    def new(self, **values):
        given = {"map_id": str(self.body.map_id), "name": f"Kalibrasi {uuid4().hex[:6]}"}
        members = [str(actor.id) for actor in self.members.values()]
        agenda = [{"employee_id": self.person()}, {"box": 8}]
        rest = {"held_on": "2026-02-03", "members": members, "quorum": 3, "agenda": agenda}
        return {**given, **rest, **values}

    async def called(self, **values):
        """An open session at which everybody attends."""
        answer = await self.client("owner").post(URL, json=self.new(**values))
        assert answer.status_code == 201, answer.text
        here = f"{URL}/{answer.json()['id']}"
        for name in self.members:
            attended = await self.client(name).post(f"{here}/attendance")
            assert attended.status_code == 200, attended.text
        return here

    def move(self, **values):
        given = {"employee_id": self.person(), "to_box": 8, "reason_code": "evidence_not_on_file"}
        authoriser = str(self.members["budi"].id)
        return {**given, "justification": WHY, "authoriser_id": authoriser, **values}

    async def proposed(self, here, by="ani", **values):
        answer = await self.client(by).post(f"{here}/moves", json=self.move(**values))
        assert answer.status_code == 201, answer.text
        return f"{here}/moves/{answer.json()['id']}"

    async def votes(self, move, **choices):
        answers = {}
        for name, choice in choices.items():
            answers[name] = await self.vote(move, name, choice)
            assert answers[name].status_code == 201, answers[name].text
        return answers

    async def vote(self, move, name, choice="approve"):
        ballot = {"vote": choice, "reason": f"{SAID}, {name}"}
        return await self.client(name).post(f"{move}/votes", json=ballot)

    async def authorised(self, move, by="budi"):
        answer = await self.client(by).post(f"{move}/authorisation")
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def closed(self, here):
        answer = await self.client("owner").post(f"{here}/closing")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def moved(self, person, to_box, **values):
        """Somebody moved by a closed session; its id."""
        here = await self.called(agenda=[{"employee_id": person}], **values)
        move = await self.proposed(here, employee_id=person, to_box=to_box)
        await self.votes(move, ani="approve", citra="approve", dodi="approve")
        await self.authorised(move)
        return (await self.closed(here))["id"]

    async def register(self, here, by="owner"):
        answer = await self.client(by).get(f"{here}/register")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def related(self, name, person="five", **values):
        """An auditor finds that a member is related to a person."""
        relation = {"employee_id": self.person(person), "actor_id": str(self.members[name].id)}
        words = {"kind": "family", "reason": "Saudara kandung menurut KK", "since": "2010-01-01"}
        answer = await self.client_for(Role.AUDITOR).post(
            "/v1/conflicts", json={**relation, **words, **values}
        )
        assert answer.status_code == 201, answer.text
        return answer.json()


@pytest.fixture
async def panel(body, save, client_for):
    here = frozenset({body.agency.id})
    clients = {
        name: Client(id=uuid4(), name=name, roles=[role], agency_id=body.agency.id)
        for name, role in ROLES.items()
    }
    await save(*clients.values())
    members = {
        name: Actor(client.id, name, frozenset({ROLES[name]}), here)
        for name, client in clients.items()
    }
    owner = Actor(uuid4(), "Analis SDM", frozenset({Role.ANALYST}), here)
    return Panel(body, owner, members, client_for)

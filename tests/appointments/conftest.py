"""An approved pool, and the people who propose, choose and sign."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Actor, Role
from app.core.working_days import today_in_office
from tests.conftest import an_actor
from tests.talent_pools.conftest import Body, body
from tests.talent_pools.test_pools import made

__all__ = ["body"]
URL = "/v1/placement-proposals"
WHY = {
    "reason_code": "competence_for_post",
    "explanation": "Memimpin penerapan anggaran berbasis kinerja selama tiga tahun terakhir.",
}
APPROVE = text(
    "update talent_pools set status = 'approved', approved_request_id = :request where id = :id"
)


def today():
    return today_in_office(datetime.now(UTC))


@dataclass
class Office:
    """Who acts, and on what."""

    body: Body
    pool: dict[str, Any]
    actors: dict[str, Actor]
    clients: dict[str, httpx.AsyncClient]

    def id_of(self, name):
        return str(self.body.people[name].id)

    def names(self, *names):
        return {
            "pool_id": self.pool["id"],
            "position_id": str(self.body.position.id),
            "names": [self.id_of(name) for name in names],
        }

    async def proposed(self, *names):
        names = names or ("nine", "eight", "seven")
        answer = await self.clients["committee"].post(URL, json=self.names(*names))
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def choose(self, proposal, name, deviation=None, who="ppk"):
        chosen = {"employee_id": self.id_of(name), "deviation": deviation}
        return await self.clients[who].post(f"{URL}/{proposal['id']}/choice", json=chosen)

    async def sign(self, proposal, who="pyb"):
        return await self.clients[who].post(f"{URL}/{proposal['id']}/deviation/signature")

    async def appointed(self, effective_on, name="nine"):
        proposal = await self.proposed()
        assert (await self.choose(proposal, name)).status_code == 200
        decree = {"decree_no": "821.2/1", "decree_on": str(effective_on)}
        answer = await self.clients["analyst"].post(
            f"{URL}/{proposal['id']}/appointment",
            json={**decree, "effective_on": str(effective_on)},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def office(agency, body, client_for, sessions):
    """A pool that is approved and valid today: nine (rank 1), eight and tied (2), seven (4)."""
    day = today()
    pool = await made(
        client_for,
        body,
        valid_from=str(day - timedelta(days=30)),
        expires_on=str(day + timedelta(days=300)),
    )
    await approve(sessions, pool["id"])
    actors = {
        name: an_actor(role, agency.id)
        for name, role in (
            ("analyst", Role.ANALYST),
            ("committee", Role.COMMITTEE),
            ("ppk", Role.PPK),
            ("second ppk", Role.PPK),
            ("pyb", Role.PYB),
            ("auditor", Role.AUDITOR),
        )
    }
    both = an_actor(Role.PPK, agency.id)
    actors["ppk of the committee"] = Actor(
        both.id, "rangkap", frozenset({Role.PPK, Role.COMMITTEE}), both.agencies
    )
    clients = {name: client_for(None, actor=actor) for name, actor in actors.items()}
    return Office(body, pool, actors, clients)


async def relate(office, who, name):
    """One who acts declares a relation with one of the people."""
    declared = {"employee_id": office.id_of(name), "kind": "family", "since": "2020-01-01"}
    answer = await office.clients[who].post(
        "/v1/conflicts", json={**declared, "reason": "Saudara kandung pegawai ini"}
    )
    assert answer.status_code == 201, answer.text


async def approve(sessions, pool_id):
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(APPROVE, {"id": pool_id, "request": uuid4()})

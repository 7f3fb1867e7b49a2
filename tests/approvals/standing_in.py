"""Those who stand in for others: who they are, and by what right."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.identity import Role
from tests.conftest import an_actor
from tests.factories import a_client

TODAY = datetime.now(UTC).date()
DAYS = {"valid_from": str(TODAY), "valid_until": str(TODAY + timedelta(days=5))}
GROUNDS = {"legal_basis": "Peraturan Gubernur Nomor 9 Tahun 2025", "reason": "Tugas belajar"}


@pytest.fixture
def as_client(client_for, agency):
    """Somebody of the cast, or another who is known, as themselves."""

    def one(client, role=None):
        role = role or Role(client.roles[0])
        actor = an_actor(role, agency.id, id=client.id, name=client.name)
        return client_for(None, actor=actor)

    return one


@pytest.fixture
def people(cast, agency):
    """The first of the committee, PyB and PPK each."""
    return {role: cast[role, agency.id] for role in (Role.COMMITTEE, Role.PYB, Role.PPK)}


@pytest.fixture
async def deputy(save, agency):
    """Somebody who decides nothing of their own."""
    client = a_client(["analyst"], agency.id, name="Ratna Wulandari")
    await save(client)
    return client


@pytest.fixture
def delegated(as_client):
    """A delegation that was accepted."""

    async def give(giver, delegate, *, accepted=True, **values):
        new = {"role": giver.roles[0], "delegate_id": str(delegate.id), **DAYS, **GROUNDS, **values}
        made = await as_client(giver).post("/v1/delegations", json=new)
        assert made.status_code == 201, made.text
        if accepted:
            url = f"/v1/delegations/{made.json()['id']}/acceptance"
            answer = await as_client(delegate).post(url)
            assert answer.status_code == 200, answer.text
        return made.json()

    return give


@pytest.fixture
def acts(client_for):
    """A designation to act in an office."""

    async def designate(client, role, kind="plh", **values):
        new = {"role": role, "kind": kind, "actor_id": str(client.id), **DAYS, **values}
        new["decree_number"] = "800.1.3/117/BKD/2026"
        made = await client_for(Role.ADMIN).post("/v1/acting-officials", json=new)
        assert made.status_code == 201, made.text
        return made.json()

    return designate


def for_(giver):
    return {"on_behalf_of": str(giver.id)}


async def refusal(answer):
    return answer.status_code, answer.json()["code"]

"""A client that is let in, its requests, and what is kept of them."""

from uuid import UUID

import pytest

from app.core.identity import Actor, Role


@pytest.fixture
def keep(app):
    """What happens once a minute."""

    async def kept():
        await app.state.activity.keep(app.state.reads)

    return kept


@pytest.fixture
def admin(client_for):
    return client_for(Role.ADMIN)


@pytest.fixture
async def simpeg(admin, agency, client_for):
    """A client that was let in."""
    given = {"name": "SIMPEG Provinsi", "roles": ["simpeg"], "agency_id": str(agency.id)}
    made = await admin.post("/v1/clients", json=given)
    assert made.status_code == 201, made.text
    client_id = UUID(made.json()["id"])
    roles, agencies = frozenset({Role.SIMPEG}), frozenset({agency.id})
    client = client_for(None, actor=Actor(client_id, given["name"], roles, agencies))
    client.id = str(client_id)
    return client


@pytest.fixture
def health(keep, simpeg):
    """How the client fares, as it or another sees it."""

    async def shown(client=simpeg):
        await keep()
        answer = await client.get(f"/v1/clients/{simpeg.id}/health")
        assert answer.status_code == 200, answer.text
        return answer.json()

    return shown

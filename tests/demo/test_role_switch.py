"""The doors of the demonstration open to this machine alone, whatever a caller says of itself."""

from types import SimpleNamespace

import httpx
import orjson
import pytest

from app.access import service as access
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.demo import role_switch
from app.demo.paths import paths
from app.main import furnished, routed


@pytest.fixture
async def demo(settings, agency, sessions, tmp_path):
    """As `talenta demo` serves it; of its own, for the door would stay in one that is shared."""
    app = furnished(*routed(), settings)
    async with transaction(sessions, SYSTEM) as session:
        clients = await access.ensure_demo_clients(session, agency.id)
    places = paths(tmp_path)
    places.folder.mkdir()
    cast = {
        client.role.value: {"client_id": str(client.client_id), "client_secret": client.secret}
        for client in clients
    }
    places.clients.write_bytes(orjson.dumps(cast))
    role_switch.install(app, SimpleNamespace(sessions=sessions), places)
    return app


async def test_whoever_calls_from_elsewhere_gets_no_token_by_saying_localhost(demo):
    answers = {}
    for peer in ("127.0.0.1", "::1", "203.0.113.5", "fd00::5"):
        transport = httpx.ASGITransport(app=demo, client=(peer, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            answers[peer] = await http.post("/docs/roles/admin", headers={role_switch.HEADER: "1"})

    assert [answer.status_code for answer in answers.values()] == [200, 200, 403, 403]
    assert ["access_token" in answer.json() for answer in answers.values()] == [True] * 2 + [
        False
    ] * 2

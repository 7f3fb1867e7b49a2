"""Keys between two requests at once, and when the server is killed between them."""

import asyncio
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from app.access import service as access
from app.access.schemas import ClientAdmission
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.main import create_app
from tests.conftest import an_actor
from tests.factories import a_unit, an_agency
from tests.processes import free_port, own_database, sessions, talenta, until

__all__ = ["own_database", "sessions"]
pytestmark = pytest.mark.committed
KEY = {"Idempotency-Key": "kirim-2026-01-05"}


@pytest.fixture
async def unit(save):
    agency = an_agency()
    unit = a_unit(agency)
    await save(agency, unit)
    return unit


def a_person(unit):
    return {"nip": "199001182015092001", "name": "Ratna", "unit_id": str(unit.id)}


@asynccontextmanager
async def nobody_is_added(database):
    """Meanwhile whoever adds a person waits."""
    connection = await asyncpg.connect(database.postgres.url("postgres", database.name))
    async with connection.transaction():
        await connection.execute("lock table employees in exclusive mode")

        async def somebody_waits():
            waiting = "select exists (select from pg_locks where locktype = 'relation'"
            return await connection.fetchval(f"{waiting} and not granted)")

        yield somebody_waits
    await connection.close()


async def people(sessions):
    async with transaction(sessions, SYSTEM) as session:
        return await session.scalar(text("select count(*) from employees"))


async def test_who_comes_second_is_told_to_wait(own_database, sessions, settings, unit):
    app = create_app(settings)
    app.state.sessions = sessions
    token = app.state.tokens.issue(an_actor(Role.SIMPEG, unit.agency_id))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://test",
        headers={"Authorization": f"Bearer {token}", **KEY},
    ) as client:
        async with nobody_is_added(own_database) as somebody_waits:
            first = asyncio.create_task(client.post("/v1/employees", json=a_person(unit)))
            await until(somebody_waits)
            meanwhile = await client.post("/v1/employees", json=a_person(unit))
        done = await first
        again = await client.post("/v1/employees", json=a_person(unit))

    assert (meanwhile.status_code, meanwhile.json()["code"]) == (409, "idempotency-key-in-flight")
    assert meanwhile.headers["retry-after"] == "1"
    assert done.status_code == 201, done.text
    assert (again.content, again.headers["idempotent-replayed"]) == (done.content, "true")
    assert await people(sessions) == 1


async def test_of_many_at_once_one_is_carried_out(sessions, settings, unit):
    app = create_app(settings)
    app.state.sessions = sessions
    token = app.state.tokens.issue(an_actor(Role.SIMPEG, unit.agency_id))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://test",
        headers={"Authorization": f"Bearer {token}", **KEY},
    ) as client:
        answers = await asyncio.gather(
            *(client.post("/v1/employees", json=a_person(unit)) for _ in range(20))
        )

    fresh = [a for a in answers if a.is_success and "idempotent-replayed" not in a.headers]
    assert len(fresh) == 1
    assert {a.content for a in answers if a.is_success} == {fresh[0].content}
    assert {a.status_code for a in answers} <= {201, 409}
    assert await people(sessions) == 1


async def test_a_killed_server_leaves_the_key_free_and_an_answer_outlives_it(
    own_database, sessions, unit
):
    async with transaction(sessions, SYSTEM) as session:
        admission = ClientAdmission(name="S", roles=[Role.SIMPEG], agency_id=unit.agency_id)
        client, secret, *_ = await access.admit(session, SYSTEM, admission)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    serve = ("serve", "--port", str(port))
    environment = own_database.environment()
    http = httpx.AsyncClient(base_url=address, timeout=60, headers=KEY)

    async def signed_in():
        try:
            form = {"grant_type": "client_credentials"}
            answer = await http.post("/oauth/token", data=form, auth=(str(client.id), secret))
        except httpx.TransportError:
            return False
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return True

    async with http:
        with talenta(*serve, environment=environment) as server:
            await until(signed_in)
            async with nobody_is_added(own_database) as somebody_waits:
                asked = asyncio.create_task(http.post("/v1/employees", json=a_person(unit)))
                await until(somebody_waits)
                server.kill()
                with pytest.raises(httpx.TransportError):
                    await asked
        before = await people(sessions)
        with talenta(*serve, environment=environment):
            await until(signed_in)
            done = await http.post("/v1/employees", json=a_person(unit))
        with talenta(*serve, environment=environment):
            await until(signed_in)
            again = await http.post("/v1/employees", json=a_person(unit))

    assert before == 0
    assert done.status_code == 201, done.text
    assert "idempotent-replayed" not in done.headers
    assert (again.content, again.headers["idempotent-replayed"]) == (done.content, "true")
    assert await people(sessions) == 1

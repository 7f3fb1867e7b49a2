"""How a client fares: what it did, was refused and missed; seen by it and by who watches."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from app.core.db import transaction
from app.core.deprecations import Deprecated, Deprecations
from app.core.edge import Edge
from app.core.identity import SYSTEM, Role
from app.webhooks import delivering
from app.webhooks.models import Delivery, State
from tests.conftest import OVERWRITE, an_actor
from tests.factories import a_unit, an_agency
from tests.imports.world import sent
from tests.webhooks.conftest import receiver

__all__ = ["receiver"]
HEALTHS = "/v1/clients/health"
NEVER = {
    "last_success_at": None,
    "last_refused": None,
    "this_hour": None,
    "people_recorded_at": None,
    "last_import": None,
    "changes": None,
    "webhooks": [],
}


def recent(instant):
    return datetime.now(UTC) - datetime.fromisoformat(instant) < timedelta(minutes=5)


async def test_of_a_client_that_never_came_nothing_is_known(health, simpeg, admin, agency):
    shown = await health(admin)

    about = {"id": simpeg.id, "name": "SIMPEG Provinsi", "agency_id": str(agency.id)}
    assert shown == {**about, "active": True, **NEVER, "operations": []}
    (listed,) = (await admin.get(HEALTHS)).json()["items"]
    assert listed == {name: value for name, value in shown.items() if name != "operations"}


async def test_a_success_and_a_refusal_are_known_with_their_numbers(health, simpeg, admin):
    nobody = f"/v1/employees/{uuid4()}"
    for address in ("/v1/units", "/v1/units", nobody, "/v1/units?wrong=1"):
        await simpeg.get(address)
    shown = await health(admin)

    assert recent(shown["last_success_at"])
    refused = shown["last_refused"]
    assert recent(refused.pop("at"))
    assert refused == {"operation": "GET /v1/units", "status": 422, "code": "invalid-request"}
    hour = shown["this_hour"]
    assert [hour[name] for name in ("requests", "refused", "failed")] == [4, 2, 0]
    by_name = {one["operation"]: one for one in shown["operations"]}
    assert by_name.keys() == {"GET /v1/units", "GET /v1/employees/{employee_id}"}
    one = by_name["GET /v1/employees/{employee_id}"]
    assert (one["last_success_at"], one["last_refused_status"]) == (None, 404)
    assert one["last_refused_code"] == "employee-unknown"


async def test_numbers_add_up_over_processes_and_what_is_later_wins(health, simpeg, keep, sessions):
    await simpeg.get("/v1/units")
    await keep()
    await simpeg.get("/v1/units")
    await keep()
    async with transaction(sessions, SYSTEM) as session:
        later = "update client_operations set last_success_at = now() + interval '1 hour'"
        await session.execute(text(later))
    await simpeg.get("/v1/units")
    shown = await health()

    assert shown["this_hour"]["requests"] == 3
    assert datetime.fromisoformat(shown["last_success_at"]) > datetime.now(UTC)


async def test_numbers_are_those_of_this_hour(health, simpeg, keep, sessions):
    await simpeg.get("/v1/units")
    await keep()
    async with transaction(sessions, SYSTEM) as session:
        earlier = "update client_operations set hour = hour - interval '1 hour'"
        await session.execute(text(earlier))

    assert (await health())["this_hour"] is None
    await simpeg.get("/v1/units")
    assert (await health())["this_hour"]["requests"] >= 1


async def test_a_request_beyond_the_quota_is_a_refusal_too(health, simpeg, app, admin):
    quota = app.user_middleware[0].kwargs["shell"].quotas.clients
    quota.size = 2
    answers = [(await simpeg.get("/v1/units")).status_code for _ in range(3)]
    shown = await health(admin)

    assert answers == [200, 200, 429]
    refused = shown["last_refused"]
    assert [refused[n] for n in ("operation", "status", "code")] == [
        "unrouted",
        429,
        "too-many-requests",
    ]


async def test_who_still_uses_what_is_deprecated_is_seen(health, simpeg, app):
    ending = Deprecated("GET /v1/units", date(2026, 1, 5), date(2026, 9, 1), "…", "parent_id")
    edge = app.middleware_stack
    while not isinstance(edge, Edge):
        edge = edge.app
    edge.shell = replace(edge.shell, deprecations=Deprecations([ending]))
    await simpeg.get("/v1/units")
    before = [one["operation"] for one in (await health())["operations"]]
    await simpeg.get("/v1/units", params={"parent_id": str(uuid4())})

    (used,) = [one for one in (await health())["operations"] if one["operation"] == ending.name]
    assert ending.name not in before
    assert recent(used["last_success_at"])


async def test_what_people_ask_is_not_kept(client_for, keep, sessions):
    await client_for(Role.ANALYST).get("/v1/units")
    await keep()

    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(text("select count(*) from client_operations")) == 0


async def test_the_last_import_is_told_in_numbers_to_who_sees_no_imports(
    health, simpeg, admin, run_jobs
):
    files = sent({"pegawai.csv": b"nip,nama\n1,X\n"})
    tried = await simpeg.post("/v1/imports", files=files, data={"dry_run": "true"})
    assert (await health())["last_import"] is None
    made = await simpeg.post("/v1/imports", files=files)
    await run_jobs()

    shown = (await health(admin))["last_import"]
    import_ = (await simpeg.get(made.headers["location"])).json()
    assert tried.status_code == made.status_code == 202
    assert shown == {name: import_[name] for name in shown}
    assert shown["state"] in ("finished", "failed")


async def test_people_recorded_one_by_one_count_when_it_succeeded(health, simpeg, agency, save):
    unit = a_unit(agency)
    await save(unit)
    address, person = "/v1/employees/by-nip/", {"name": "Ratna", "unit_id": str(unit.id)}
    refused = await simpeg.put(f"{address}1", json=person)
    assert (await health())["people_recorded_at"] is None
    recorded = await simpeg.put(f"{address}199001182015092001", json=person)

    assert (refused.status_code, recorded.status_code) == (422, 201), recorded.text
    assert recent((await health())["people_recorded_at"])


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"webhook_private_targets": True})


async def test_webhooks_tell_what_waits_and_since_when_they_fail(
    health, simpeg, receiver, run_jobs, sessions, settings
):
    hook = {"url": receiver.url, "events": ["webhook.*"]}
    made = (await simpeg.post("/v1/webhooks", json=hook)).json()
    await run_jobs()
    (fine,) = (await health())["webhooks"]
    receiver.answers = [(500, {})] * 2
    await simpeg.patch(
        f"/v1/webhooks/{made['id']}", json={"description": "Kait"}, headers=OVERWRITE
    )
    await run_jobs()
    (waits,) = (await health())["webhooks"]
    async with transaction(sessions, SYSTEM) as session:
        past = update(Delivery).where(Delivery.state == State.PENDING)
        await session.execute(past.values(next_at=datetime.now(UTC) - timedelta(seconds=1)))
    receiver.answers = []
    await delivering.deliver_due(sessions, settings)
    (again,) = (await health())["webhooks"]

    assert fine["id"] == made["id"]
    assert (fine["pending"], fine["failing_since"], fine["oldest_pending_at"]) == (0, None, None)
    assert recent(fine["last_delivered_at"])
    assert (waits["pending"], waits["last_delivered_at"]) == (1, fine["last_delivered_at"])
    assert waits["failing_since"] > waits["last_delivered_at"]
    assert recent(waits["oldest_pending_at"])
    assert (again["pending"], again["failing_since"]) == (0, None)
    assert again["last_delivered_at"] > fine["last_delivered_at"]


async def test_a_client_sees_itself_alone(simpeg, client_for):
    other = client_for(Role.SIMPEG)

    assert (await other.get(f"/v1/clients/{simpeg.id}/health")).status_code == 404
    assert (await simpeg.get(HEALTHS)).status_code == 403
    assert (await simpeg.get(f"/v1/clients/{simpeg.id}/health")).status_code == 200


async def test_whoever_watches_sees_the_clients_of_their_agencies(simpeg, client_for, save):
    other = an_agency()
    await save(other)
    beside = client_for(Role.ADMIN, agency_id=other.id)

    assert (await client_for(Role.AUDITOR).get(HEALTHS)).json()["items"][0]["id"] == simpeg.id
    assert (await beside.get(HEALTHS)).json()["items"] == []
    assert (await beside.get(f"/v1/clients/{simpeg.id}/health")).status_code == 404


async def test_the_database_shows_it_to_nobody_else_and_lets_nobody_write(
    simpeg, keep, sessions, agency
):
    await simpeg.get("/v1/units")
    await keep()
    rows, last = "select count(*) from client_operations", "select last_import_of(:id)"
    for role, seen in ((Role.ADMIN, 1), (Role.AUDITOR, 1), (Role.COMMITTEE, 0), (Role.SIMPEG, 0)):
        async with transaction(sessions, an_actor(role, agency.id)) as session:
            assert await session.scalar(text(rows)) == seen, role
            assert await session.scalar(text(last), {"id": simpeg.id}) is None
    with pytest.raises(DBAPIError, match="row-level security"):
        async with transaction(sessions, an_actor(Role.ADMIN, agency.id)) as session:
            await session.execute(text("update client_operations set requests = 0"))

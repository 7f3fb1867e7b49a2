"""From an event to a message at a real receiver, and all that can go wrong on the way."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import select, text, update
from standardwebhooks import Webhook

from app.audit import service as audit
from app.core.db import set_context, transaction
from app.core.identity import SYSTEM, Role
from app.webhooks import delivering
from app.webhooks.models import Delivery, EndpointSecret, State
from tests.conftest import OVERWRITE
from tests.webhooks.test_signing import verified

WEBHOOKS = "/v1/webhooks"


@pytest.fixture
def happens(sessions, agency):
    """Record an event of the agency."""

    async def record(kind="talent_map.calculated"):
        async with transaction(sessions, SYSTEM) as session:
            await audit.record(session, SYSTEM, kind, agency.id, agency_id=agency.id)

    return record


async def test_what_happens_arrives_signed_and_thin(hook, happens, run_jobs, receiver, agency):
    made = await hook()
    await happens()
    assert await run_jobs() == ["webhooks.deliver", "webhooks.deliver"]
    messages = {orjson.loads(one.body)["type"]: one for one in receiver.received}
    assert messages.keys() == {"webhook.made", "talent_map.calculated"}  # in any order
    message = messages["talent_map.calculated"]
    told = Webhook(made["secret"]).verify(message.body, message.headers)
    assert told == {
        "type": "talent_map.calculated",
        "timestamp": told["timestamp"],
        "data": {"agency_id": str(agency.id), "subject_id": str(agency.id)},
    }
    assert made["secret"] not in message.body.decode()


async def test_only_what_was_asked_for_is_told(hook, happens, run_jobs, receiver):
    await hook(events=["talent_pool.*"])
    for kind in ("talent_map.calculated", "talent_pool.created", "client.refused"):
        await happens(kind)
    await run_jobs()
    assert [orjson.loads(one.body)["type"] for one in receiver.received] == ["talent_pool.created"]


async def test_what_is_rolled_back_is_not_told(hook, sessions, agency, run_jobs, receiver):
    await hook(events=["talent_map.*"])
    session = sessions()
    await set_context(session, SYSTEM.context)
    await audit.record(session, SYSTEM, "talent_map.calculated", None, agency_id=agency.id)
    await session.rollback()
    await session.close()
    await run_jobs()
    assert receiver.received == []


async def test_a_receiver_with_the_public_key_verifies(hook, happens, run_jobs, receiver):
    made = await hook(events=["talent_map.*"], method="ed25519")
    assert made["secret"] is None
    await happens()
    await run_jobs()
    (message,) = receiver.received
    headers = {name.lower(): value for name, value in message.headers.items()}
    verified(made["public_keys"][0], headers, message.body)


async def test_both_secrets_sign_during_a_rotation(hook, simpeg, happens, run_jobs, receiver):
    made = await hook(events=["talent_map.*"])
    rotation = f"{WEBHOOKS}/{made['id']}/secrets"
    newer = (await simpeg.post(rotation, json={})).json()
    refused = await simpeg.post(rotation, json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "secrets-in-rotation")
    await happens()
    await run_jobs()
    (message,) = receiver.received
    for secret in (made["secret"], newer["secret"]):
        Webhook(secret).verify(message.body, message.headers)


async def test_a_secret_that_was_ended_at_once_signs_no_more(
    hook, simpeg, happens, run_jobs, receiver
):
    made = await hook(events=["talent_map.*"])
    rotation = {"overlap_hours": 0}
    await simpeg.post(f"{WEBHOOKS}/{made['id']}/secrets", json=rotation)
    await happens()
    await run_jobs()
    (message,) = receiver.received
    assert message.headers["webhook-signature"].count("v1,") == 1
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(made["secret"]).verify(message.body, message.headers)


async def test_secrets_are_sealed_in_the_database(hook, sessions):
    made = await hook()
    async with transaction(sessions, SYSTEM) as session:
        kept = (await session.scalars(select(EndpointSecret))).one()
    assert made["secret"] not in kept.sealed
    assert made["secret"].removeprefix("whsec_") not in kept.sealed


@pytest.fixture
def later(sessions, settings):
    """Let the wait of every message be over, and send."""

    async def deliver():
        async with transaction(sessions, SYSTEM) as session:
            past = datetime.now(UTC) - timedelta(seconds=1)
            pending = update(Delivery).where(Delivery.state == State.PENDING)
            await session.execute(pending.values(next_at=past))
        await delivering.deliver_due(sessions, settings)

    return deliver


async def test_what_is_not_taken_is_sent_again_with_the_same_id(
    hook, simpeg, happens, run_jobs, receiver, later
):
    made = await hook(events=["talent_map.*"])
    receiver.answers = [(500, {}), (302, {"Location": "http://127.0.0.1:1/"})]
    await happens()
    await run_jobs()
    deliveries = f"{WEBHOOKS}/{made['id']}/deliveries"
    (waiting,) = (await simpeg.get(deliveries)).json()["items"]
    assert (waiting["state"], waiting["attempts"], waiting["last_status"]) == ("pending", 1, 500)
    for _ in range(2):
        await later()
    (there,) = (await simpeg.get(deliveries)).json()["items"]
    assert (there["state"], there["attempts"], there["last_status"]) == ("delivered", 3, 204)
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
    assert len({one.body for one in receiver.received}) == 1


async def test_an_endpoint_that_asks_for_time_is_left_alone(
    hook, happens, run_jobs, receiver, sessions
):
    await hook(events=["talent_map.*"])
    receiver.answers = [(429, {"Retry-After": "3600"})]
    await happens()
    await run_jobs()
    async with transaction(sessions, SYSTEM) as session:
        delivery = (await session.scalars(select(Delivery))).one()
    assert delivery.next_at > datetime.now(UTC) + timedelta(minutes=59)


async def test_after_three_days_a_message_fails_and_its_endpoint_is_disabled(
    hook, simpeg, happens, run_jobs, receiver, later
):
    made = await hook(events=["talent_map.*"])
    receiver.answers = [(500, {})] * 20
    await happens()
    await run_jobs()
    for _ in range(12):
        await later()
    assert len(receiver.received) == 10
    (failed,) = (await simpeg.get(f"{WEBHOOKS}/{made['id']}/deliveries")).json()["items"]
    assert failed["state"] == "failed"
    there = (await simpeg.get(f"{WEBHOOKS}/{made['id']}")).json()
    assert (there["enabled"], there["disabled_because"]) == (False, "failing")


async def test_an_endpoint_that_is_gone_is_told_no_more(hook, simpeg, happens, run_jobs, receiver):
    made = await hook(events=["talent_map.*"])
    receiver.answers = [(410, {})]
    await happens()
    await run_jobs()
    await happens()
    await run_jobs()
    assert len(receiver.received) == 1
    there = (await simpeg.get(f"{WEBHOOKS}/{made['id']}")).json()
    assert (there["enabled"], there["disabled_because"]) == (False, "gone")
    refused = await simpeg.post(f"{WEBHOOKS}/{made['id']}/tests")
    assert (refused.status_code, refused.json()["code"]) == (409, "webhook-disabled")
    await simpeg.patch(f"{WEBHOOKS}/{made['id']}", json={"enabled": True}, headers=OVERWRITE)
    await happens()
    await run_jobs()
    assert len(receiver.received) == 2


async def test_one_message_or_an_interval_is_sent_again(hook, simpeg, happens, run_jobs, receiver):
    made = await hook(events=["talent_map.*"])
    for _ in range(3):
        await happens()
    await run_jobs()
    address = f"{WEBHOOKS}/{made['id']}"
    (first, *_) = (await simpeg.get(f"{address}/deliveries")).json()["items"]
    again = await simpeg.post(f"{address}/deliveries/{first['id']}/replay")
    assert again.status_code == 202
    await run_jobs()
    assert len(receiver.received) == 4
    since = {"since": first["occurred_at"][:10] + "T00:00:00Z"}
    nothing = await simpeg.post(f"{address}/replays", json=since)
    assert nothing.json() == {"deliveries": 0}
    everything = await simpeg.post(f"{address}/replays", json={**since, "only_failed": False})
    assert everything.json() == {"deliveries": 3}
    await run_jobs()
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 3
    assert len(receiver.received) == 7


async def test_a_test_message_arrives(hook, simpeg, run_jobs, receiver):
    made = await hook(events=["talent_map.*"])
    sent = await simpeg.post(f"{WEBHOOKS}/{made['id']}/tests")
    assert sent.status_code == 202
    await run_jobs()
    assert orjson.loads(receiver.received[0].body)["type"] == "webhook.tested"


async def test_a_system_sees_and_changes_its_own_alone(hook, client_for):
    made = await hook()
    other, admin = client_for(Role.SIMPEG), client_for(Role.ADMIN)
    address = f"{WEBHOOKS}/{made['id']}"
    assert (await other.get(address)).status_code == 404
    assert (
        await other.patch(address, json={"enabled": False}, headers=OVERWRITE)
    ).status_code == 404
    assert (await other.get(f"{address}/deliveries")).status_code == 404
    assert (await admin.get(address)).json()["id"] == made["id"]
    auditor = client_for(Role.AUDITOR)
    assert (await auditor.get(address)).status_code == 200
    assert (await auditor.delete(address)).status_code == 403


async def test_a_removed_webhook_is_told_nothing(hook, simpeg, happens, run_jobs, receiver):
    made = await hook(events=["talent_map.*"])
    await happens()
    await run_jobs()
    assert (await simpeg.delete(f"{WEBHOOKS}/{made['id']}")).status_code == 204
    await happens()
    await run_jobs()
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"url": "gopher://x", "events": ["*"]}, "/url", "url-invalid"),
        ({"url": "https://x.example", "events": ["client.*"]}, "/events/0", "event-unknown"),
    ],
)
async def test_bad_webhooks_are_refused_with_a_pointer(simpeg, body, pointer, code):
    answer = await simpeg.post(WEBHOOKS, json=body)
    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]


async def test_without_leave_nothing_goes_into_ones_own_network(
    hook, happens, receiver, sessions, settings
):
    await hook(events=["talent_map.*"])
    await happens()
    public = settings.model_copy(update={"webhook_private_targets": False})
    assert await delivering.deliver_due(sessions, public) == 1
    assert receiver.received == []
    async with transaction(sessions, SYSTEM) as session:
        error = await session.scalar(text("select error from webhook_attempts"))
    assert error == "url-not-https"


async def test_what_ended_long_ago_is_forgotten(hook, happens, run_jobs, sessions):
    await hook(events=["talent_map.*"])
    await happens()
    await run_jobs()
    await delivering.prune(sessions)
    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(text("select count(*) from webhook_attempts")) == 1
        old = datetime.now(UTC) - timedelta(days=91)
        await session.execute(update(Delivery).values(finished_at=old))
    await delivering.prune(sessions)
    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(text("select count(*) from webhook_deliveries")) == 0
        assert await session.scalar(text("select count(*) from webhook_attempts")) == 0

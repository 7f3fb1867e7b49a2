"""Messages as CloudEvents: by the rules of the specification, signed like all others."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import ValidationError
from standardwebhooks import Webhook

from app.webhooks.messages import NOUNS, Form, Message, body_of
from tests.conftest import OVERWRITE
from tests.webhooks.cloudevents import MEDIA_TYPE, event_in

SOURCE = "https://talenta.example.go.id"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
MESSAGES = st.builds(
    Message,
    id=st.uuids(version=4).map(lambda one: f"msg_{one.hex}"),
    kind=st.sampled_from(sorted(NOUNS)).map("{}.changed".format),
    at=st.datetimes(timezones=st.just(UTC)),
    agency_id=st.uuids(),
    subject_id=st.none() | st.uuids(),
    request_id=st.none()
    | st.just("0" * 32)
    | st.from_regex(r"[A-Za-z0-9._-]{8,64}", fullmatch=True),
)


@given(MESSAGES)
def test_every_message_keeps_the_rules_of_the_specification(message):
    event = event_in(body_of(message, Form.CLOUDEVENTS, SOURCE), MEDIA_TYPE)

    assert (event["id"], event["source"], event["type"]) == (message.id, SOURCE, message.kind)
    assert datetime.fromisoformat(event["time"]) == message.at
    assert event.get("subject") == event["data"]["subject_id"]
    assert event["data"].keys() == {"agency_id", "subject_id"}


@given(MESSAGES)
def test_a_message_is_the_same_at_every_attempt(message):
    assert len({body_of(message, Form.CLOUDEVENTS, SOURCE) for _ in range(2)}) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"id": ""},
        {"specversion": "0.3"},
        {"source": "/relative"},
        {"subject": None},
        {"time": "2026-01-05 02:00"},
        {"traceparent": "00-0"},
        {"agency_id": "x"},
    ],
)
def test_the_rules_refuse_what_the_specification_does(broken):
    event = {"id": "1", "source": SOURCE, "specversion": "1.0", "type": "x.y"}
    event_in(orjson.dumps(event), MEDIA_TYPE)

    with pytest.raises(ValidationError):
        event_in(orjson.dumps({**event, **broken}), MEDIA_TYPE)


@pytest.fixture
async def told(hook, receiver, run_jobs):
    """Make a webhook for CloudEvents; afterwards what it was told, oldest first."""
    made = await hook(form="cloudevents")
    await run_jobs()
    receiver.received.clear()

    async def messages():
        await run_jobs()
        for one in receiver.received:
            Webhook(made["secret"]).verify(one.body, one.headers)
        return [(event_in(one.body, one.headers["Content-Type"]), one) for one in receiver.received]

    messages.webhook = made
    return messages


async def test_cloudevents_on_request(told, simpeg, settings):
    changed = f"/v1/webhooks/{told.webhook['id']}"
    await simpeg.patch(changed, json={"description": "Kait"}, headers=OVERWRITE)
    ((event, message),) = await told()

    assert event["id"] == message.headers["webhook-id"]
    assert event["type"] == "webhook.changed"
    assert event["source"] == settings.public_url
    assert event["subject"] == told.webhook["id"]


async def test_the_trace_of_the_request_goes_on_in_the_event(told, simpeg):
    traced = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    changed = f"/v1/webhooks/{told.webhook['id']}"
    await simpeg.patch(changed, json={"description": "Kait"}, headers=traced | OVERWRITE)
    ((event, _),) = await told()

    _, trace, step, flags = event["traceparent"].split("-")
    assert (trace, flags) == (TRACE, "00")
    assert step != "00f067aa0ba902b7"


async def test_a_request_that_was_named_otherwise_is_part_of_no_trace(told, simpeg):
    named = {"X-Request-Id": "simpeg-kirim-1"}
    changed = f"/v1/webhooks/{told.webhook['id']}"
    await simpeg.patch(changed, json={"description": "Kait"}, headers=named | OVERWRITE)
    ((event, _),) = await told()

    assert "traceparent" not in event


async def test_a_replay_is_the_same_event(told, simpeg):
    await simpeg.patch(
        f"/v1/webhooks/{told.webhook['id']}", json={"description": "Kait"}, headers=OVERWRITE
    )
    await told()
    deliveries = f"/v1/webhooks/{told.webhook['id']}/deliveries"
    newest = (await simpeg.get(deliveries)).json()["items"][0]
    assert (await simpeg.post(f"{deliveries}/{newest['id']}/replay")).status_code == 202

    first, again = await told()
    assert first[1].body == again[1].body

"""What is told, and to whom: kinds of events, patterns, and the body of a message. Pure."""

import json
import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

NOUNS = frozenset(
    {
        "agency",
        "approval_request",
        "blind_session",
        "calibration",
        "employee",
        "import",
        "objection",
        "placement_proposal",
        "publication",
        "scoring_scheme",
        "talent_map",
        "talent_pool",
        "webhook",
    }
)
"""What events are told about. All others (who looked at whose data, secrets, breaches) stay in
the log, for those who may read it."""
EVERYTHING = "*"
TESTED = "webhook.tested"
TRACE = re.compile("(?!0{32})[0-9a-f]{32}")
"""A request's name that can be a trace's too: it was taken from one, or begins one."""


class Form(StrEnum):
    """How a message is written."""

    STANDARD = "standard"
    """As Standard Webhooks has it: type, timestamp, data."""
    CLOUDEVENTS = "cloudevents"
    """CloudEvents 1.0 in its structured JSON form, with the trace as `traceparent`."""


MEDIA_TYPES = {
    Form.STANDARD: "application/json",
    Form.CLOUDEVENTS: "application/cloudevents+json",
}


class Message(NamedTuple):
    """That something happened, and to what; never what it says."""

    id: str
    kind: str
    at: datetime
    agency_id: UUID
    subject_id: UUID | None
    request_id: str | None = None
    """By what name the request went that caused it."""


def is_pattern(pattern: str) -> bool:
    """Whether a pattern can match anything: `*`, `noun.*` or `noun.verb`."""
    noun, _, verb = pattern.partition(".")
    return pattern == EVERYTHING or (noun in NOUNS and bool(verb))


def matches(pattern: str, kind: str) -> bool:
    """Whether a kind of event is one that a pattern asks for."""
    noun = kind.partition(".")[0]
    return noun in NOUNS and pattern in (EVERYTHING, f"{noun}.*", kind)


def body_of(message: Message, form: Form, source: str) -> bytes:
    """The bytes of a message, the same at every attempt."""
    at = message.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    subject = None if message.subject_id is None else str(message.subject_id)
    data = {"agency_id": str(message.agency_id), "subject_id": subject}
    written: dict[str, object] = {"type": message.kind, "timestamp": at, "data": data}
    if form is Form.CLOUDEVENTS:
        written = {
            "specversion": "1.0",
            "id": message.id,
            "source": source,
            "type": message.kind,
            "subject": subject,
            "time": at,
            "datacontenttype": "application/json",
            "traceparent": traceparent(message),
            "data": data,
        }
        written = {name: value for name, value in written.items() if value is not None}
    return json.dumps(written, separators=(",", ":")).encode()


def traceparent(message: Message) -> str | None:
    """The trace that an event is part of (CloudEvents Distributed Tracing, W3C Trace Context).

    The event is named as a step of it; whether others record the trace is not ours to say.
    """
    if message.request_id is None or not TRACE.fullmatch(message.request_id):
        return None
    return f"00-{message.request_id}-{message.id[-16:]}-00"

"""What is told, and to whom: kinds of events, patterns, and the body of a message. Pure."""

import json
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


class Form(StrEnum):
    """How a message is written."""

    STANDARD = "standard"
    """As Standard Webhooks has it: type, timestamp, data."""
    CLOUDEVENTS = "cloudevents"
    """CloudEvents 1.0 in its structured JSON form."""


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
            "time": at,
            "datacontenttype": "application/json",
            "data": data,
        }
    return json.dumps(written, separators=(",", ":")).encode()

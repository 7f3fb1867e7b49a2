"""What CloudEvents 1.0.2 says of an event in structured JSON, as a JSON Schema and in words.

Context attributes are sections 3.1 of the specification, the JSON format is its own document, and
`traceparent` is the Distributed Tracing extension.
"""

import re
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator

MEDIA_TYPE = "application/cloudevents+json"
NAMED = {"type": "string", "minLength": 1}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["id", "source", "specversion", "type"],
    "properties": {
        "id": NAMED,
        "source": NAMED | {"format": "uri"},
        "specversion": {"const": "1.0"},
        "type": NAMED,
        "subject": NAMED,
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": NAMED | {"format": "uri"},
        "traceparent": {
            "type": "string",
            "pattern": "^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$",
        },
        "data": True,
    },
    "propertyNames": {"pattern": "^[a-z0-9]{1,20}$"},
    "additionalProperties": {"type": ["string", "boolean", "integer"]},
}
"""With the recommendations too: an absolute source, short names of attributes."""
RULES = Draft202012Validator(SCHEMA, validate_formats=True)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def event_in(body: bytes, content_type: str) -> dict[str, Any]:
    """The event of a message; raises where the specification is not kept."""
    assert content_type.partition(";")[0] == MEDIA_TYPE
    event: dict[str, Any] = orjson.loads(body)
    RULES.validate(event)
    attributes = {name: value for name, value in event.items() if name != "data"}
    assert not [value for value in attributes.values() if CONTROL.search(str(value))]
    return event

"""An event as its commitment sees it: always the same members, all of them JSON. Pure."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.verifier.commitment import LARGEST

INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


def document(values: dict[str, Any]) -> dict[str, Any]:
    """The event that the log commits to, from the values of its columns."""
    return {name: _plain(values.get(name)) for name in MEMBERS}


MEMBERS = (
    "at",
    "agency_id",
    "actor_id",
    "actor_name",
    "on_behalf_of",
    "kind",
    "subject_id",
    "purpose",
    "request_id",
    "before_sha256",
    "after_sha256",
    "data",
)
"""Members of an event, in the order in which they are shown."""


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(INSTANT)
    return value


def checked(data: dict[str, Any]) -> dict[str, Any]:
    """The data of an event, if it reads back from the database as it was written.

    Whole numbers that every JSON reader keeps, text, truth values, lists and objects: no floats,
    which a database may write differently.
    """
    for value in _values(data):
        if isinstance(value, int) and abs(value) <= LARGEST:
            continue
        if value is not None and not isinstance(value, str):
            raise TypeError(f"An event cannot hold {value!r}: write it as text.")
    return data


def _values(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [inner for member in value.values() for inner in _values(member)]
    if isinstance(value, list | tuple):
        return [inner for member in value for inner in _values(member)]
    return [value]

"""What a leaf of the log commits to: an event, behind a salt. Pure.

The commitment is SHA-256 over the salt and the event's canonical form (RFC 8785). Who has neither
learns nothing from it; who has both can check it; once the salt is destroyed nobody can.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import rfc8785

SALT_BYTES = 32
LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """The one way to write a JSON value (RFC 8785). ValueError when there is none.

    What has neither floats nor names beyond ASCII, the standard library writes alike and faster.
    """
    if _plain(value):
        written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return written.encode()
    return rfc8785.dumps(value)


def _plain(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        names = all(type(name) is str and name.isascii() for name in value)
        return names and all(map(_plain, value.values()))
    if kind is list:
        return all(map(_plain, value))
    if kind is int:
        return bool(-LARGEST <= value <= LARGEST)
    return value is None or kind is str or kind is bool


def sha256_of(value: Any) -> str:
    """SHA-256 of a JSON value's canonical form, in hexadecimal."""
    return sha256(canonical(value)).hexdigest()


def commitment_of(salt: bytes, event: Mapping[str, Any]) -> bytes:
    return sha256(salt + canonical(event)).digest()

"""By what name a request goes: in its answer, in problems, in the log and in the events it causes.

A client may name it (`X-Request-Id`). Otherwise it goes by the trace that it is part of (W3C Trace
Context, `traceparent`), and otherwise by a name of its own.
"""

import os
import re
from collections.abc import Mapping

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
TRACEPARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
"""Of a later version, what version 00 says of its beginning is read, and the rest left alone."""


def trace_of(headers: Mapping[bytes, bytes]) -> str | None:
    """The trace that a request is part of: 32 hexadecimal digits, or None."""
    given = headers.get(b"traceparent", b"")
    found = TRACEPARENT.fullmatch(given) or (
        None if given.startswith(b"00") else TRACEPARENT.match(given[:55])
    )
    return found[1].decode() if found else None


def name_of(headers: Mapping[bytes, bytes], trace: str | None) -> str:
    """The name of a request that is part of `trace`."""
    given = headers.get(b"x-request-id", b"")
    if REQUEST_ID.fullmatch(given):
        return given.decode()
    return trace or os.urandom(16).hex()

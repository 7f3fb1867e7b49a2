"""What makes two requests the same: a digest of all that they say, taken while they come in. Pure.

A file upload is the same whatever boundary its sender drew between the parts this time: programs
draw a new one at every attempt.
"""

import hashlib
import re
from collections.abc import Iterable

BOUNDARY = re.compile(rb'(?i)\s*multipart/form-data\s*;.*?boundary=(?:"([^"]+)"|([^\s;]+))')


class Fingerprint:
    """The digest of one request; `about` is what is known before its body."""

    def __init__(self, about: Iterable[bytes], content_type: bytes = b"") -> None:
        found = BOUNDARY.match(content_type)
        boundary = (found[1] or found[2]) if found else b""
        self._mark = b"--" + boundary if boundary else b""
        self._held = b""
        """The end of what came, where a mark may have begun."""
        self._digest = hashlib.sha256()
        kind = content_type.replace(boundary, b"") if boundary else content_type
        for part in (*about, kind):
            self._digest.update(b"%d:%b" % (len(part), part))

    def update(self, chunk: bytes) -> None:
        """Take in more of the body, in pieces of whatever size."""
        if not self._mark:
            self._digest.update(chunk)
            return
        *before, rest = (self._held + chunk).split(self._mark)
        for piece in before:
            self._digest.update(piece)
        keep = max(len(rest) - len(self._mark) + 1, 0)
        self._digest.update(rest[:keep])
        self._held = rest[keep:]

    def digest(self) -> bytes:
        """The digest of everything; nothing more may come."""
        self._digest.update(self._held)
        return self._digest.digest()

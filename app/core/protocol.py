"""HTTP as we take it from the wire: heads end soon and stay small, silence is not waited for.

uvicorn's protocol reads a head of any length and waits for it for ever; a few hundred connections
that never finish their first line would hold memory and descriptors for nothing. What is no HTTP
at all is answered in the shape of every other problem.
"""

import os
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.core.errors import Problem
from app.core.headers import COMMON, NO_STORE, NOTHING
from app.core.rendering import rendered
from app.core.words import Words

MAX_HEAD = 64 * 1024
"""Bytes of a request's first line and headers."""
HEAD_SECONDS = 15
"""Until a request's head must be complete, from the connection or from its first byte."""
SILENT_SECONDS = 60
"""Without a byte of a body that is not complete."""


class NotHttp(Problem):
    status = HTTPStatus.BAD_REQUEST
    code = "malformed-request"
    title = Words("Permintaan bukan HTTP yang sah", "The request is not valid HTTP")
    detail = Words(
        "Baris pertama, tajuk, atau panjang isinya tidak sah menurut RFC 9112.",
        "Its first line, its headers or its length are not valid (RFC 9112).",
    )


class HeadTooLarge(Problem):
    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    code = "head-too-large"
    title = Words("Alamat atau tajuk terlalu panjang", "The address or the headers are too long")
    detail = Words(
        "Alamat dan tajuk bersama-sama paling banyak {limit} bita.",
        "Address and headers together may have {limit} bytes.",
    )
    shown = ("limit",)


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with an end to everything."""

    head = 0
    """Bytes of a head that is not complete."""
    since = 0.0
    """When that head began, or the connection."""
    heard = 0.0

    def connection_made(self, transport: object) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]  # as uvicorn has it
        self.since = self.heard = self.loop.time()

    @property
    def in_head(self) -> bool:
        """Whether a request has begun, or none yet, and its head is not complete."""
        return self.scope is None or "method" not in self.scope

    def data_received(self, data: bytes) -> None:
        self.heard = self.loop.time()
        super().data_received(data)
        if not self.in_head:
            self.head = 0
            return
        if not self.head:
            self.since = self.heard
        self.head += len(data)
        if self.head > MAX_HEAD and not self.transport.is_closing():
            self.refuse(HeadTooLarge(limit=MAX_HEAD))

    def close_if_silent(self, now: float) -> None:
        """Close the connection of a client that keeps us waiting."""
        if self.in_head:
            late = now - self.since > HEAD_SECONDS
        else:
            reading = self.cycle is not None and self.cycle.more_body
            reading = reading and not self.cycle.response_complete and not self.flow.read_paused
            late = reading and now - self.heard > SILENT_SECONDS
        if late and not self.transport.is_closing():
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        del msg
        self.refuse(NotHttp())

    def refuse(self, problem: Problem) -> None:
        """Answer what never becomes a request of the application, and close."""
        response = rendered(problem, {}, os.urandom(16).hex())
        content = [STATUS_LINE[problem.status]]
        own = [*self.server_state.default_headers, *response.raw_headers]
        for name, value in (*own, NO_STORE, NOTHING, *COMMON, (b"connection", b"close")):
            content += [name, b": ", value, b"\r\n"]
        self.transport.write(b"".join([*content, b"\r\n", bytes(response.body)]))
        self.transport.close()

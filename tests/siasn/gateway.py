"""SIASN as it answers, on a port of this machine: its envelope, its gateway, its moods."""

import json
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

APIM, SSO = "token-apim-uji", "token-sso-uji"
GOOD = {"code": 1, "data": {"id": "8ae48289"}, "message": "success"}
SPELT = {"code": "1", "data": None}
REFUSES = {"code": 0, "data": None, "message": "Data PNS tidak ditemukan"}
PAGE = "<html><body>Service Unavailable</body></html>"


class Answer(NamedTuple):
    status: int
    body: Any
    headers: dict[str, str] = {}


class FakeSiasn(ThreadingHTTPServer):
    """Gives the answers that are lined up, then the usual one; keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lined_up: deque[Answer] = deque()
        self.usual = Answer(200, GOOD)
        self.refused: set[str] = set()
        """People whom SIASN does not know."""
        self.tokens = APIM, SSO
        self.lapse_after: int | None = None
        """Requests after which the tokens have run out."""
        self.received: list[tuple[str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/apisiasn/1.0"

    def answer(self, tokens: tuple[str, str], sent: dict[str, Any]) -> Answer:
        """What SIASN, or the gateway before it, says to a payload."""
        apim, sso = self.tokens
        lapsed = self.lapse_after is not None and len(self.received) > self.lapse_after
        if lapsed or tokens != (f"Bearer {apim}", f"bearer {sso}"):
            return Answer(401, {"fault": {"code": 900901, "message": "Invalid Credentials"}})
        if sent.get("pns_id") in self.refused:
            return Answer(200, REFUSES)
        return self.lined_up.popleft() if self.lined_up else self.usual


class Handler(BaseHTTPRequestHandler):
    server: FakeSiasn

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        tokens = self.headers["authorization"], self.headers["auth"]
        self.server.received.append((self.path, sent))
        answer = self.server.answer(tokens, sent)
        is_page = isinstance(answer.body, str)
        body = answer.body.encode() if is_page else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/html" if is_page else "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def fake_siasn() -> Iterator[FakeSiasn]:
    server = FakeSiasn()
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

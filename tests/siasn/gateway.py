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
        self.received: list[tuple[str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/apisiasn/1.0"


class Handler(BaseHTTPRequestHandler):
    server: FakeSiasn

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        tokens = self.headers["authorization"], self.headers["auth"]
        self.server.received.append((self.path, sent))
        if tokens != (f"Bearer {APIM}", f"bearer {SSO}"):
            answer = Answer(401, {"fault": {"code": 900901, "message": "Invalid Credentials"}})
        else:
            answer = self.server.lined_up.popleft() if self.server.lined_up else self.server.usual
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

"""A receiver on loopback that keeps what it is sent and answers as it is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from app.core.identity import Role
from app.core.jobs import Work


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    url: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """What is answered next; 204 when there is nothing."""
    received: list[Received] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    there = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            there.received.append(Received(dict(self.headers), body))
            status, headers = there.answers.pop(0) if there.answers else (204, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.url = f"http://127.0.0.1:{server.server_port}/kait"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield there
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def settings(settings):
    """Messages may go to loopback here."""
    return settings.model_copy(update={"webhook_private_targets": True})


@pytest.fixture
def work(sessions, settings) -> Work:
    return Work(sessions, settings)


@pytest.fixture
def simpeg(client_for):
    return client_for(Role.SIMPEG)


@pytest.fixture
def hook(simpeg, receiver):
    """Make a webhook to the receiver."""

    async def made(client=simpeg, **values):
        body = {"url": receiver.url, "events": ["*"], **values}
        answer = await client.post("/v1/webhooks", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return made

"""On the wire: heads without end, clients that say nothing, and what is no HTTP at all."""

import asyncio
import json
import socket

import pytest

from app.core import protocol
from app.core.serving import Server, configured

AGENCY = b"POST /v1/agencies HTTP/1.1\r\nHost: x\r\n"
GOOD = b"GET /health/live HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture
async def port(app):
    """The real application on a real socket."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(configured(app, "127.0.0.1", port, ["127.0.0.1"]))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by this alone
        await asyncio.sleep(0.01)
    yield port
    server.should_exit = True
    await running


async def answer_to(port: int, *pieces: bytes) -> bytes:
    """All that comes back until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def taken_apart(answer: bytes) -> tuple[int, dict[str, str], dict]:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, json.loads(body)


async def test_an_ordinary_request_is_answered(port):
    answer = await answer_to(port, GOOD + b"Connection: close\r\n\r\n")

    assert taken_apart(answer)[0] == 200


@pytest.mark.parametrize(
    "start",
    [b"GET /health/live HTTP/1.1\r\nX: ", b"GET /health/live?", GOOD + b"X-A: a\r\n" * 2000],
)
async def test_a_head_without_end_is_refused_before_it_fills_the_memory(port, start):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(start)
    sent = 0
    try:
        while not reader.at_eof() and sent < 50:
            writer.write(b"a" * 100_000)
            await writer.drain()
            await asyncio.sleep(0.01)
            sent += 1
        answer = await asyncio.wait_for(reader.read(), 5)
    except ConnectionError:
        answer = b""
    writer.close()

    assert sent < 10
    if answer:
        status, headers, body = taken_apart(answer)
        assert (status, body["code"]) == (431, "head-too-large")
        assert headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "request_",
    [
        AGENCY + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1",
        AGENCY + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nx",
        AGENCY + b"Content-Length: -1\r\n\r\n",
        b"GET /health/live HTTP/1.1\nHost: x\n\n",
        GOOD + b"X: a\r\n b\r\n\r\n",
        GOOD + b"X-\x00: a\r\n\r\n",
        b"PIRATE /health/live HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
async def test_what_could_be_read_in_two_ways_is_refused_in_the_shape_of_every_problem(
    port, request_
):
    status, headers, body = taken_apart(await answer_to(port, request_))

    assert (status, body["code"]) == (400, "malformed-request")
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["connection"] == "close"
    assert body.keys() == {"type", "title", "status", "detail", "code", "request_id"}


@pytest.mark.parametrize("said", [b"", b"GET /health", GOOD])
async def test_a_client_that_does_not_finish_its_head_is_let_go(port, monkeypatch, said):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.1)

    assert await answer_to(port, said) == b""


async def test_dripping_a_head_does_not_keep_the_connection(port, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def drip():
        for letter in GOOD * 100:
            writer.write(bytes([letter]))
            await asyncio.sleep(0.05)

    dripping = asyncio.create_task(drip())
    try:
        assert await asyncio.wait_for(reader.read(), 10) == b""
    finally:
        dripping.cancel()
        writer.close()


async def test_a_client_that_stops_in_the_middle_of_a_body_is_let_go(port, monkeypatch):
    monkeypatch.setattr(protocol, "SILENT_SECONDS", 0.1)
    head = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\ngrant"

    assert await answer_to(port, head) == b""


async def test_a_websocket_is_an_ordinary_request_here(port):
    upgrade = (
        b"Upgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )

    answer = await answer_to(port, GOOD + upgrade)

    assert not answer.startswith(b"HTTP/1.1 101")

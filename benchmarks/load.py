"""A load generator: some keep-alive connections, each sending its next request on the answer."""

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast


@dataclass
class Load:
    """What a run saw."""

    answered: int = 0
    refused: int = 0
    failed: int = 0
    seconds: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Seconds within which this share of the requests was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Connection(asyncio.Protocol):
    """One connection; `ended` is done when it has sent its last request or was closed."""

    def __init__(self, load: Load, requests: Iterator[bytes], until: float) -> None:
        self.load, self.requests, self.until = load, requests, until
        self.ended = asyncio.get_running_loop().create_future()
        self.buffer, self.needed = b"", 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.send()

    def send(self) -> None:
        request = next(self.requests, None)
        self.started = time.perf_counter()
        if request is None or self.started > self.until:
            self.transport.close()
        else:
            self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.needed:
            head = self.buffer.find(b"\r\n\r\n")
            if head < 0:
                return
            at = self.buffer.lower().find(b"content-length: ") + 16
            self.needed = head + 4 + int(self.buffer[at : self.buffer.index(b"\r", at)])
        if len(self.buffer) < self.needed:
            return
        self.load.seconds.append(time.perf_counter() - self.started)
        if self.buffer.startswith(b"HTTP/1.1 200"):
            self.load.answered += 1
        else:
            self.load.failed += 1
        self.buffer, self.needed = b"", 0
        self.send()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)


def requests_for(paths: Sequence[str], token: str) -> Iterator[bytes]:
    """The bytes of GET requests for these paths, over and over."""
    head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
    return itertools.cycle([f"GET {path} HTTP/1.1\r\n{head}".encode() for path in paths])


async def load(port: int, connections: int, requests: Iterator[bytes], seconds: float) -> Load:
    """Send requests on so many connections for so long."""
    seen, until = Load(), time.perf_counter() + seconds
    loop = asyncio.get_running_loop()

    async def connect() -> None:
        try:
            _, connection = await loop.create_connection(
                lambda: Connection(seen, requests, until), "127.0.0.1", port
            )
        except OSError:
            seen.refused += 1
        else:
            await connection.ended

    await asyncio.gather(*(connect() for _ in range(connections)))
    return seen

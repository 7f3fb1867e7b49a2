"""uvicorn as we run it: one process, uvloop, no access log of its own."""

import asyncio
import signal
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
import uvloop
from starlette.types import ASGIApp

from app.core.protocol import BoundedProtocol

TICKS_A_SECOND = 10
SECONDS_TO_END = 5.0
"""How long what was cancelled may tidy up before it is told again."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Server(uvicorn.Server):
    """A server whose end by a signal is an ordinary end, so that what it stands on closes too."""

    async def on_tick(self, counter: int) -> bool:
        if counter % TICKS_A_SECOND == 0:
            now = asyncio.get_running_loop().time()
            for connection in list(self.server_state.connections):
                if isinstance(connection, BoundedProtocol):
                    connection.close_if_silent(now)
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield
        for number in SIGNALS:
            loop.remove_signal_handler(number)


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run a command's coroutine to its end on uvloop; Ctrl-C ends it, whatever it waits for."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            runner.run(_ended_by_signal(main))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None


async def _ended_by_signal(main: Coroutine[Any, Any, None]) -> None:
    """Cancel it on SIGINT, and again while it goes on: a driver can lose the first word of it.

    The handler is the loop's own. One of the interpreter's can run while the loop is about to
    sleep, and then nothing wakes it.
    """
    task, loop = asyncio.ensure_future(main), asyncio.get_running_loop()
    interrupted = asyncio.Event()
    loop.add_signal_handler(signal.SIGINT, interrupted.set)
    waiting = asyncio.ensure_future(interrupted.wait())
    try:
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        while not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=SECONDS_TO_END)
    finally:
        waiting.cancel()
        loop.remove_signal_handler(signal.SIGINT)
    task.result()


async def serve_on(
    app: ASGIApp, host: str, port: int, proxies: Sequence[str] = ("127.0.0.1", "::1")
) -> None:
    """Serve until SIGINT or SIGTERM; running requests may finish.

    Only `proxies` are believed when they say for whom they ask (X-Forwarded-For).
    """
    await Server(configured(app, host, port, proxies)).serve()


def configured(app: ASGIApp, host: str, port: int, proxies: Sequence[str]) -> uvicorn.Config:
    """The settings of uvicorn that differ from its own choice."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        log_config=None,  # its loggers speak through ours, which scrub
        http=BoundedProtocol,
        ws="none",
        timeout_graceful_shutdown=5,
        backlog=4096,
        server_header=False,
        forwarded_allow_ips=list(proxies),
    )

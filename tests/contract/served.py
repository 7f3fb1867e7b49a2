"""The application on a socket, whose every request is taken back when it is answered."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn


@asynccontextmanager
async def served(app) -> AsyncIterator[str]:
    """The address of an ASGI application, in this process and event loop."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:  # or asyncio leaves Nagle's delay on
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, lifespan="off", access_log=False)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await task


def taken_back(app, connection):
    """The application, one request after another, each in a savepoint that is rolled back."""
    one_at_a_time = asyncio.Lock()

    async def asked(scope, receive, send):
        async with one_at_a_time:
            savepoint = await connection.begin_nested()
            try:
                await app(scope, receive, send)
            finally:
                await savepoint.rollback()

    return asked


def in_turn(app):
    """The application, one request after another; what each does stays."""
    one_at_a_time = asyncio.Lock()

    async def asked(scope, receive, send):
        async with one_at_a_time:
            await app(scope, receive, send)

    return asked

"""Connections lent for one statement: the least that a pool can be, because reads pay for it.

The driver's own pool wraps every connection and resets it in a task of its own, at about the cost
of the statement itself. Here nothing stays behind on a connection, so it goes back as it is; one
that is closed, or whose statement was broken off, is let go.
"""

import asyncio
from typing import Any

import asyncpg


class Lines:
    """At most `size` connections, opened when they are needed; the last one given back comes first.

    `options` are those of `asyncpg.connect`. Whoever finds all of them lent waits.
    """

    def __init__(self, url: str, size: int, **options: Any) -> None:
        self.url, self.options = url, options
        self._free: list[asyncpg.Connection[Any]] = []
        self._lent: set[asyncpg.Connection[Any]] = set()
        self._places = asyncio.Semaphore(size)

    def acquire(self) -> "Line":
        return Line(self)

    async def fetchval(self, sql: str, *arguments: Any) -> Any:
        """One value, on a connection of the moment."""
        async with self.acquire() as connection:
            return await connection.fetchval(sql, *arguments)

    async def take(self) -> "asyncpg.Connection[Any]":
        await self._places.acquire()
        try:
            connection = self._open_one() or await asyncpg.connect(self.url, **self.options)
        except BaseException:
            self._places.release()
            raise
        self._lent.add(connection)
        return connection

    def give_back(self, connection: "asyncpg.Connection[Any]", *, sound: bool) -> None:
        self._lent.discard(connection)
        if connection.is_closed():
            pass
        elif sound:
            self._free.append(connection)
        else:
            connection.terminate()
        self._places.release()

    def terminate(self) -> None:
        """Close everything at once."""
        for connection in (*self._free, *self._lent):
            connection.terminate()
        self._free.clear()

    def _open_one(self) -> "asyncpg.Connection[Any] | None":
        while self._free:
            connection = self._free.pop()
            if not connection.is_closed():
                return connection
        return None


class Line:
    """One connection on loan."""

    __slots__ = ("connection", "lines")

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    async def __aenter__(self) -> "asyncpg.Connection[Any]":
        self.connection = await self.lines.take()
        return self.connection

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # A statement that PostgreSQL refused has ended; any other exception may have left one open.
        sound = kind is None or issubclass(kind, asyncpg.PostgresError)
        self.lines.give_back(self.connection, sound=sound)

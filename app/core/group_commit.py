"""Rows that requests write side by side: one statement and one commit, shared by all that wait."""

import asyncio
from typing import Any

import orjson

from app.core.identity import SYSTEM
from app.core.reading import ReadPool

BREATH = 0.002
"""Seconds from one statement to the next. A row that comes alone does not wait for them; under
load they let rows gather, so that a statement costs each of them little."""
Row = tuple[dict[str, Any], asyncio.Future[None]]


class GroupCommit:
    """Writes rows by one statement, `$1` a JSON array of them and `$2` the context to act in.

    While one statement is under way, the rows of other requests gather for the next. A statement
    that fails, fails for everybody who waits for it.
    """

    def __init__(self, pool: ReadPool, statement: str) -> None:
        self.pool, self.statement = pool, statement
        self._waiting: list[Row] = []
        self._task: asyncio.Task[None] | None = None
        self._not_before = 0.0

    def add(self, row: dict[str, Any]) -> "asyncio.Future[None]":
        """Write a row (UUIDs, instants and JSON values); done once it is committed."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((row, done))
        if self._task is None:
            self._task = loop.create_task(self._write(loop))
        return done

    async def _write(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            while self._waiting:
                if (pause := self._not_before - loop.time()) > 0:
                    await asyncio.sleep(pause)
                taken, self._waiting = self._waiting, []
                await self._write_these(taken)
                self._not_before = loop.time() + BREATH
        finally:
            self._task = None

    async def _write_these(self, taken: list[Row]) -> None:
        rows = orjson.dumps([row for row, _ in taken]).decode()
        try:
            async with self.pool.acquire() as connection:
                await connection.execute(self.statement, rows, SYSTEM.context)
        except Exception as error:  # noqa: BLE001 - raised again where each row came from
            for _, done in taken:
                if not done.done():
                    done.set_exception(error)
        else:
            for _, done in taken:
                if not done.done():
                    done.set_result(None)

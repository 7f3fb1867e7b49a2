"""Rows that requests write side by side: one statement and one commit, shared by all that wait."""

import asyncio
from typing import Any

import orjson

from app.core.identity import SYSTEM
from app.core.queries import ReadPool


class GroupCommit:
    """Writes rows by one statement, `$1` a JSON array of them and `$2` the context to act in.

    While one statement is under way, the rows of other requests gather for the next. `add` returns
    when its row is committed; a statement that fails, fails for everybody who waits for it.
    """

    def __init__(self, pool: ReadPool, statement: str) -> None:
        self.pool, self.statement = pool, statement
        self._waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def add(self, row: dict[str, Any]) -> None:
        """Write a row (UUIDs, instants and JSON values); return once it is committed."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((row, done))
        if self._task is None:
            self._task = loop.create_task(self._write())
        await done

    async def _write(self) -> None:
        try:
            while self._waiting:
                taken, self._waiting = self._waiting, []
                await self._write_these(taken)
        finally:
            self._task = None

    async def _write_these(self, taken: list[tuple[dict[str, Any], asyncio.Future[None]]]) -> None:
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

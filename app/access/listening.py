"""Hearing at once, in every process, when access changed anywhere: `listen access_changed`.

The database says so itself, by triggers, whoever changed it. What is heard is only that something
changed; the table is read again, also every few seconds in case a word was lost.
"""

import asyncio
import contextlib
import time
from typing import Any

import asyncpg
import structlog

from app.access.revocations import LIVE, Revocations
from app.core.identity import SYSTEM
from app.core.jobs import DISCONNECTED
from app.core.service import Addresses

log = structlog.get_logger("access")

CHANNEL = "access_changed"
NAME = "talenta-access"
ENTER = "select set_config('app.context', $1, true)"
POLL_SECONDS = 5.0
RETRY_SECONDS = 1.0
PATIENCE_SECONDS = 60.0
"""Whoever has not heard for so long lets no token in: it may have been revoked meanwhile."""


class Listener:
    """Keeps `revocations` true until it is cancelled; reconnects by itself."""

    def __init__(self, addresses: Addresses, revocations: Revocations) -> None:
        self.addresses, self.revocations = addresses, revocations
        self._changed, self._heard = asyncio.Event(), asyncio.Event()

    async def heard(self) -> None:
        """Wait until what is revoked is known, but not for long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), PATIENCE_SECONDS / 10)

    async def run(self) -> None:
        """Listen. Before the first word nobody is let in: any token may have been revoked."""
        self.revocations.trusted_until = time.time()
        while True:
            try:
                await self._hear()
            except DISCONNECTED as error:
                log.warning("access.deaf", error=type(error).__name__)
            except Exception:  # whatever it is, go on; meanwhile trust runs out
                log.exception("access.deaf")
            await asyncio.sleep(RETRY_SECONDS)

    async def _hear(self) -> None:
        # No prepared statements and no setting that outlasts a transaction: should this be a
        # pooler after all, nothing is left to whoever gets the connection next.
        connection = await asyncpg.connect(
            self.addresses.listen,
            timeout=5,
            command_timeout=5,
            statement_cache_size=0,
            server_settings={"application_name": NAME},
        )
        try:
            await connection.add_listener(CHANNEL, self._word)
            connection.add_termination_listener(lambda _: self._changed.set())
            self._word()
            while True:
                self._changed.clear()
                await self._load(connection)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), POLL_SECONDS)
        finally:
            connection.terminate()

    def _word(self, *_: object) -> None:
        self.revocations.version += 1
        self._changed.set()

    async def _load(self, connection: Any) -> None:
        async with connection.transaction():
            if self.addresses.role:
                await connection.execute(f"set local role {self.addresses.role}")
            await connection.execute(ENTER, SYSTEM.context)
            self.revocations.replace(await connection.fetch(LIVE))
        self._heard.set()
        self.revocations.trusted_until = time.time() + PATIENCE_SECONDS

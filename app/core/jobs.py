"""Background jobs: enqueued in the caller's transaction, run by a worker that reconnects.

A job exists only if its cause was committed. Handlers are idempotent: after a crash or a lost
connection they run again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, Self

import asyncpg
import orjson
import structlog
from pgqueuer import PgQueuer, Queries
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.errors import FailingListenerError
from pgqueuer.models import Job
from pgqueuer.models import Schedule as Turn
from pgqueuer.ports.driver import Driver, NotifyCallback, TaskManagerPort
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.config import Settings
from app.core.db import Sessions

log = structlog.get_logger("jobs")

RETRY_SECONDS = 2.0
LAPSE = timedelta(seconds=15)
"""A job whose worker was not heard of for so long is given to another: the worker died."""
POLL = timedelta(seconds=5)
"""How often a worker looks for such jobs; new ones are announced to it at once."""
DISCONNECTED = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    FailingListenerError,  # also what stopping looks like to a queue that listens
)


@dataclass(frozen=True, slots=True)
class Work:
    """What a job has at hand."""

    sessions: Sessions
    settings: Settings


Handler = Callable[..., Awaitable[None]]
"""`async def calculate(work: Work, *, map_id: str) -> None`"""


class Schedule(NamedTuple):
    """What runs by itself: a handler, and when (a cron expression that the settings decide)."""

    handler: Handler
    when: Callable[[Settings], str]


def every(minutes: int) -> str:
    """A cron expression: each so many minutes of the hour."""
    return f"*/{minutes} * * * *" if minutes < 60 else "0 * * * *"  # noqa: PLR2004 - an hour


class SessionDriver(Driver):
    """The queue's SQL inside a session's transaction; for enqueueing only."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        connection = await self.session.connection()
        result = await connection.exec_driver_sql(query, args)
        return [dict(row) for row in result.mappings()]

    async def execute(self, query: str, *args: object) -> str:
        connection = await self.session.connection()
        return str((await connection.exec_driver_sql(query, args)).rowcount)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close: the session is the caller's."""

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        raise NotImplementedError("A transaction does not listen.")

    async def notify(self, channel: str, payload: str) -> None:
        await self.execute("select pg_notify($1, $2)", channel, payload)

    @property
    def shutdown(self) -> asyncio.Event:
        raise NotImplementedError("A transaction does not run jobs.")

    @property
    def tm(self) -> TaskManagerPort:
        raise NotImplementedError("A transaction does not run jobs.")


async def enqueue(session: AsyncSession, kind: str, **data: str) -> None:
    """Let the job `kind` run with `data` once the caller's transaction is committed."""
    await Queries(SessionDriver(session)).enqueue(kind, orjson.dumps(data))


class ListeningDriver(AsyncpgPoolDriver):
    """The queue's connections, on which nothing is announced before they listen.

    The queue tests its listener by an announcement, which could otherwise come first and be missed.
    """

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        super().__init__(pool)
        self._listens = asyncio.Event()

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        await super().add_listener(channel, callback)
        self._listens.set()

    async def notify(self, channel: str, payload: str) -> None:
        await self._listens.wait()
        await super().notify(channel, payload)


class Worker:
    """Runs the jobs that `handlers` name until `stop()`; reconnects by itself.

    What `schedules` name runs when its time comes, in one process of all.
    """

    def __init__(
        self,
        url: str,
        work: Work,
        handlers: Mapping[str, Handler],
        schedules: Mapping[str, Schedule] | None = None,
    ) -> None:
        self.url, self.work, self.handlers = url, work, handlers
        self.schedules = schedules or {}
        self._stopping = asyncio.Event()
        self._queue: PgQueuer | None = None

    async def run(self) -> None:
        while not self._stopping.is_set():
            try:
                async with asyncpg.create_pool(self.url, min_size=2, max_size=4) as pool:
                    await self._serve(pool)
            except DISCONNECTED as error:
                if not self._stopping.is_set():
                    log.warning("worker.disconnected", error=type(error).__name__)
            if not self._stopping.is_set():
                await self._pause()

    def stop(self) -> None:
        """Take no further job; a running one may finish."""
        self._stopping.set()
        if self._queue is not None:
            self._queue.shutdown.set()

    async def _serve(self, pool: "asyncpg.Pool[Any]") -> None:
        queue = self._queue = PgQueuer(ListeningDriver(pool))
        for kind, handler in self.handlers.items():
            queue.entrypoint(
                kind, on_failure="hold", executor_factory=DatabaseRetryEntrypointExecutor
            )(self._entry(kind, handler))
        for kind, schedule in self.schedules.items():
            when = schedule.when(self.work.settings)
            queue.schedule(kind, when, clean_old=True)(self._turn(kind, schedule.handler))
        await queue.run(
            dequeue_timeout=POLL, heartbeat_timeout=LAPSE, shutdown_on_listener_failure=True
        )

    def _entry(self, kind: str, handler: Handler) -> Callable[[Job], Awaitable[None]]:
        async def entry(job: Job) -> None:
            structlog.contextvars.bind_contextvars(job=kind)
            log.info("job.started")
            await handler(self.work, **orjson.loads(job.payload or b"{}"))
            log.info("job.finished")

        return entry

    def _turn(self, kind: str, handler: Handler) -> Callable[[Turn], Awaitable[None]]:
        async def turn(_turn: Turn) -> None:
            structlog.contextvars.bind_contextvars(job=kind)
            await handler(self.work)

        return turn

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), RETRY_SECONDS)
        except TimeoutError:
            return

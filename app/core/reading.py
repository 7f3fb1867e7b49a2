"""A request's way to the database for reading, in its actor's context."""

from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request
from starlette.types import Scope

from app.core.identity import Actor, actor_in, bearer


class ReadPool(Protocol):
    """An asyncpg pool, or whatever lends connections like one."""

    def acquire(self) -> AbstractAsyncContextManager[Any]: ...


class Ledger(Protocol):
    """Where it is written down who looked at whose data."""

    def add(self, row: dict[str, Any]) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One request's way to the read pool, in its actor's context."""

    pool: ReadPool
    actor: Actor
    ledger: Ledger | None = None
    request_id: str | None = None
    wanted: tuple[str, ...] | None = None
    """The members of the answer that are asked for; None: all."""

    async def fetch(self, sql: str, *arguments: Any) -> Any:
        async with self.pool.acquire() as connection:
            return await connection.fetchval(sql, *arguments, self.actor.context)


def reading_in(scope: Scope) -> Reading:
    """A request's way to the read pool; that of a change's own transaction, where it looks.

    Raises Unauthenticated before anything else is looked for.
    """
    own, state = scope["state"], scope["app"].state
    actor = actor_in(own)
    return Reading(
        own.get("reads") or state.reads,
        actor,
        own.get("accesses") or state.accesses,
        own["request_id"],
    )


def reading_of(request: Request, _token: Annotated[object, Depends(bearer)] = None) -> Reading:
    return reading_in(request.scope)


Reader = Annotated[Reading, Depends(reading_of)]
CHOOSING = "fields"
"""Marks the reader of a `ReadRoute` whose one answer comes from a named query."""
ChoosingReader = Annotated[Reading, Depends(reading_of), CHOOSING]

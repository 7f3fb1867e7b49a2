"""ETags: what is shown has a name, by which a client asks for news and changes only what it saw.

The name is a digest of the bytes that are shown, so it is as strong as can be and the same for
every token that sees the same. See decision 0034.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.db import raw, set_context
from app.core.errors import Problem
from app.core.idempotency import NOT_DONE, Caught
from app.core.identity import Actor
from app.core.words import Words

IF_MATCH = b"if-match"
CHANGES = frozenset({"PATCH", "PUT", "DELETE"})
HIDDEN = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN})
PAGE = b'{"items":'
"""How a list begins; it has no ETag: most of what reads lists reads them once."""
CLAIM = text(
    "select set_config('app.context', :context, true),"
    " pg_advisory_xact_lock(hashtextextended(:path, 1))"
)


class Stale(Problem):
    status = HTTPStatus.PRECONDITION_FAILED
    code = "precondition-failed"
    title = Words("Sudah berubah", "It has changed")
    detail = Words(
        "Yang ada sekarang bukan yang disebut If-Match; baca lagi, lalu ulangi.",
        "What is there is not what If-Match names; read it again, then repeat.",
    )


def etag_of(body: bytes) -> bytes:
    """The strong entity tag of what is shown (RFC 9110, 8.8.3)."""
    return b'"%b"' % blake2b(body, digest_size=16).hexdigest().encode()


def names(condition: bytes, tag: bytes, *, weakly: bool = False) -> bool:
    """Whether an If-Match or, `weakly`, an If-None-Match names a tag."""
    given = [part.strip() for part in condition.split(b",")]
    if weakly:
        given = [part.removeprefix(b"W/") for part in given]
    return given == [b"*"] or tag in given


class Conditional:
    """Wraps the application: a change with `If-Match` is made if that is what there is.

    What the change's address shows is read in the change's own transaction, which holds a lock on
    the address, so that of two who saw the same one comes too late.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor, condition = scope["state"].get("actor"), dict(scope["headers"]).get(IF_MATCH)
        if scope["method"] not in CHANGES or condition is None or not isinstance(actor, Actor):
            await self.app(scope, receive, send)
            return
        async with scope["app"].state.sessions() as session:
            path = scope["path"]
            await session.execute(CLAIM, {"context": actor.context, "path": path})
            scope["state"] |= {"session": session, "reads": OneTransaction(session)}
            await self._compare(scope, condition)
            await set_context(session, actor.context)  # whatever the reading made of it
            caught = Caught()
            await self.app(scope, receive, caught.send)
            answer = caught.answer()
            if answer.status < NOT_DONE:
                await session.commit()
        await answer.send(send)

    async def _compare(self, scope: Scope, condition: bytes) -> None:
        """Raises Stale; what may not be seen is left to the command, which says so better."""
        caught = Caught()
        await self.app(shown_at(scope), nothing, caught.send)
        there = caught.answer()
        if there.status == HTTPStatus.OK:
            if not names(condition, etag_of(there.body)):
                raise Stale
        elif there.status not in HIDDEN or scope["method"] == "PUT":
            raise Stale


def shown_at(scope: Scope) -> Scope:
    """The request for what a change's address shows."""
    headers = [pair for pair in scope["headers"] if pair[0] in (b"accept-language", b"host")]
    return {**scope, "method": "GET", "query_string": b"", "headers": headers}


async def nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


class OneTransaction:
    """Lends a transaction's own connection to reads."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        yield await raw(self.session)

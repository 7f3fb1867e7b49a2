"""ETags: what is shown has a name, by which a client asks for news and changes only what it saw.

The name is a digest of the bytes that are shown, so it is as strong as can be and the same for
every token that sees the same. See decision 0034.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.db import raw
from app.core.errors import Problem
from app.core.idempotency import NOT_DONE, Answer, Caught
from app.core.identity import Actor
from app.core.words import Words

IF_MATCH = b"if-match"
CHANGES = frozenset({"PATCH", "PUT", "DELETE"})
DEMANDING = frozenset({"PATCH", "PUT"})
"""What overwrites; to delete twice is to delete."""
HIDDEN = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN})
NOTHING_SHOWN = Answer(HTTPStatus.METHOD_NOT_ALLOWED, [], b"")
"""What an address without a GET shows; it is not asked."""
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


class Unconditional(Problem):
    status = HTTPStatus.PRECONDITION_REQUIRED
    code = "precondition-required"
    title = Words("Sebutkan yang diubah", "Name what you change")
    detail = Words(
        "Sudah ada isinya di sini. Baca dulu dan kirim ETag-nya sebagai `If-Match`, atau"
        " `If-Match: *` untuk menimpa apa pun yang ada.",
        "There is something here already. Read it and send its ETag as `If-Match`, or"
        " `If-Match: *` to overwrite whatever is there.",
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
    """Wraps the application: a change is made if what its `If-Match` names is what there is.

    PUT and PATCH of what is there have to name it. What the change's address shows is looked at in
    the change's own transaction, which holds a lock on the address, so that of two who saw the same
    one comes too late. What the command refuses by itself, it refuses in its own words; only what
    it would have done is undone (RFC 9110, 13.2.1).
    """

    def __init__(self, app: ASGIApp, shows: Callable[[Scope], bool]) -> None:
        self.app, self.shows = app, shows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor, condition = scope["state"].get("actor"), dict(scope["headers"]).get(IF_MATCH)
        shows = scope["method"] in CHANGES and self.shows(scope)
        named = scope["method"] in CHANGES and condition is not None
        demanded = scope["method"] in DEMANDING and shows
        if not isinstance(actor, Actor) or not (named or demanded):
            await self.app(scope, receive, send)
            return
        async with scope["app"].state.sessions() as session:
            await session.execute(CLAIM, {"context": actor.context, "path": scope["path"]})
            there = await self._look(scope, session) if shows else NOTHING_SHOWN
            refusal = verdict(scope["method"], condition, there)
            scope["state"]["session"] = session
            caught = Caught()
            await self.app(scope, receive, caught.send)
            answer = caught.answer()
            if answer.status < NOT_DONE:
                if refusal is not None:
                    raise refusal
                await session.commit()
        await answer.send(send)

    async def _look(self, scope: Scope, session: AsyncSession) -> Answer:
        """What the address shows the actor. Nobody is shown it, so that it is on no record."""
        caught = Caught()
        look = await session.begin_nested()
        await self.app(shown_at(scope, session), nothing, caught.send)
        await look.rollback()
        session.expunge_all()
        return caught.answer()


def verdict(method: str, condition: bytes | None, there: Answer) -> Problem | None:
    """Why a change of what is `there` is not to be made; what may not be seen hinders no command.

    A PUT with a condition is a change of what is there, never the making of it.
    """
    if there.status == HTTPStatus.OK:
        if condition is None:
            return Unconditional()
        return None if names(condition, etag_of(there.body)) else Stale()
    if condition is None or (there.status in HIDDEN and method != "PUT"):
        return None
    return Stale()


def shown_at(scope: Scope, session: AsyncSession) -> Scope:
    """The request for what a change's address shows, in the change's own transaction."""
    headers = [pair for pair in scope["headers"] if pair[0] in (b"accept-language", b"host")]
    state = {
        **scope["state"],
        "session": session,
        "reads": OneTransaction(session),
        "accesses": OffTheRecord(),
    }
    return {**scope, "method": "GET", "query_string": b"", "headers": headers, "state": state}


async def nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


class OneTransaction:
    """Lends a transaction's own connection to reads."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        yield await raw(self.session)


class OffTheRecord:
    """Takes what is written down of a look that shows nobody anything."""

    async def add(self, row: dict[str, Any]) -> None:
        """Nothing is kept."""

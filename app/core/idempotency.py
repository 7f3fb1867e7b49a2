"""`Idempotency-Key`: a POST that is sent twice is carried out once, and answered twice alike.

The key's row is written in the transaction of the command itself, which holds a lock on the key
meanwhile. So there is no state between "not done" and "done with this answer": whatever ends the
transaction, a refusal, a fault, `kill -9`, a lost database, leaves the key free. See decision 0033.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple

import orjson
from sqlalchemy import bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.db import transaction
from app.core.errors import Conflict, Fault, InvalidRequest
from app.core.fingerprints import Fingerprint
from app.core.idempotency_models import IdempotencyKey
from app.core.identity import SYSTEM, Actor
from app.core.jobs import Work
from app.core.words import Words

HEADER = b"idempotency-key"
KEY = re.compile(rb"[!-~]{1,255}")
KEPT = timedelta(hours=72)
REPLAYED = (b"idempotent-replayed", b"true")
IN_MEMORY = 1024 * 1024
"""Bytes of a body that are held in memory; what is longer waits in a file."""
PIECE = 64 * 1024
NOT_DONE = HTTPStatus.BAD_REQUEST
"""From this status on, nothing was done: the key stays free."""
CLAIM = text(
    "select set_config('app.context', :context, true),"
    " pg_try_advisory_xact_lock(hashtextextended(:lock, 0))"
)
ANSWER = select(
    IdempotencyKey.fingerprint, IdempotencyKey.status, IdempotencyKey.headers, IdempotencyKey.body
).where(
    IdempotencyKey.actor_id == bindparam("actor_id"),
    IdempotencyKey.key == bindparam("key"),
    IdempotencyKey.created_at > func.now() - KEPT,
)
POINTER = "header:Idempotency-Key"


class KeyInvalid(InvalidRequest):
    code = "idempotency-key-invalid"
    title = Words("Idempotency-Key tidak sah", "The Idempotency-Key is not valid")

    def __init__(self) -> None:
        words = Words(
            "Satu tajuk, 1 sampai 255 karakter ASCII yang tampak, misalnya UUID.",
            "One header, of 1 to 255 visible ASCII characters, such as a UUID.",
        )
        super().__init__(errors=[Fault(POINTER, "idempotency-key-invalid", words)])


class KeyReused(InvalidRequest):
    code = "idempotency-key-reused"
    title = Words("Idempotency-Key sudah dipakai", "The Idempotency-Key was used before")

    def __init__(self) -> None:
        words = Words(
            "Kunci ini dipakai untuk permintaan lain (alamat, isi, atau peran berbeda); beri kunci"
            " baru untuk permintaan baru.",
            "This key was used for another request (another address, body or role); give a new"
            " request a new key.",
        )
        super().__init__(errors=[Fault(POINTER, "idempotency-key-reused", words)])


class KeyInFlight(Conflict):
    code = "idempotency-key-in-flight"
    title = Words("Permintaan masih dikerjakan", "The request is still being carried out")
    detail = Words(
        "Permintaan dengan kunci ini sedang dikerjakan; ulangi sebentar lagi.",
        "A request with this key is being carried out; repeat it in a moment.",
    )
    headers = {"Retry-After": "1"}


class AnswerNotKept(Conflict):
    code = "idempotent-answer-not-kept"
    title = Words("Jawabannya tidak disimpan", "The answer was not kept")
    detail = Words(
        "Permintaan ini sudah dikerjakan dan tidak diulang. Jawabannya memuat rahasia, jadi tidak"
        " disimpan; mintalah lagi tanpa kunci ini.",
        "This request was carried out and is not repeated. Its answer held what must not be kept;"
        " ask anew, without this key.",
    )


class Answer(NamedTuple):
    """An answer as the application gave it, before the shell dresses it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    async def send(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.body})

    @property
    def secret(self) -> bool:
        """Whether the route itself said that nobody may keep it."""
        return any(n == b"cache-control" and b"no-store" in v for n, v in self.headers)


class Idempotent:
    """Wraps the application. Without the header, or where nobody is known, it stands aside.

    `app.state.sessions` makes the transaction, which `unit_of_work` finds in the request's state.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor = scope["state"].get("actor")
        keys = [value for name, value in scope["headers"] if name == HEADER]
        if not keys or not isinstance(actor, Actor) or not covered(scope):
            await self.app(scope, receive, send)
            return
        if len(keys) > 1 or not KEY.fullmatch(keys[0]):
            raise KeyInvalid
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            fingerprint = await taken_in(scope, actor, receive, body)
            if fingerprint is None:  # the client left
                return
            answer = await self._once(scope, actor, keys[0].decode(), fingerprint, body)
        await answer.send(send)

    async def _once(
        self, scope: Scope, actor: Actor, key: str, fingerprint: bytes, body: Any
    ) -> Answer:
        async with scope["app"].state.sessions() as session:
            if known := await claimed(session, actor, key, fingerprint):
                return known
            scope["state"]["session"] = session
            caught = Caught()
            await self.app(scope, given_again(body), caught.send)
            answer = caught.answer()
            if answer.status < NOT_DONE:
                await keep(session, actor, key, fingerprint, answer)
                await session.commit()
            return answer


def covered(scope: Scope) -> bool:
    """Whether a request is a command that a key makes idempotent."""
    return bool(scope["method"] == "POST" and scope["path"].startswith("/v1/"))


async def taken_in(scope: Scope, actor: Actor, receive: Receive, body: Any) -> bytes | None:
    """Write the body down and give the request's fingerprint; None when the client left."""
    said = dict(scope["headers"])
    about = (
        scope["method"].encode(),
        scope.get("raw_path") or scope["path"].encode(),
        scope["query_string"],
        actor.context.encode(),  # an answer shows what the role may see
    )
    fingerprint = Fingerprint(about, said.get(b"content-type", b""))
    more, size = True, 0
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk, more = message.get("body", b""), message.get("more_body", False)
        fingerprint.update(chunk)
        size += len(chunk)
        if size > IN_MEMORY:
            await run_in_threadpool(body.write, chunk)
        else:
            body.write(chunk)
    body.seek(0)
    return fingerprint.digest()


def given_again(body: Any) -> Receive:
    """The body for the application, piece by piece."""

    async def receive() -> Message:
        piece = body.read(PIECE)
        return {"type": "http.request", "body": piece, "more_body": len(piece) == PIECE}

    return receive


class Caught:
    """The messages of an answer, kept until it is committed."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.pieces: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.pieces.append(message.get("body", b""))

    def answer(self) -> Answer:
        headers = [(bytes(n), bytes(v)) for n, v in self.start["headers"]]
        return Answer(self.start["status"], headers, b"".join(self.pieces))


async def claimed(
    session: AsyncSession, actor: Actor, key: str, fingerprint: bytes
) -> Answer | None:
    """Take the key for this transaction, or give the answer that it has already.

    Raises KeyInFlight, KeyReused, AnswerNotKept.
    """
    lock = {"context": actor.context, "lock": f"{actor.id} {key}"}
    _, taken = (await session.execute(CLAIM, lock)).one()
    if not taken:
        raise KeyInFlight
    # A statement of its own: it sees what was committed before the lock was ours.
    found = (await session.execute(ANSWER, {"actor_id": actor.id, "key": key})).one_or_none()
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        raise KeyReused
    if found.body is None:
        raise AnswerNotKept
    headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in orjson.loads(found.headers)]
    return Answer(found.status, [*headers, REPLAYED], found.body)


async def keep(
    session: AsyncSession, actor: Actor, key: str, fingerprint: bytes, answer: Answer
) -> None:
    """Write down what was done; takes the place of an answer that is too old."""
    row = {
        "fingerprint": fingerprint,
        "status": answer.status,
        "headers": listed(answer.headers),
        "body": None if answer.secret else answer.body,
    }
    kept = insert(IdempotencyKey).values(actor_id=actor.id, key=key, **row)
    again = {**row, "created_at": func.clock_timestamp()}
    await session.execute(
        kept.on_conflict_do_update(index_elements=["actor_id", "key"], set_=again)
    )


def listed(headers: Iterable[tuple[bytes, bytes]]) -> str:
    pairs = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in headers]
    return orjson.dumps(pairs).decode()


async def forget(work: Work) -> None:
    """Delete answers that are too old; the job `idempotency.forget`."""
    async with transaction(work.sessions, SYSTEM) as session:
        await session.execute(
            delete(IdempotencyKey).where(IdempotencyKey.created_at <= func.now() - KEPT)
        )

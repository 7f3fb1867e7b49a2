"""The outermost layer, one pure ASGI class: request id, who asks, limits, log line, last resort.

Every answer leaves through `send`, refusals and faults too, with the headers of the shell.

A read goes from here straight to its route, past the layers that only commands need.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Protocol

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.deprecations import Deprecated
from app.core.deprecations import headers as endings
from app.core.errors import Fault, InvalidRequest, Problem, TooLarge, Unavailable, Unexpected
from app.core.idempotency import Idempotent
from app.core.identity import Actor
from app.core.logs import answered
from app.core.metrics import observe, observe_deprecated
from app.core.preconditions import PAGE, Conditional, etag_of, names
from app.core.quotas import Taken, address_of
from app.core.rendering import answer_to, database_is_gone, rendered
from app.core.shell import Shell
from app.core.tracing import name_of, trace_of
from app.core.validation import MESSAGES

Authenticate = Callable[[str], Actor | None]
Recognise = Callable[[str, str | None], Awaitable[Actor | None]]
UNROUTED = "unrouted"
"""The route of a request that was refused before one was looked for, or that has none."""
REFUSED = frozenset({401, 403, 429})
"""Answers after which somebody may want to know where the request came from."""
JSON = (b"content-type", b"application/json")
OF_A_BODY = frozenset({b"content-type", b"content-length", b"link"})


class Routes(Protocol):
    """What is known of the routes without asking them."""

    def read(self, scope: Scope) -> ASGIApp | None:
        """The read that a request asks for; it needs nothing of what lies around the router."""

    def shows(self, scope: Scope) -> bool:
        """Whether an address that takes this method has a GET too, which shows what it changes."""


class _Stop(Exception):
    """Ends the reading of a body that was already answered with 413."""


class Edge:
    """Wraps the application; `authenticate` turns a bearer token into an actor or None.

    Where people come in, `recognise` is asked about tokens that are not ours, with the agency that
    the request names; the `Problem` that it may raise is told by whatever needs an actor.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        authenticate: Authenticate,
        limits: Callable[[str], int],
        routes: Routes,
        shell: Shell,
        recognise: Recognise | None = None,
    ) -> None:
        self.app, self.authenticate, self.limits, self.routes = app, authenticate, limits, routes
        self.commands = Idempotent(Conditional(app, routes.shows))
        self.shell, self.recognise = shell, recognise
        self.ordinary = limits("")
        self.log = structlog.get_logger("http").bind()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await _Exchange(self, scope, receive, send).run()


class _Exchange:
    """One request and its answer."""

    def __init__(self, edge: Edge, scope: Scope, receive: Receive, send: Send) -> None:
        self.edge, self.scope, self.receive_next, self.send_next = edge, scope, receive, send
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.trace = trace_of(self.headers)
        self.request_id = name_of(self.headers, self.trace)
        self.status = 0
        self.shows = scope["method"] == "GET"
        self.held: Message | None = None
        """The start of an answer that waits for its body, to be named by an ETag."""
        self.stopped = False
        self.received = 0
        self.limit = edge.limits(scope["path"])
        self.taken: Taken | None = None
        self.deprecated: Sequence[Deprecated] = ()
        self.token: str | None = None
        self.refused: Problem | None = None
        state = scope.setdefault("state", {})
        state["request_id"] = self.request_id
        authorization = self.headers.get(b"authorization")
        if authorization and authorization[:7].lower() == b"bearer ":
            self.token = authorization[7:].strip().decode("latin-1")
            try:
                state["actor"] = edge.authenticate(self.token)
            except Problem as problem:
                self.refused = problem

    async def run(self) -> None:
        started = time.perf_counter()
        named = {"request_id": self.request_id}
        if self.trace is not None:
            named["trace_id"] = self.trace
        bound = structlog.contextvars.bind_contextvars(**named)
        try:
            await self._answer()
        finally:
            seconds = time.perf_counter() - started
            method, route = self.scope["method"], self.scope.get("template", UNROUTED)
            observe(method, route, self.status, seconds)
            observe_deprecated(one.name for one in self.deprecated)
            actor = self.scope["state"].get("actor")
            if actor is not None and self.status:
                self._note(actor)
            answered(
                **named,
                method=method,
                route=route,
                status=self.status,
                ms=round(seconds * 1000, 1),
                actor=None if actor is None else actor.id,
                **(
                    {"deprecated": [one.name for one in self.deprecated]} if self.deprecated else {}
                ),
                **({"address": address_of(self.scope)} if self.status in REFUSED else {}),
            )
            structlog.contextvars.reset_contextvars(**bound)

    def _note(self, actor: Actor) -> None:
        """Tell whose request it was, what it asked for, and how it went."""
        note = self.edge.shell.note
        if note is None:
            return
        template = self.scope.get("template")
        name = UNROUTED if template is None else f"{self.scope['method']} {template}"
        for each in (name, *(one.name for one in self.deprecated if one.parameter)):
            note(actor.id, each, self.scope, self.status)

    async def _answer(self) -> None:
        if permission := self.edge.shell.permission(self.scope["method"], self.headers):
            await permission(self.scope, self.receive_next, self.send)
            return
        try:
            if self.edge.recognise and self.token and not self.scope["state"].get("actor"):
                await self._recognised(self.edge.recognise, self.token)
            if refusal := self._refusal():
                await self._problem(refusal)
                return
            if read := self.edge.routes.read(self.scope):
                await self._told(read)
            else:
                await self._command()
        except _Stop:
            return
        except Exception as error:
            if self.stopped:
                return
            gone = database_is_gone(error)
            if not gone:
                self.edge.log.exception("request.failed")
            if self.status:
                raise
            await self._problem(Unavailable() if gone else Unexpected())

    async def _recognised(self, recognise: Recognise, token: str) -> None:
        """Ask who the person is, and keep the answer for whatever needs an actor."""
        agency = self.headers.get(b"talenta-agency")
        state = self.scope["state"]
        try:
            named = None if agency is None else agency.strip().decode("latin-1")
            state["actor"] = await recognise(token, named)
        except Problem as problem:
            state["refusal"] = problem

    async def _command(self) -> None:
        if self.limit <= self.edge.ordinary:
            await self._told(self.edge.commands)
            return
        async with self.edge.shell.uploads:
            await self._told(self.edge.commands)

    async def _told(self, app: ASGIApp) -> None:
        """Let somebody answer; their problems become answers too."""
        try:
            await app(self.scope, self.receive, self.send)
        except Exception as error:
            if self.status:
                raise
            response = await answer_to(error, Request(self.scope))
            await response(self.scope, self.receive, self.send)

    def _refusal(self) -> Problem | None:
        self.taken = self.edge.shell.quotas.take(self.scope, self.scope["state"].get("actor"))
        if self.taken is not None and self.taken.left < 0:
            return self.taken.refusal()
        if self.refused is not None:
            return self.refused
        if self.limit > self.edge.ordinary and self.scope["state"].get("actor") is None:
            self.limit = self.edge.ordinary  # nobody sends much before saying who they are
        if "\x00" in self.scope["path"] or b"%00" in self.scope["query_string"]:
            return InvalidRequest(errors=[Fault("", "nul-character", MESSAGES["nul_character"])])
        length = self.headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self.limit:
            return TooLarge(limit=self.limit)
        return None

    async def receive(self) -> Message:
        message = await self.receive_next()
        self.received += len(message.get("body", b""))
        if self.received > self.limit and not self.stopped:
            if not self.status:
                await self._problem(TooLarge(limit=self.limit))
            self.stopped = True
            raise _Stop
        return message

    async def send(self, message: Message) -> None:
        if self.stopped:
            return
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
            if self.shows and self.status == HTTPStatus.OK and JSON in message.get("headers", ()):
                self.held = message
                return
            self._dress(message)
        elif self.held is not None:
            start, self.held = self.held, None
            await self._show(start, message)
            return
        await self.send_next(message)

    def _dress(self, start: Message, *more: tuple[bytes, bytes]) -> None:
        headers = self.edge.shell.dressed(start.get("headers", ()), self.headers, self.taken)
        if self.edge.shell.deprecations:
            self.deprecated = self.edge.shell.deprecations.used(self.scope)
        if self.deprecated:
            headers += endings(self.deprecated, self.scope["path_params"])
        start["headers"] = [*headers, *more, (b"x-request-id", self.request_id.encode())]

    async def _show(self, start: Message, message: Message) -> None:
        """Name what is shown, if it is one thing; do not show again what the client has."""
        body = message.get("body", b"")
        if message.get("more_body") or body.startswith(PAGE):
            self._dress(start)
        else:
            tag = etag_of(body)
            asked = self.headers.get(b"if-none-match")
            if asked is not None and names(asked, tag, weakly=True):
                self.status = start["status"] = int(HTTPStatus.NOT_MODIFIED)
                message = {"type": "http.response.body", "body": b""}
                if self.taken is not None:
                    self.taken = self.taken.given_back()
            self._dress(start, (b"etag", tag))
            if self.status == HTTPStatus.NOT_MODIFIED:
                start["headers"] = [h for h in start["headers"] if h[0] not in OF_A_BODY]
        await self.send_next(start)
        await self.send_next(message)

    async def _problem(self, problem: Problem) -> None:
        self.scope["state"]["problem"] = problem.code
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in self.headers.items()}
        response = rendered(problem, headers, self.request_id)
        await response(self.scope, self.receive_next, self.send)

"""The fast way in: `RouteIndex` finds a route by its segments, `ReadRoute` answers a GET.

FastAPI keeps included routers as a tree that it walks for every request; with a service's whole
route table that costs more than everything else together. `RouteIndex` is one dictionary a
segment. It falls back to the ordinary router for whatever it does not know (404, mounts).
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, NamedTuple, NotRequired, get_type_hints
from urllib.parse import parse_qsl

import typing_extensions
from fastapi import FastAPI
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import ConfigDict, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.errors import Fault, InvalidRequest, NotFound
from app.core.paging import link_to_next
from app.core.reading import CHOOSING, reading_in
from app.core.selecting import FIELDS, choices_of
from app.core.validation import faults_of, unknown

JSON = (b"content-type", b"application/json")
NEXT = b',"next":"'


class ReadRoute(APIRoute):
    """Scalar path and query parameters in, JSON bytes out.

    The endpoint takes a `reader: Reader` besides, and returns the bytes that PostgreSQL made, or
    None for a 404. It is in the documentation like any route; its `response_model` is checked by
    tests, not for every answer.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        hints = get_type_hints(endpoint, include_extras=True)
        hints.pop("return", None)
        reader = hints.pop("reader", None)
        chooses = CHOOSING in getattr(reader, "__metadata__", ())
        self.choices = choices_of(self.response_model) if chooses else None
        parameters = inspect.signature(endpoint).parameters
        fields = {
            name: hint if parameters[name].default is inspect.Parameter.empty else NotRequired[hint]
            for name, hint in hints.items()
        }
        self._adapter = adapter_of(fields)
        self._in_path = frozenset(self.param_convertors)
        self._query = frozenset(fields) - self._in_path
        if self.choices is not None:
            self._query |= {FIELDS}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await super().handle(scope, receive, send)
            return
        reader = reading_in(scope)
        given: dict[str, Any] = scope["path_params"]
        if query := scope["query_string"]:
            pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
            given = {**dict(pairs), **given}
            if self.choices is not None:
                reader = replace(reader, wanted=self.choices.wanted(given))
                given.pop(FIELDS, None)
        try:
            values = self._adapter.validate_python(given)
        except ValidationError as error:
            raise InvalidRequest(errors=self._faults(error)) from None
        body = await self.endpoint(reader=reader, **values)
        if body is None:
            raise NotFound
        headers = [JSON, (b"content-length", b"%d" % len(body))]
        if body.endswith(b'"}') and (at := body.rfind(NEXT)) > 0:
            link = link_to_next(scope["path"], query, body[at + len(NEXT) : -2].decode())
            headers.append((b"link", link.encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _faults(self, error: ValidationError) -> list[Fault]:
        """What is wrong, where FastAPI would say it; of an unknown name, what there is."""
        strange = [e["loc"][0] for e in error.errors() if e["type"] == "extra_forbidden"]
        located = [
            {**e, "loc": ("path" if e["loc"][0] in self._in_path else "query", *e["loc"])}
            for e in error.errors()
            if e["type"] != "extra_forbidden"
        ]
        return faults_of(located) + unknown_parameters(strange, self._query)


def adapter_of(fields: dict[str, Any]) -> TypeAdapter[dict[str, Any]]:
    """Validates parameters by name; what is not among `fields` is refused."""
    make: Any = typing_extensions.TypedDict
    shape = make("Parameters", fields)
    shape.__pydantic_config__ = ConfigDict(extra="forbid")
    return TypeAdapter(shape)


Node = dict[Any, Any]


class Hit(NamedTuple):
    """A route as the index knows it."""

    target: ASGIApp
    names: tuple[str, ...]
    route: APIRoute
    known: frozenset[str]
    """Its query parameters."""
    template: str
    """Its whole path, for metrics and the log."""


class RouteIndex:
    """A tree of dictionaries over path segments, put in place of the router's own dispatch.

    Make it after the last `include_router`. It also refuses query parameters that a route does
    not know.
    """

    def __init__(self, app: FastAPI) -> None:
        self.router, self.fallback = app.router, app.router.middleware_stack
        self.root: Node = {}
        for context in iter_route_contexts(app.routes):
            route = context.original_route
            if isinstance(route, APIRoute) and ":" not in (context.path or ""):
                self._add(context, route)
        app.router.middleware_stack = self

    def _add(self, context: Any, route: APIRoute) -> None:
        node, names = self.root, []
        for segment in context.path.split("/")[1:]:
            key = segment
            if segment.startswith("{") and segment.endswith("}"):
                names.append(segment[1:-1])
                key = "{}"
            elif "{" in segment:  # a parameter inside a segment: leave it to the router
                return
            node = node.setdefault(key, {})
        target: ASGIApp = route.handle if isinstance(route, ReadRoute) else context.app
        known = frozenset(
            field.alias
            for field in get_flat_params(route.dependant)
            if isinstance(field.field_info, Query)
        )
        methods = node.setdefault(None, {})
        for method in context.methods or ():
            methods[method] = Hit(target, tuple(names), route, known, context.path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hit = self.find(scope) if scope["type"] == "http" else None
        if hit is None:
            if allowed := self.allowed(scope):
                raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": allowed})
            await self.fallback(scope, receive, send)
            return
        if scope["query_string"] and not isinstance(hit.route, ReadRoute):
            refuse_unknown(scope["query_string"], hit.known)
        await hit.target(scope, receive, send)

    def read(self, scope: Scope) -> ASGIApp | None:
        """The read that a request asks for; it needs nothing of what lies around the router."""
        if scope["method"] != "GET":
            return None
        hit = self.find(scope)
        return hit.target if hit is not None and isinstance(hit.route, ReadRoute) else None

    def allowed(self, scope: Scope) -> str:
        """The methods of an address that takes others than the one asked for; or nothing."""
        if scope["type"] != "http":
            return ""
        methods, _ = self._methods(scope["path"])
        return ", ".join(sorted(methods))

    def shows(self, scope: Scope) -> bool:
        """Whether an address that takes this method has a GET too, which shows what it changes."""
        methods = (scope["method"], "GET")
        return all(self.find({**scope, "method": method}) is not None for method in methods)

    def find(self, scope: Scope) -> Hit | None:
        """The route of a path and method; the scope learns it with its parameters' values."""
        methods, values = self._methods(scope["path"])
        hit = methods.get(scope["method"])
        if hit is not None:
            scope["path_params"] = dict(zip(hit.names, values, strict=True))
            scope["endpoint"], scope["route"] = hit.route.endpoint, hit.route
            scope["router"], scope["template"] = self.router, hit.template
        return hit

    def _methods(self, path: str) -> tuple[dict[str, Hit], list[str]]:
        """What an address takes, method by method, and the values that its parameters have."""
        node: Node = self.root
        values: list[str] = []
        for segment in path.split("/")[1:]:
            below = node.get(segment)
            if below is None or segment == "{}":
                below = node.get("{}")
                if below is None or not segment:
                    return {}, values
                values.append(segment)
            node = below
        return node.get(None) or {}, values


def refuse_unknown(query_string: bytes, known: frozenset[str]) -> None:
    """422 for a query parameter that the route does not have."""
    names = [name for name, _ in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)]
    if faults := unknown_parameters([name for name in names if name not in known], known):
        raise InvalidRequest(errors=faults)


def unknown_parameters(names: Sequence[Any], known: frozenset[str]) -> list[Fault]:
    """A fault for each, up to as many as anybody reads."""
    return [unknown(f"?{name}", str(name), known) for name in names[:10]]

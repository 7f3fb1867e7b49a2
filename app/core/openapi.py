"""OpenAPI 3.1 that is the truth: docstrings as documentation, errors as problems with examples."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic import Field

from app.core import deprecations
from app.core.codegen import for_generators
from app.core.errors import (
    Fault,
    InvalidRequest,
    Problem,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
)
from app.core.header_parameters import IDEMPOTENCY_KEY, IF_MATCH, REPLAYED, tell_of_headers
from app.core.idempotency import AnswerNotKept, KeyInFlight, KeyInvalid, KeyReused
from app.core.parameter_words import describe
from app.core.preconditions import Stale, Unconditional
from app.core.rendering import MEDIA_TYPE, MalformedBody, document
from app.core.schemas import Read
from app.core.selecting import parameter_of
from app.core.sharing import METHODS, Document, shared, written_out
from app.core.validation import MESSAGES

SERVERS = [{"url": "/", "description": "The installation that serves this document."}]
QUOTA = {
    name: {"description": description, "schema": {"type": kind}, "example": example}
    for name, kind, description, example in (
        ("Retry-After", "integer", "Seconds until a request is granted again.", 30),
        ("RateLimit", "string", "What is left: `r` requests for `t` seconds.", '"client";r=0;t=30'),
        (
            "RateLimit-Policy",
            "string",
            "The quota: `q` requests in `w` seconds.",
            '"client";q=6000;w=60',
        ),
    )
}
"""The headers of a refusal for asking too often; all other answers have the last two as well."""


class FaultRead(Read):
    """One thing wrong in what was sent."""

    pointer: str
    """Where: a JSON pointer into the body, `?name` for a query parameter, `path:name`."""
    code: str
    """What, for programs."""
    detail: str
    """What to do, for people."""


class ProblemRead(Read):
    """An error (RFC 9457). Match on `code`; `title` and `detail` follow Accept-Language."""

    type: str
    """Reference of the kind of problem, `/problems/<code>`."""
    title: str
    """The kind of problem in a few words."""
    status: int
    """HTTP status."""
    detail: str
    """What happened and what to do next."""
    code: str
    """The kind of problem, for programs."""
    request_id: str
    """Name of this request in the service's log."""
    errors: list[FaultRead] = Field(default_factory=list)
    """What is wrong in the request; absent when it is not the request."""


def problems(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Name the problems that a route can answer, with an example of each, for its `responses=`."""
    responses: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        entry = responses.setdefault(
            int(kind.status),
            {
                "model": ProblemRead,
                "description": "",
                "content": {"application/json": {"examples": {}}},
            },
        )
        line = f"`{kind.code}`: {kind.title.en}."
        entry["description"] = f"{entry['description']}\n\n{line}".strip()
        entry["content"]["application/json"]["examples"][kind.code] = {"value": example(kind)}
    return responses


class _Placeholders(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def example(kind: type[Problem]) -> dict[str, Any]:
    """What the problem looks like."""
    words = type(kind.detail)(*(text.format_map(_Placeholders()) for text in kind.detail))
    problem = kind.__new__(kind)
    Exception.__init__(problem, words.en)
    problem.words, problem.values = words, {}
    problem.errors = (
        [Fault("/name", "missing", MESSAGES["missing"])] if issubclass(kind, InvalidRequest) else []
    )
    return document(problem, "id", "0192f3a47c1e4d6f9b3a5c7e8d9f0a1b")


def answers(example: Any, description: str = "Successful response.") -> dict[str, Any]:
    """Show an example of a success, as the entry of its status in a route's `responses=`."""
    return {"description": description, "content": {"application/json": {"example": example}}}


def _with_nulls(app: FastAPI, document: Document) -> None:
    """Give successes back the members of their examples that are null: FastAPI drops them."""
    for context in iter_route_contexts(app.routes):
        path = document["paths"].get(context.path, {})
        for method in context.methods or ():
            for status, response in path.get(method.lower(), {}).get("responses", {}).items():
                given = getattr(context, "responses", {}).get(int(status), {})
                for media_type, content in given.get("content", {}).items():
                    if "example" in content:
                        shown = response["content"][media_type]
                        shown["example"] = jsonable_encoder(content["example"])


def _with_choices(app: FastAPI, document: Document) -> None:
    """Tell what can be chosen of an answer, each list of names once."""
    for context in iter_route_contexts(app.routes):
        choices = getattr(context.original_route, "choices", None)
        if choices is not None:
            parameter, schema = parameter_of(choices)
            document["components"]["schemas"] |= schema
            document["paths"][context.path]["get"].setdefault("parameters", []).append(parameter)


def _common(operation: dict[str, Any]) -> list[type[Problem]]:
    """The problems that follow from an operation's shape."""
    kinds: list[type[Problem]] = [Unavailable]
    if operation.get("tags") != ["operations"]:
        kinds.append(TooManyRequests)
    if operation.get("security"):
        kinds.append(Unauthenticated)
    conditions = [p for p in operation.get("parameters", ()) if p["name"] == IF_MATCH["name"]]
    if conditions:
        kinds.append(Stale)
    if any(condition != IF_MATCH for condition in conditions):
        kinds.append(Unconditional)
    if IDEMPOTENCY_KEY in operation.get("parameters", ()):
        kinds += [KeyInvalid, KeyReused, KeyInFlight, AnswerNotKept]
    if operation.get("parameters") or operation.get("requestBody"):
        kinds.append(InvalidRequest)
    if "requestBody" in operation:
        kinds.append(TooLarge)
        if "application/json" in operation["requestBody"]["content"]:
            kinds += [MalformedBody, UnsupportedMedia]
    return kinds


def _complete(operation: dict[str, Any]) -> None:
    """Words from the docstring, the common problems, and problems under their own media type."""
    operation.setdefault("security", [])  # open to anybody, and said so
    summary, _, rest = operation.get("description", "").partition("\n\n")
    operation["summary"] = summary.replace("\n", " ").rstrip(".")
    operation["description"] = rest or summary
    responses = operation["responses"]
    for status, entry in problems(*_common(operation)).items():
        known = responses.setdefault(
            str(status), {"description": "", "content": {"application/json": {"examples": {}}}}
        )
        content = known.setdefault("content", {}).setdefault("application/json", {})
        if "HTTPValidationError" in str(content.get("schema")):
            known.update(description="", content={"application/json": {}})
            content = known["content"]["application/json"]
        fresh = entry["content"]["application/json"]["examples"]
        content["examples"] = {**fresh, **content.get("examples", {})}
        content["schema"] = {"$ref": "#/components/schemas/ProblemRead"}
        if entry["description"] not in known["description"]:
            known["description"] = f"{known['description']}\n\n{entry['description']}".strip()
    if IDEMPOTENCY_KEY in operation.get("parameters", ()):
        for status, entry in responses.items():
            if status < "400":
                entry["headers"] = {**entry.get("headers", {}), **REPLAYED}
    if "429" in responses:
        responses["429"]["headers"] = QUOTA
    for status, entry in responses.items():
        content = entry.get("content", {})
        if status >= "400" and "application/json" in content:
            entry["content"] = {MEDIA_TYPE: content["application/json"]}


def also(document: Document, operation: dict[str, Any], *kinds: type[Problem]) -> None:
    """Name further problems that an operation of the finished document can answer."""
    for status, entry in problems(*kinds).items():
        known = deepcopy(
            written_out(document, operation["responses"].get(str(status), {"description": ""}))
        )
        operation["responses"][str(status)] = known
        content = known.setdefault("content", {}).setdefault(MEDIA_TYPE, {})
        content.setdefault("schema", {"$ref": "#/components/schemas/ProblemRead"})
        examples = entry["content"]["application/json"]["examples"]
        content["examples"] = {**content.get("examples", {}), **examples}
        known["description"] = f"{known['description']}\n\n{entry['description']}".strip()


def install(
    app: FastAPI,
    tags: list[dict[str, str]],
    finish: Callable[[dict[str, Any]], None] = lambda _: None,
) -> None:
    """Make `app.openapi()` answer our document, after `finish` has had its way with it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=tags,
                servers=SERVERS,
            )
            _with_nulls(app, schema)
            components = schema.setdefault("components", {}).setdefault("schemas", {})
            for model in (ProblemRead, FaultRead):
                document = model.model_json_schema(ref_template="#/components/schemas/{model}")
                document.pop("$defs", None)
                components[model.__name__] = document
            _with_choices(app, schema)
            for address, path in schema["paths"].items():
                tell_of_headers(address, path)
                for method in METHODS:
                    if method in path:
                        describe(path[method])
                        _complete(path[method])
            for unused in ("HTTPValidationError", "ValidationError"):
                components.pop(unused, None)
            deprecations.mark(schema, deprecations.DEPRECATED)
            finish(schema)
            app.openapi_schema = shared(for_generators(schema))
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way

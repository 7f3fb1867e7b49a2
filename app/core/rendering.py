"""Every error as `application/problem+json` (RFC 9457), in the language the client asks for."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import asyncpg
import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app.core.errors import (
    Blinded,
    Fault,
    Forbidden,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooLarge,
    Unavailable,
    Unexpected,
    UnsupportedMedia,
)
from app.core.validation import faults_of
from app.core.words import Language, Words, language_of

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
BLIND = "BLIND"
"""SQLSTATE with which the database refuses people to a member of an open blind session."""
GONE = (
    OSError,
    asyncio.TimeoutError,
    PoolTimeout,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.exceptions.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)


class MalformedBody(InvalidRequest):
    status = HTTPStatus.BAD_REQUEST
    code = "malformed-body"
    title = Words("Isi bukan JSON yang sah", "The body is not valid JSON")
    detail = Words(
        "Isi tidak dapat dibaca sebagai JSON: {reason}.",
        "The body cannot be read as JSON: {reason}.",
    )


def document(problem: Problem, language: Language, request_id: str) -> dict[str, Any]:
    """The members of a problem as a client receives them."""
    body: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": problem.title.in_(language),
        "status": int(problem.status),
        "detail": problem.words.in_(language),
        "code": problem.code,
        "request_id": request_id,
    }
    body.update({name: problem.values[name] for name in problem.shown if name in problem.values})
    if problem.errors:
        body["errors"] = [
            {"pointer": fault.pointer, "code": fault.code, "detail": fault.words.in_(language)}
            for fault in problem.errors
        ]
    return body


def rendered(problem: Problem, headers: dict[str, str], request_id: str) -> Response:
    """A problem as a response; `headers` are the request's, with lower-case names."""
    language = language_of(headers.get("accept-language"))
    body = document(problem, language, request_id)
    return Response(
        orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={**problem.headers, "Content-Language": language},
    )


def _respond(request: Request, problem: Problem) -> Response:
    state = request.scope.setdefault("state", {})
    state["problem"] = problem.code
    return rendered(problem, dict(request.headers), state.get("request_id", ""))


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - narrows the type
    return _respond(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - narrows the type
    errors = error.errors()
    if any(e["type"] == "json_invalid" for e in errors):
        reason = next(e for e in errors if e["type"] == "json_invalid")["ctx"]["error"]
        return _respond(request, MalformedBody(reason=reason))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body_missing = any(
        e["loc"] == ("body",) or e["type"] == "model_attributes_type" for e in errors
    )
    if body_missing and kind and kind != "application/json" and not kind.startswith("multipart/"):
        return _respond(request, UnsupportedMedia(expected="application/json"))
    return _respond(request, InvalidRequest(errors=faults_of(errors, error.body)))


async def _http(request: Request, error: Exception) -> Response:
    """Errors that the framework raises by itself: no route, wrong method, body too large."""
    assert isinstance(error, HTTPException)  # noqa: S101 - narrows the type
    kinds: dict[int, type[Problem]] = {404: NotFound, 405: MethodNotAllowed}
    if error.status_code in kinds:
        response = _respond(request, kinds[error.status_code]())
    elif error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        response = _respond(request, TooLarge(limit=""))
    elif error.status_code == HTTPStatus.BAD_REQUEST:
        fault = Fault("", "malformed-body", Words(str(error.detail), str(error.detail)))
        response = _respond(request, MalformedBody(reason=error.detail, errors=[fault]))
    else:
        response = _respond(request, Unexpected())
    response.headers.update(error.headers or {})
    return response


def database_is_gone(error: BaseException | None) -> bool:
    """Whether an exception, or what caused it, says that the database cannot be reached."""
    while error is not None:
        if isinstance(error, GONE) or (
            isinstance(error, DBAPIError) and error.connection_invalidated
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


def blind_session_of(error: BaseException | None) -> str | None:
    """The open blind session for whose sake the database showed nothing."""
    while error is not None:
        if isinstance(error, asyncpg.PostgresError) and error.sqlstate == BLIND:
            return str(error.detail)
        error = error.__cause__ or error.__context__
    return None


def refusal_of(error: BaseException | None) -> str | None:
    """How row-level security or a missing privilege stopped what our own checks let through."""
    while error is not None:
        if isinstance(error, asyncpg.InsufficientPrivilegeError):
            return str(error)
        error = error.__cause__ or error.__context__
    return None


async def _database(request: Request, error: Exception) -> Response:
    if database_is_gone(error):
        log.warning("database.unavailable", error=type(error).__name__)
        return _respond(request, Unavailable())
    if session_id := blind_session_of(error):
        return _respond(request, Blinded(session_id=session_id))
    if refusal := refusal_of(error):
        log.error("database.refused", refusal=refusal)  # a check of the service is missing
        return _respond(request, Forbidden())
    raise error


Handler = Callable[[Request, Exception], Awaitable[Response]]
HANDLERS: dict[type[Exception], Handler] = {
    Problem: _problem,
    RequestValidationError: _invalid,
    HTTPException: _http,
    OSError: _database,
    InterfaceError: _database,
    OperationalError: _database,
    DBAPIError: _database,
    PoolTimeout: _database,
    TimeoutError: _database,
    asyncpg.PostgresError: _database,
    asyncpg.InterfaceError: _database,
}


def install(app: FastAPI) -> None:
    """Register the handlers. What none of them takes becomes `Unexpected` at the edge."""
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)


async def answer_to(error: Exception, request: Request) -> Response:
    """The answer that a handler has for an error; raises the error when none has."""
    for kind in type(error).__mro__:
        if handler := HANDLERS.get(kind):
            return await handler(request, error)
    raise error

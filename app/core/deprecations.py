"""What of the API is going to end: one table, told in answers, the document, the log and metrics.

An operation or a query parameter is deprecated at least `NOTICE` before it may be gone. From then
on its answers have `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and links to what to do. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote

from app.core.headers import Header

NOTICE = timedelta(days=183)
WORDS = b'</docs>; rel="deprecation sunset"; type="text/html"'
"""Where the document says it in words."""
TOLD = {
    "Deprecation": "When it was deprecated, `@` and Unix time (RFC 9745).",
    "Sunset": "From when on it may be gone (RFC 8594).",
    "Link": "`deprecation`, `sunset`: what to read. `successor-version`: what to call.",
}


class Deprecated(NamedTuple):
    """An operation, or a query parameter of it, that is going to end. Days begin at 00:00 UTC."""

    operation: str
    """`GET /v1/units`, as the document has it."""
    since: date
    sunset: date
    """From when on it may be gone."""
    instead: str
    """What to do, in a sentence."""
    parameter: str | None = None
    successor: str | None = None
    """The address that takes its place; `{…}` as in its own."""

    @property
    def name(self) -> str:
        """By what it goes in the log, in metrics and in the list of announced changes."""
        parameter = "" if self.parameter is None else f": query {self.parameter}"
        return self.operation + parameter


DEPRECATED: tuple[Deprecated, ...] = ()
"""All that is deprecated. What is gone stays here until the API is released anew (`v1.json`)."""


class Deprecations:
    """The table by operation; false where nothing is deprecated."""

    def __init__(self, table: Iterable[Deprecated]) -> None:
        self._of: dict[str, list[Deprecated]] = {}
        for one in table:
            self._of.setdefault(one.operation, []).append(one)

    def __bool__(self) -> bool:
        return bool(self._of)

    def used(self, scope: Mapping[str, Any]) -> Sequence[Deprecated]:
        """What a request uses of it."""
        known = self._of.get(f"{scope['method']} {scope.get('template')}", ())
        if not known:
            return ()
        given = {
            name
            for name, _ in parse_qsl(
                scope["query_string"].decode("latin-1"), keep_blank_values=True
            )
        }
        return [one for one in known if one.parameter is None or one.parameter in given]


def headers(used: Sequence[Deprecated], path: Mapping[str, str]) -> Iterator[Header]:
    """What an answer says of what its request used; `path` are the values in its address."""
    since, sunset = (_began(min(days)) for days in zip(*(one[1:3] for one in used), strict=True))
    yield b"deprecation", b"@%d" % since.timestamp()
    yield b"sunset", format_datetime(sunset, usegmt=True).encode()
    yield b"link", WORDS
    values = {name: quote(value, safe="") for name, value in path.items()}
    for address in {one.successor for one in used if one.successor}:
        yield b"link", f'<{address.format_map(values)}>; rel="successor-version"'.encode()


def mark(document: dict[str, Any], table: Iterable[Deprecated]) -> None:
    """Say it in the OpenAPI document, of whatever it still has."""
    for one in table:
        method, _, address = one.operation.partition(" ")
        operation = document["paths"].get(address, {}).get(method.lower())
        if operation is None:
            continue
        marked = [operation] if one.parameter is None else _parameters(operation, one.parameter)
        for part in marked:
            words = f"Deprecated since {one.since}; may be gone from {one.sunset} on. {one.instead}"
            part["deprecated"] = True
            part["description"] = f"{words}\n\n{part.get('description', '')}".strip()
        for status, answer in operation["responses"].items():
            if status < "400":
                said = {
                    n: {"description": d, "schema": {"type": "string"}} for n, d in TOLD.items()
                }
                answer["headers"] = {**said, **answer.get("headers", {})}


def fault(one: Deprecated) -> str | None:
    """What is wrong with an entry, if anything is."""
    if one.sunset - one.since < NOTICE:
        return "it ends too soon"
    if not re.fullmatch(r"(GET|POST|PUT|PATCH|DELETE) /\S+", one.operation):
        return "it names no operation"
    named = set(re.findall(r"{(\w+)}", one.successor or ""))
    if named - set(re.findall(r"{(\w+)}", one.operation)):
        return "its successor needs more than its address has"
    return None


def _parameters(operation: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = operation.get("parameters", ())
    return [one for one in found if (one.get("in"), one.get("name")) == ("query", name)]


def _began(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

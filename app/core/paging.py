"""Pages of a list: keyset cursors, never OFFSET."""

import base64
import binascii
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

import orjson
from pydantic import Field

from app.core.errors import Fault, InvalidRequest
from app.core.schemas import Read
from app.core.validation import MESSAGES

T = TypeVar("T")

Limit = Annotated[int, Field(ge=1, le=200, description="Items per page.")]
Cursor = Annotated[
    str,
    Field(max_length=500, description="`next` of the page before; leave it out for the first."),
]
DEFAULT_LIMIT = 50


class Page(Read, Generic[T]):
    """One page of a list."""

    items: list[T]
    """The items of this page, in the list's order."""
    next: str | None
    """Cursor of the next page; null on the last one. The `Link` header holds its whole address."""


def encode_cursor(name: str, *values: Any) -> str:
    """The cursor behind an item of the list `name` whose order has these key values."""
    return base64.urlsafe_b64encode(orjson.dumps([name, *values])).rstrip(b"=").decode()


def decode_cursor(cursor: str, name: str, keys: int) -> list[Any]:
    """The key values in a cursor of the list `name`; a cursor from elsewhere is refused."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if isinstance(values, list) and len(values) == keys + 1 and values[0] == name:
            return values[1:]
    except (binascii.Error, ValueError):
        pass
    raise cursor_invalid()


def cursor_invalid() -> InvalidRequest:
    return InvalidRequest(errors=[Fault("?cursor", "cursor-invalid", MESSAGES["cursor_invalid"])])


def link_to_next(path: str, query_string: bytes, cursor: str) -> str:
    """The value of a `Link` header (RFC 8288) to the next page of the same list."""
    query = dict(parse_qsl(query_string.decode("latin-1")))
    return f'<{path}?{urlencode({**query, "cursor": cursor})}>; rel="next"'

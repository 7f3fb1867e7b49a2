"""Which pages of other origins may use the API from a browser (Fetch Standard, CORS protocol).

Only origins that the settings name, letter by letter; never cookies, for there are none. With no
origin named, no answer says a word about it and browsers refuse.
"""

from collections.abc import Iterable, Mapping

Header = tuple[bytes, bytes]

VARY = (b"vary", b"Origin")
EXPOSED = (
    b"content-disposition, etag, idempotent-replayed, link, location, ratelimit, ratelimit-policy,"
    b" retry-after, x-request-id"
)
METHODS = "GET, POST, PUT, PATCH, DELETE"
HEADERS = (
    "accept-language, authorization, content-type, idempotency-key, if-match, if-none-match,"
    " talenta-agency, traceparent, tracestate, x-request-id"
)
KEPT_SECONDS = "600"


class Origins:
    """The origins that may come in."""

    def __init__(self, origins: Iterable[str]) -> None:
        self.origins = frozenset(origin.encode() for origin in origins)

    def __bool__(self) -> bool:
        return bool(self.origins)

    def headers(self, asked: Mapping[bytes, bytes]) -> list[Header]:
        """What an answer says to the page that asked, with `asked` the request's headers."""
        origin = asked.get(b"origin")
        if origin is None or origin not in self.origins:
            return [VARY]
        return [
            VARY,
            (b"access-control-allow-origin", origin),
            (b"access-control-expose-headers", EXPOSED),
        ]

    def permission(self, asked: Mapping[bytes, bytes]) -> dict[str, str] | None:
        """What to answer to a preflight; None when the request is none."""
        if b"access-control-request-method" not in asked:
            return None
        if asked.get(b"origin") not in self.origins:
            return {}
        return {
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": HEADERS,
            "Access-Control-Max-Age": KEPT_SECONDS,
        }

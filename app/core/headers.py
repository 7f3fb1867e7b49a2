"""What every answer says to browsers, and what a page of ours may do there.

The API is for programs: nothing in its answers may run, be framed, sniffed or kept. A route that
knows better says so itself and is left alone; a page that brings scripts or styles in its own text
names them by `policy_of`.
"""

import base64
import hashlib
import re
from collections.abc import Iterable

from app.core.config import Settings

Header = tuple[bytes, bytes]
Standards = dict[bytes, list[Header]]

COMMON: tuple[Header, ...] = (
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
"""Added to every answer that does not say otherwise (OWASP REST Security Cheat Sheet)."""
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
"""For a year a browser comes by HTTPS alone, to this host and those below it (ASVS 3.4.1)."""
NO_STORE = (b"cache-control", b"no-store")
ASK_AGAIN = (b"cache-control", b"no-cache")
NOTHING = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
FENCE = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
PAGE = (
    b"content-security-policy",
    f"{FENCE}; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'".encode(),
)
API = b""
ASSETS = (b"text/css", b"text/javascript", b"image/png")
"""What names nobody: a browser may keep it, and asks whether it is still the same."""
PLAIN = (b"content-type", b"application/json"), b"content-length"
"""The headers of nearly every read: among them nothing needs to be looked up."""
INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def standards(settings: Settings) -> Standards:
    """The headers of an installation by kind of content; under no kind, those of the API.

    HSTS is told where people reach the installation by HTTPS.
    """
    common = (*COMMON, HSTS) if settings.public_url.startswith("https://") else COMMON
    return {
        API: [NO_STORE, NOTHING, *common],
        b"text/html": [NO_STORE, PAGE, *common],
        **{kind: [ASK_AGAIN, NOTHING, *common] for kind in ASSETS},
    }


def dressed(own: Iterable[Header], standards: Standards) -> list[Header]:
    """The headers of an answer, and those of its kind that it does not have."""
    headers = list(own)
    if len(headers) == len(PLAIN) and headers[0] == PLAIN[0] and headers[1][0] == PLAIN[1]:
        return headers + standards[API]
    said = dict(headers)
    kind = said.get(b"content-type", b"").partition(b";")[0]
    if not kind and b"etag" in said:  # "not modified" says no type, and must not say `no-store`
        kind = ASSETS[0]
    chosen = standards.get(kind) or standards[API]
    headers += [header for header in chosen if header[0] not in said]
    return headers


def policy_of(html: str) -> str:
    """A content security policy for a page of ours that allows its inline scripts and styles.

    They are named by the hashes of their texts; nothing else runs but what lies beside the page.
    """
    found: dict[str, list[str]] = {"script": ["'self'"], "style": ["'self'"]}
    for kind, content in INLINE.findall(html):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        found[kind].append(f"'sha256-{digest}'")
    return "; ".join([FENCE, *(f"{kind}-src {' '.join(own)}" for kind, own in found.items())])

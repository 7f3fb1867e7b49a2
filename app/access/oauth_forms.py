"""The forms of OAuth 2.0: how a client sends its parameters and names itself (RFC 6749)."""

import base64
import binascii
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Request

from app.access.errors import TokenRequestInvalid

FORM = "application/x-www-form-urlencoded"


async def form_in(request: Request) -> dict[str, str]:
    """The parameters of a request."""
    return form_of(request.headers.get("content-type", ""), await request.body())


def form_of(content_type: str, body: bytes) -> dict[str, str]:
    """The parameters of a form; one that comes twice makes it invalid (RFC 6749, section 3.2)."""
    if content_type.partition(";")[0].strip().lower() != FORM:
        raise TokenRequestInvalid
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise TokenRequestInvalid from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise TokenRequestInvalid
    return {name: value for name, value in form.items() if value}


def credentials_of(authorization: str | None, form: dict[str, str]) -> tuple[str, str]:
    """Client id and secret, from HTTP Basic or from the form (RFC 6749, section 2.3.1)."""
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        if "client_id" not in form or "client_secret" not in form:
            raise TokenRequestInvalid
        return form["client_id"], form["client_secret"]
    if "client_secret" in form:
        raise TokenRequestInvalid
    try:
        given = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise TokenRequestInvalid from None
    client_id, _, secret = given.partition(":")
    return unquote_plus(client_id), unquote_plus(secret)

"""What anybody can ask at the door: tokens, their revocation, the keys that sign them."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.access.errors import (
    NO_STORE,
    ClientRefused,
    GrantTypeUnsupported,
    LoginLimited,
    ScopeInvalid,
    TokenOfAnother,
    TokenRequestInvalid,
)
from app.access.oauth_forms import FORM, credentials_of, form_in
from app.access.recognition import recognise
from app.access.revocations import revoke_own
from app.access.schemas import KeySetRead, TokenRead
from app.core.openapi import answers, problems
from app.core.quotas import address_of

router = APIRouter(tags=["access"])

A_TOKEN = {
    "access_token": "eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiYXQrand0In0.…",
    "token_type": "Bearer",
    "expires_in": 900,
    "scope": "simpeg",
}
A_KEY_SET = {
    "keys": [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "A-FXwS-JEQ-aurNOkgsUgjXI8wH1nsCPTnFIS86YdsQ",
            "kid": "2fSMjg14VAhSlqLfPWav3QmcCJhrWskFIeoAco_atEs",
            "use": "sig",
            "alg": "Ed25519",
        }
    ]
}
CLIENT = {
    "client_id": {"type": "string", "format": "uuid"},
    "client_secret": {"type": "string", "format": "password"},
}


def form_with(required: str, **properties: dict[str, str]) -> dict[str, Any]:
    """The request body of an OAuth form, for the documentation."""
    schema = {"type": "object", "required": [required], "properties": {**properties, **CLIENT}}
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}}


TOKEN_REQUEST = form_with(
    "grant_type",
    grant_type={"type": "string", "const": "client_credentials"},
    scope={"type": "string", "description": "Roles to narrow the token to, separated by spaces."},
)
REVOCATION_REQUEST = form_with(
    "token",
    token={"type": "string", "description": "The access token to revoke."},
    token_type_hint={"type": "string", "description": "`access_token`, or nothing."},
)


@router.post(
    "/oauth/token",
    response_model=TokenRead,
    responses={
        200: answers(A_TOKEN),
        **problems(
            TokenRequestInvalid, GrantTypeUnsupported, ScopeInvalid, ClientRefused, LoginLimited
        ),
    },
    openapi_extra=TOKEN_REQUEST,
)
async def issue_token(request: Request, response: Response) -> dict[str, Any]:
    """Get an access token.

    OAuth 2.0 client credentials (RFC 6749, section 4.4). Name the client in the form or by HTTP
    Basic, not both. Errors have the members `error` and `error_description` of RFC 6749 besides
    those of every problem. After ten failures from one address a client waits a quarter of an hour.
    """
    form, state = await form_in(request), request.app.state
    client_id, secret = credentials_of(request.headers.get("authorization"), form)
    if "grant_type" not in form:
        raise TokenRequestInvalid
    if form["grant_type"] != "client_credentials":
        raise GrantTypeUnsupported
    address = address_of(request.scope)
    actor, until = await recognise(
        state.sessions, client_id, secret, form.get("scope"), address=address
    )
    response.headers.update(NO_STORE)
    return {
        "access_token": state.tokens.issue(actor, until),
        "token_type": "Bearer",
        "expires_in": state.tokens.lifetime(until),
        "scope": " ".join(sorted(actor.roles)),
    }


@router.post(
    "/oauth/revoke",
    response_class=Response,
    responses=problems(TokenRequestInvalid, TokenOfAnother, ClientRefused, LoginLimited),
    openapi_extra=REVOCATION_REQUEST,
)
async def revoke_token(request: Request) -> Response:
    """Revoke a token.

    RFC 7009: a client that needs its access token no more, or fears that others have it, makes it
    worthless at once, everywhere. The client names itself as for a token. What is no token of ours,
    or has run out, is answered with success as well.
    """
    form, state = await form_in(request), request.app.state
    client_id, secret = credentials_of(request.headers.get("authorization"), form)
    if "token" not in form:
        raise TokenRequestInvalid
    address = address_of(request.scope)
    actor, _ = await recognise(state.sessions, client_id, secret, address=address)
    found = state.tokens.examine(form["token"])
    if found is not None:
        await revoke_own(state.sessions, actor, found.stamp, found.expires)
        state.tokens.revocations.revoke(found.stamp.actor_id, jti=found.stamp.jti)
    return Response(headers=NO_STORE)


@router.get(
    "/.well-known/jwks.json", response_model=KeySetRead, responses={200: answers(A_KEY_SET)}
)
async def list_signing_keys(request: Request, response: Response) -> dict[str, Any]:
    """List the keys that sign access tokens.

    With them another service can verify a token by itself (RFC 7517). The first signs; one that
    will sign next is here ten minutes before, one that signed before until its tokens have run out.
    """
    response.headers["Cache-Control"] = "public, max-age=300"
    return dict(request.app.state.tokens.key_set())

"""What can be asked at the door: tokens by anybody, clients by an administrator."""

import base64
import binascii
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote_plus
from uuid import UUID

from fastapi import APIRouter, Request, Response, status
from pydantic import Field

from app.access import policy, queries, service
from app.access.errors import (
    NO_STORE,
    AuthorityInvalid,
    ClientNameTaken,
    ClientNotFound,
    ClientRefused,
    GrantTypeUnsupported,
    ScopeInvalid,
    TokenRequestInvalid,
)
from app.access.schemas import (
    ClientAdmission,
    ClientRead,
    ClientSecretRead,
    KeySetRead,
    TokenRead,
)
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.queries import Reader
from app.core.routing import ReadRoute

public = APIRouter(tags=["access"])
router = APIRouter(prefix="/clients", tags=["access"])
reads = APIRouter(prefix="/clients", tags=["access"], route_class=ReadRoute)

ClientId = Annotated[UUID, Field(description="Id of a client: its `client_id`.")]
FORM = "application/x-www-form-urlencoded"

A_CLIENT = {
    "id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b",
    "name": "SIMPEG Provinsi",
    "roles": ["simpeg"],
    "agency_id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
    "active": True,
    "created_at": "2026-01-05T02:00:00Z",
}
A_SECRET = {**A_CLIENT, "client_secret": "p0Zk… (43 characters, shown this once)"}
A_TOKEN = {
    "access_token": "eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiYXQrand0In0.…",
    "token_type": "Bearer",
    "expires_in": 3600,
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
TOKEN_REQUEST: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "const": "client_credentials"},
                        "client_id": {"type": "string", "format": "uuid"},
                        "client_secret": {"type": "string", "format": "password"},
                        "scope": {
                            "type": "string",
                            "description": "Roles to narrow the token to, separated by spaces.",
                        },
                    },
                }
            }
        },
    }
}


@public.post(
    "/oauth/token",
    response_model=TokenRead,
    responses={
        200: answers(A_TOKEN),
        **problems(TokenRequestInvalid, GrantTypeUnsupported, ScopeInvalid, ClientRefused),
    },
    openapi_extra=TOKEN_REQUEST,
)
async def issue_token(request: Request, response: Response) -> dict[str, Any]:
    """Get an access token.

    OAuth 2.0 client credentials (RFC 6749, section 4.4). Name the client in the form or by HTTP
    Basic, not both. Errors have the members `error` and `error_description` of RFC 6749 besides
    those of every problem.
    """
    form = form_of(request.headers.get("content-type", ""), await request.body())
    client_id, secret = credentials_of(request.headers.get("authorization"), form)
    if "grant_type" not in form:
        raise TokenRequestInvalid
    if form["grant_type"] != "client_credentials":
        raise GrantTypeUnsupported
    actor = await service.recognise(
        request.app.state.sessions, client_id, secret, form.get("scope")
    )
    response.headers.update(NO_STORE)
    tokens = request.app.state.tokens
    return {
        "access_token": tokens.issue(actor),
        "token_type": "Bearer",
        "expires_in": tokens.seconds,
        "scope": " ".join(sorted(actor.roles)),
    }


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


@public.get(
    "/.well-known/jwks.json", response_model=KeySetRead, responses={200: answers(A_KEY_SET)}
)
async def list_signing_keys(request: Request, response: Response) -> dict[str, Any]:
    """List the keys that sign access tokens.

    With them another service can verify a token by itself (RFC 7517).
    """
    response.headers["Cache-Control"] = "public, max-age=300"
    return dict(request.app.state.tokens.key_set())


@reads.get(
    "",
    response_model=Page[ClientRead],
    responses={200: answers({"items": [A_CLIENT], "next": None}), **problems(Forbidden)},
)
async def list_clients(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List clients, by name.

    Roles `admin` and `auditor`; those of their agencies.
    """
    if not policy.can_view(reader.actor):
        raise Forbidden
    return await queries.CLIENTS.page(reader, limit, cursor)


@reads.get(
    "/{client_id}",
    response_model=ClientRead,
    responses={200: answers(A_CLIENT), **problems(Forbidden, ClientNotFound)},
)
async def get_client(reader: Reader, client_id: ClientId) -> bytes:
    """Show a client.

    Roles `admin` and `auditor`.
    """
    if not policy.can_view(reader.actor):
        raise Forbidden
    client = await queries.CLIENT.one(reader, client_id=client_id)
    if client is None:
        raise ClientNotFound(id=client_id)
    return client


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=ClientSecretRead,
    responses={
        201: answers(A_SECRET),
        **problems(Forbidden, ClientNameTaken, AuthorityInvalid),
    },
)
async def admit_client(
    session: Session, actor: CurrentActor, admission: ClientAdmission, response: Response
) -> dict[str, Any]:
    """Let a client in.

    Role `admin`. The answer holds the client's secret; it is shown this once.
    """
    response.headers.update(NO_STORE)
    return shown(await service.admit(session, actor, admission))


@router.post(
    "/{client_id}/secret",
    response_model=ClientSecretRead,
    responses={200: answers(A_SECRET), **problems(Forbidden, ClientNotFound)},
)
async def renew_client_secret(
    session: Session, actor: CurrentActor, client_id: ClientId, response: Response
) -> dict[str, Any]:
    """Give a client a new secret.

    Role `admin`. The old secret is refused from now on; a token already issued runs out by itself.
    """
    response.headers.update(NO_STORE)
    return shown(await service.renew_secret(session, actor, client_id))


@router.delete(
    "/{client_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, ClientNotFound),
)
async def lock_out_client(session: Session, actor: CurrentActor, client_id: ClientId) -> None:
    """Lock a client out.

    Role `admin`. It gets no further token; one already issued runs out by itself. The client stays
    on record, because its name stands beside what it did.
    """
    await service.lock_out(session, actor, client_id)


def shown(admitted: service.Admitted) -> dict[str, Any]:
    """A client with its new secret, for the one time that it is shown."""
    client = ClientRead.model_validate(admitted.client)
    return {**client.model_dump(), "client_secret": admitted.secret}

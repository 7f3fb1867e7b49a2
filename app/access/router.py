"""What can be asked about clients and their secrets, by an administrator."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response, status
from pydantic import Field

from app.access import policy, queries, service
from app.access.errors import (
    NO_STORE,
    AuthorityInvalid,
    ClientNameTaken,
    ClientNotFound,
    ClientSecretNotFound,
    ClientSecretsFull,
)
from app.access.schemas import (
    ClientAdmission,
    ClientRead,
    ClientSecretRead,
    SecretRead,
    SecretRotation,
)
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute

router = APIRouter(prefix="/clients", tags=["access"])
reads = APIRouter(prefix="/clients", tags=["access"], route_class=ReadRoute)

ClientId = Annotated[UUID, Field(description="Id of a client: its `client_id`.")]
SecretId = Annotated[UUID, Field(description="Id of a secret of the client.")]

A_CLIENT = {
    "id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b",
    "name": "SIMPEG Provinsi",
    "roles": ["simpeg"],
    "agency_id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
    "units": None,
    "kanreg": None,
    "valid_from": "2026-01-05",
    "valid_until": None,
    "active": True,
    "created_at": "2026-01-05T02:00:00Z",
}
A_NEW_SECRET = {
    **A_CLIENT,
    "client_secret": "p0Zk… (43 characters, shown this once)",
    "secret_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
    "old_secret_until": None,
}
A_ROTATION = {**A_NEW_SECRET, "old_secret_until": "2026-01-06T02:00:00Z"}
A_SECRET = {
    "id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
    "created_at": "2026-01-05T02:00:00Z",
    "expires_at": None,
    "last_used_at": "2026-01-05T02:10:00Z",
}


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
    responses={200: answers(A_CLIENT), **problems(ClientNotFound)},
)
async def get_client(reader: Reader, client_id: ClientId) -> bytes:
    """Show a client.

    Roles `admin` and `auditor`.
    """
    if not policy.can_view(reader.actor):
        raise ClientNotFound(id=client_id)
    client = await queries.CLIENT.one(reader, client_id=client_id)
    if client is None:
        raise ClientNotFound(id=client_id)
    return client


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=ClientSecretRead,
    responses={
        201: answers(A_NEW_SECRET),
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
    responses={200: answers(A_NEW_SECRET), **problems(Forbidden, ClientNotFound)},
)
async def renew_client_secret(
    session: Session, actor: CurrentActor, client_id: ClientId, response: Response
) -> dict[str, Any]:
    """Replace a client's secrets.

    Role `admin`. What it had is refused from now on; `POST /v1/clients/{client_id}/secrets` leaves
    it time to change over.
    """
    response.headers.update(NO_STORE)
    return shown(await service.renew_secret(session, actor, client_id))


@reads.get(
    "/{client_id}/secrets",
    response_model=Page[SecretRead],
    responses={
        200: answers({"items": [A_SECRET], "next": None}),
        **problems(Forbidden, ClientNotFound),
    },
)
async def list_client_secrets(
    reader: Reader, client_id: ClientId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List a client's secrets that are accepted.

    Role `admin`. When the old one was last used tells whether the client has changed over.
    """
    if not policy.can_view(reader.actor):
        raise ClientNotFound(id=client_id)
    if not policy.can_view_secrets(reader.actor):
        raise Forbidden
    if await queries.CLIENT.one(reader, client_id=client_id) is None:
        raise ClientNotFound(id=client_id)
    return await queries.SECRETS.page(reader, limit, cursor, client_id=client_id)


@router.post(
    "/{client_id}/secrets",
    status_code=status.HTTP_201_CREATED,
    response_model=ClientSecretRead,
    responses={
        201: answers(A_ROTATION),
        **problems(Forbidden, ClientNotFound, ClientSecretsFull),
    },
)
async def add_client_secret(
    session: Session,
    actor: CurrentActor,
    client_id: ClientId,
    rotation: SecretRotation,
    response: Response,
) -> dict[str, Any]:
    """Give a client a second secret.

    Role `admin`. The one before it is accepted for `overlap_hours` more, so that the client changes
    over without a gap. The secret is shown this once.
    """
    response.headers.update(NO_STORE)
    overlap = timedelta(hours=rotation.overlap_hours)
    return shown(await service.add_secret(session, actor, client_id, overlap))


@router.delete(
    "/{client_id}/secrets/{secret_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, ClientNotFound, ClientSecretNotFound),
)
async def remove_client_secret(
    session: Session, actor: CurrentActor, client_id: ClientId, secret_id: SecretId
) -> None:
    """Remove a secret.

    Role `admin`. It is refused from now on. Tokens that were got with it stay; see
    `POST /v1/clients/{client_id}/revocation`.
    """
    await service.remove_secret(session, actor, client_id, secret_id)


@router.post(
    "/{client_id}/revocation",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, ClientNotFound),
)
async def revoke_client_tokens(
    session: Session, actor: CurrentActor, client_id: ClientId, request: Request
) -> None:
    """Revoke all tokens of a client.

    Role `admin`. Those issued so far are refused everywhere at once; it may get new ones.
    """
    until = await service.revoke(session, actor, client_id)
    request.app.state.tokens.revocations.revoke(client_id, issued_until=until)


@router.delete(
    "/{client_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, ClientNotFound),
)
async def lock_out_client(
    session: Session, actor: CurrentActor, client_id: ClientId, request: Request
) -> None:
    """Lock a client out.

    Role `admin`. It gets no further token, and those that it has are refused everywhere at once.
    The client stays on record, because its name stands beside what it did.
    """
    until = await service.lock_out(session, actor, client_id)
    request.app.state.tokens.revocations.revoke(client_id, issued_until=until)


def shown(admitted: service.Admitted) -> dict[str, Any]:
    """A client with its new secret, for the one time that it is shown."""
    return {
        **ClientRead.model_validate(admitted.client).model_dump(),
        "client_secret": admitted.secret,
        "secret_id": admitted.secret_id,
        "old_secret_until": admitted.old_until,
    }

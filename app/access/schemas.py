"""How clients and tokens are worded."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.identity import Role
from app.core.schemas import Body, Read


class ClientAdmission(Body):
    """A client to let in."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    """What people call it; it stands beside all that the client does."""
    roles: Annotated[list[Role], Field(min_length=1, max_length=9)]
    """What it may do."""
    agency_id: UUID | None = None
    """Where the roles hold; null means in every agency."""


class ClientRead(Read):
    """A client, without its secret."""

    id: UUID
    """Its `client_id` at /oauth/token."""
    name: str
    """What people call it."""
    roles: list[Role]
    """What it may do."""
    agency_id: UUID | None
    """Where the roles hold; null means in every agency."""
    active: bool
    """False once it was locked out; then it gets no token."""
    created_at: datetime
    """When it was let in."""


class ClientSecretRead(ClientRead):
    """A client with the secret that was just made for it."""

    client_secret: str
    """Shown this once; only a hash is kept."""


class TokenRead(Read):
    """An access token (RFC 6749, section 5.1)."""

    access_token: str
    """Send it as `Authorization: Bearer …`."""
    token_type: Literal["Bearer"]
    """Always `Bearer`."""
    expires_in: int
    """Seconds until it expires."""
    scope: str
    """The roles in the token, separated by spaces."""


class KeyRead(Read):
    """A public key (RFC 7517, 8037)."""

    kty: str
    """`OKP`."""
    crv: str
    """`Ed25519`."""
    x: str
    """The public key, base64url."""
    kid: str
    """Its thumbprint (RFC 7638); tokens name it."""
    use: str
    """`sig`."""
    alg: str
    """`Ed25519` (RFC 9864)."""


class KeySetRead(Read):
    """The keys that sign access tokens."""

    keys: list[KeyRead]
    """All that are in use."""

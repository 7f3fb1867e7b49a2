"""How clients and tokens are worded."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.identity import Role
from app.core.schemas import Body, Read


class Authority(Body):
    """Roles, and where and when they hold."""

    roles: Annotated[list[Role], Field(min_length=1, max_length=len(Role))]
    """What may be done."""
    agency_id: UUID | None = None
    """Where the roles hold; null means in every agency."""
    units: Annotated[list[UUID], Field(min_length=1, max_length=50)] | None = None
    """Units of the agency: the roles hold in each and in all below it; null means in all units."""
    kanreg: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$", examples=["VII"])] | None = None
    """For role `kanreg` alone, without `agency_id`: the Kantor Regional where it holds."""
    valid_from: date | None = None
    """First day of the authority (UTC); null means today."""
    valid_until: date | None = None
    """Last day of the authority (UTC); null means until it is taken back."""


class ClientAdmission(Authority):
    """A client to let in."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    """What people call it; it stands beside all that the client does."""


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
    units: list[UUID] | None
    """Units where the roles hold, with all below; null means in all units."""
    kanreg: str | None
    """The Kantor Regional whose agencies these are; null means that no region limits them."""
    valid_from: date
    """First day on which it gets tokens (UTC)."""
    valid_until: date | None
    """Last day (UTC), at whose end its tokens run out too; null means until it is locked out."""
    active: bool
    """False once it was locked out; then it gets no token."""
    created_at: datetime
    """When it was let in."""


class ClientSecretRead(ClientRead):
    """A client with the secret that was just made for it."""

    client_secret: str
    """Shown this once; only a hash is kept."""
    secret_id: UUID
    """Names the secret where it is to be removed."""
    old_secret_until: datetime | None
    """Until when the secret before it is accepted too; null when there is none."""


class SecretRotation(Body):
    """How a new secret follows the one before it."""

    overlap_hours: Annotated[int, Field(ge=0, le=720)] = 24
    """How long both are accepted."""


class SecretRead(Read):
    """A secret of a client, without the secret itself."""

    id: UUID
    created_at: datetime
    """When it was made."""
    expires_at: datetime | None
    """From when on it is refused; null while no other follows it."""
    last_used_at: datetime | None
    """When a token was last asked for with it."""


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
    """Its thumbprint (RFC 7638), by which what it signed names it."""
    use: str
    """`sig`."""
    alg: str
    """`Ed25519` (RFC 9864)."""


class KeySetRead(Read):
    """The keys that sign access tokens."""

    keys: list[KeyRead]
    """All that are in use."""


class MembershipGrant(Authority):
    """What a person may do, by their identity at a provider."""

    issuer: Annotated[str, Field(min_length=1, max_length=500)]
    """The provider of identities: `iss` of its tokens, exactly."""
    subject: Annotated[str, Field(min_length=1, max_length=255)]
    """The person there: `sub` of their tokens."""
    name: Annotated[str, Field(min_length=1, max_length=200)]
    """What people call them; it stands beside all that they do."""
    employee_id: UUID | None = None
    """The civil servant that the person is; role `asn` sees what is about this one."""


class MembershipRead(Read):
    """What a person may do in one agency."""

    id: UUID
    issuer: str
    """The provider of identities."""
    subject: str
    """The person there."""
    actor_id: UUID
    """The person in the event log."""
    name: str
    """What people call them."""
    roles: list[Role]
    """What they may do."""
    agency_id: UUID | None
    """Where the roles hold; null means in every agency."""
    units: list[UUID] | None
    """Units where the roles hold, with all below; null means in all units."""
    employee_id: UUID | None
    """The civil servant that the person is, where known."""
    kanreg: str | None
    """The Kantor Regional whose agencies these are; null where it is not one's role."""
    valid_from: date
    """First day (UTC)."""
    valid_until: date | None
    """Last day (UTC); null means until it is taken back."""
    created_at: datetime
    """When it was given."""
    ended_at: datetime | None
    """When it was taken back; null while it was not."""

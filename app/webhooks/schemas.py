"""What is sent and received about webhooks."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.schemas import Body, Read
from app.webhooks.messages import Form
from app.webhooks.models import State
from app.webhooks.signing import Method

Pattern = Annotated[str, Field(min_length=1, max_length=80)]
Events = Annotated[list[Pattern], Field(min_length=1, max_length=50)]


class NewWebhook(Body):
    """An address that wants to be told."""

    url: Annotated[str, Field(max_length=2000)]
    """Where messages are sent: https, at a public address."""
    events: Events
    """Which events: `*`, `talent_map.*`, or one kind like `talent_map.calculated`."""
    description: Annotated[str, Field(max_length=300)] | None = None
    """For people."""
    form: Form = Form.STANDARD
    """How messages are written."""
    method: Method = Method.HMAC
    """How messages are signed."""
    agency: Annotated[str, Field(max_length=64)] | None = None
    """The agency's code, where the client acts in several."""


class WebhookPatch(Body):
    """What changes; whatever is left out stays."""

    url: Annotated[str, Field(max_length=2000)] | None = None
    """Where messages are sent."""
    events: Events | None = None
    """Which events."""
    description: Annotated[str, Field(max_length=300)] | None = None
    """For people."""
    enabled: bool | None = None
    """False stops messages; true starts them again. What happens meanwhile is not told."""


class Rotation(Body):
    """How long both secrets sign."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24
    """Hours for which the old secret still signs; 0 ends it at once."""


class Replay(Body):
    """Which messages to send again: those of an interval, whatever became of them."""

    since: datetime
    """Events from this instant on."""
    until: datetime | None = None
    """Events before this instant. Default: now."""
    only_failed: bool = True
    """Leave out what was delivered."""


class WebhookRead(Read):
    """An endpoint."""

    id: UUID
    """The webhook's id."""
    agency_id: UUID
    """The agency whose events it is told."""
    url: str
    """Where messages are sent."""
    events: list[str]
    """Which events."""
    description: str | None
    """For people."""
    form: Form
    """How messages are written."""
    method: Method
    """How messages are signed."""
    enabled: bool
    """Whether messages are sent."""
    disabled_because: str | None
    """`asked`, `gone` (it answered 410) or `failing` (nothing was taken for days)."""
    public_keys: list[str]
    """Ed25519 public keys (`whpk_…`) of which at least one verifies; none for HMAC."""
    created_at: datetime
    """When it was made."""


class WebhookMade(WebhookRead):
    """An endpoint with its secret, which is shown this once."""

    secret: str | None
    """`whsec_…`: what the receiver verifies with. None where it is the public key."""


class SecretMade(Read):
    """The secret that follows; shown this once."""

    secret: str | None
    """`whsec_…`, or None where a public key verifies."""
    public_key: str | None
    """`whpk_…`, or None for HMAC."""
    older_until: datetime | None
    """Until when the older secret still signs; None when there is no older one."""


class DeliveryRead(Read):
    """A message and how far it is."""

    id: UUID
    """The delivery's id; `webhook-id` of the message is `msg_` and this id without dashes."""
    kind: str
    """What happened."""
    subject_id: UUID | None
    """To what."""
    occurred_at: datetime
    """When it happened."""
    state: State
    """How far the delivery is."""
    attempts: int
    """Attempts since it was first sent, or last asked to be sent again."""
    next_at: datetime | None
    """When it is tried next."""
    last_status: int | None
    """HTTP status of the last answer."""
    last_error: str | None
    """Why there was no answer at the last attempt: a code."""


class Replayed(Read):
    """How many messages are sent again."""

    deliveries: int
    """Messages that wait now."""


class TestSent(Read):
    """A test that is on its way."""

    delivery_id: UUID
    """The delivery to look for."""

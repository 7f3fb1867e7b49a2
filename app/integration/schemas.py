"""How clients fare, as it is worded."""

from datetime import datetime
from uuid import UUID

from app.core.schemas import Read
from app.imports.models import State
from app.imports.schemas import KindCounts


class Refusal(Read):
    """A request that was answered with a problem."""

    at: datetime
    """When."""
    operation: str
    """Method and address; `unrouted` where it came to none, as beyond the quota."""
    status: int
    """HTTP status."""
    code: str | None
    """The problem's code."""


class HourRead(Read):
    """What a client asked in the hour that is running."""

    since: datetime
    """When the hour began."""
    requests: int
    """Requests that were answered."""
    refused: int
    """Of them with a status of 4xx."""
    failed: int
    """Of them with a status of 5xx."""


class ImportHealth(Read):
    """The last import of a client that was no dry run."""

    id: UUID
    """The import's id."""
    state: State
    """How far it is."""
    created_at: datetime
    """When it was sent."""
    finished_at: datetime | None
    """When it ended."""
    counts: list[KindCounts]
    """What became of its rows, by kind of file; rejected ones changed nothing."""


class ChangesHealth(Read):
    """How far a client follows the changes of people."""

    last_asked_at: datetime
    """When it last asked for changes and got an answer."""
    behind: int | None
    """People with a change that it had not when it last asked. Null: its link leads on no more."""
    oldest_waiting_at: datetime | None
    """When the oldest of these changes was made; null where none waits."""


class WebhookHealth(Read):
    """How messages to a webhook of the client fare."""

    id: UUID
    """The webhook's id."""
    enabled: bool
    """Whether it is told."""
    disabled_because: str | None
    """Why not: `asked`, `gone` or `failing`."""
    last_delivered_at: datetime | None
    """When a message was last taken, in the 90 days that the log goes back."""
    failing_since: datetime | None
    """The first attempt since then that was not taken; null where all were."""
    pending: int
    """Messages that wait for an attempt."""
    oldest_pending_at: datetime | None
    """When what the oldest of them tells of happened."""


class OperationHealth(Read):
    """How it last went when the client called an operation."""

    operation: str
    """Method and address as this document has them; a deprecated parameter with its name."""
    last_success_at: datetime | None
    """When it last succeeded."""
    last_refused_at: datetime | None
    """When it was last answered with a problem."""
    last_refused_status: int | None
    """The HTTP status of that answer."""
    last_refused_code: str | None
    """The problem's code."""


class ClientHealth(Read):
    """How a client fares. What was never seen is null; what it asked is known to the minute."""

    id: UUID
    """The client's id."""
    name: str
    """What people call it."""
    agency_id: UUID | None
    """Where its roles hold; null means in every agency."""
    active: bool
    """False once it was locked out."""
    last_success_at: datetime | None
    """When a request of it last succeeded."""
    last_refused: Refusal | None
    """Its last request that was answered with a problem."""
    this_hour: HourRead | None
    """What it asked in the hour that is running; null where that is nothing, or not kept yet."""
    people_recorded_at: datetime | None
    """When it last recorded people without a file, one or many."""
    last_import: ImportHealth | None
    """Its last import."""
    changes: ChangesHealth | None
    """How far it follows the changes of people; null where it does not."""
    webhooks: list[WebhookHealth]
    """The webhooks that it made."""


class ClientHealthDetail(ClientHealth):
    """How a client fares, with every operation that it ever called."""

    operations: list[OperationHealth]
    """By their names."""

"""Recording events: the last line of every use case that changes something."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

import structlog
from sqlalchemy import Table, insert, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.events import checked, document
from app.audit.models import Event
from app.core.db import Model
from app.core.identity import Actor
from app.verifier.commitment import SALT_BYTES, commitment_of, sha256_of

# Inline: nothing is returned, since whoever records may not be one who reads the log.
INSERT = insert(cast("Table", Event.__table__)).inline()


async def record(  # noqa: PLR0913 - an event has this many sides
    session: AsyncSession,
    actor: Actor,
    kind: str,
    subject_id: UUID | None,
    *,
    agency_id: UUID | None = None,
    purpose: str | None = None,
    on_behalf_of: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **data: Any,
) -> None:
    """Append an event `noun.past_participle` to the log, in the caller's transaction.

    `data` holds JSON values: ids, codes, counts and hashes, no personal data, no floats. Of
    `before` and `after`, the record as it was and as it is (`state_of`), only the SHA-256 of
    their canonical form is kept. The event waits for its leaf in the tree until it is sequenced.
    """
    happened = Happening(subject_id, agency_id, before, after)
    event = event_of(actor, kind, happened, on_behalf_of=on_behalf_of, purpose=purpose, data=data)
    await session.execute(INSERT, event)


class Happening(NamedTuple):
    """One of many events of a kind."""

    subject_id: UUID | None
    agency_id: UUID | None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


async def record_all(
    session: AsyncSession, actor: Actor, kind: str, happened: Sequence[Happening]
) -> None:
    """Append an event for each of many things that happened alike, in one go."""
    await session.execute(INSERT, [event_of(actor, kind, one) for one in happened])


def event_of(
    actor: Actor,
    kind: str,
    happened: Happening,
    *,
    on_behalf_of: UUID | None = None,
    purpose: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The row of an event, with the commitment that its leaf will be made of."""
    before, after = happened.before, happened.after
    values = {
        "at": datetime.now(UTC),
        "actor_id": actor.id,
        "actor_name": actor.name,
        "on_behalf_of": on_behalf_of,
        "kind": kind,
        "subject_id": happened.subject_id,
        "agency_id": happened.agency_id,
        "purpose": purpose,
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
        "before_sha256": None if before is None else sha256_of(before),
        "after_sha256": None if after is None else sha256_of(after),
        "data": checked(dict(data or {})),
    }
    salt = secrets.token_bytes(SALT_BYTES)
    return {**values, "salt": salt, "commitment": commitment_of(salt, document(values))}


def state_of(record: Model) -> dict[str, Any]:
    """All columns of a record as JSON values, for `before` and `after`.

    The record has to be as the database has it: flushed, and refreshed where triggers change it.
    """
    columns = inspect(type(record)).column_attrs
    return {column.key: _json(getattr(record, column.key)) for column in columns}


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _json(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_json(inner) for inner in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, bool | int | float) else str(value)


async def recorded(session: AsyncSession) -> int:
    """The id of the event that the session recorded last."""
    last = text("select currval('audit_events_id_seq')")
    return int(await session.scalar(last) or 0)

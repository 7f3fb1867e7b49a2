"""What can be read of the log: entries, checkpoints, keys."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Select,
    Text,
    Uuid,
    bindparam,
    literal_column,
    null,
    select,
)

from app.audit.events import MEMBERS
from app.audit.models import Checkpoint, Event, Leaf, LogKey
from app.core.queries import Key, PageQuery, Query

CONTENT = {"purpose", "data", "before_sha256", "after_sha256"}
"""Members of an event that say what it was about; the others say that it happened."""
INSTANT = """to_char(audit_events.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def event(*, whole: bool) -> str:
    """SQL: an event as it was committed to, or without its content; null once it is erased."""
    values = {name: f"audit_events.{name}" for name in MEMBERS} | {"at": INSTANT}
    if not whole:
        values |= dict.fromkeys(CONTENT, "null")
    members = ", ".join(f"'{name}', {value}" for name, value in values.items())
    built = f"json_build_object({members})"
    return f"case when audit_events.salt is not null then {built} end"


def entries(*, whole: bool) -> Select[Any]:
    """Entries of the log, of the agencies in the context."""
    return select(
        Event.id,
        Leaf.index,
        Event.at,
        Event.kind,
        Event.agency_id,
        literal_column("encode(audit_events.commitment, 'hex')", Text).label("commitment"),
        (literal_column("encode(audit_events.salt, 'hex')", Text) if whole else null()).label(
            "salt"
        ),
        Event.salt.is_(None).label("erased"),
        literal_column(event(whole=whole), JSON).label("event"),
    ).outerjoin(Leaf, Leaf.event_id == Event.id)


FILTERS = {
    "subject": Event.subject_id == bindparam("subject", type_=Uuid),
    "actor": Event.actor_id == bindparam("actor", type_=Uuid),
    "kind": Event.kind == bindparam("kind", type_=Text),
    "since": Event.at >= bindparam("since", type_=DateTime(timezone=True)),
}


def listed(*, whole: bool) -> PageQuery:
    keys = (Key("id", int, descends=True),)
    return PageQuery("audit-entries", entries(whole=whole), keys, FILTERS)


def one(*, whole: bool) -> Query:
    return Query(entries(whole=whole).where(Event.id == bindparam("entry_id", type_=BigInteger)))


ENTRIES = {whole: listed(whole=whole) for whole in (True, False)}
ENTRY = {whole: one(whole=whole) for whole in (True, False)}

checkpoints = select(
    Checkpoint.size,
    Checkpoint.origin,
    literal_column("encode(audit_checkpoints.root, 'hex')", Text).label("root"),
    Checkpoint.note,
    Checkpoint.created_at,
)
CHECKPOINTS = PageQuery("audit-checkpoints", checkpoints, (Key("size", int, descends=True),))
LATEST = Query(checkpoints.order_by(Checkpoint.size.desc()).limit(1))

LINE = r"""name || '+' || kid || '+' || encode('\x01' || public, 'base64')"""
KEY = f"""json_build_object('kid', kid, 'name', name, 'public', encode(public, 'base64'),
'line', {LINE})"""
KEYS = Query(
    select(
        literal_column(f"coalesce(json_agg({KEY} order by created_at, kid), '[]')", JSON).label(
            "keys"
        )
    ).select_from(LogKey)
)

"""The log as a file that anybody verifies offline: `app.verifier.log` says what is in it."""

from collections.abc import AsyncIterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import policy
from app.audit import service as audit
from app.audit.errors import CheckpointMissing
from app.audit.queries import event
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.queries import CONTEXT
from app.core.reading import Reading

BATCH = 1000
FORMAT = "talenta-log/1"
SIZE = CONTEXT.format(n=1, sql="select max(size) from audit_checkpoints")
HEADER = CONTEXT.format(
    n=2,
    sql=f"""
select json_build_object('format', '{FORMAT}', 'origin',
  (select origin from audit_checkpoints where size = $1), 'keys',
  (select json_agg(json_build_object('kid', kid, 'name', name, 'public', encode(public, 'base64'))
                   order by created_at, kid) from audit_keys))::text""",
)
# Of another agency's event there is the commitment alone: row-level security hides the rest.
LEAVES = CONTEXT.format(
    n=3,
    sql=f"""
select string_agg(line, E'\\n' order by index) from (
  select l.index, json_build_object(
    'index', l.index, 'commitment', encode(l.commitment, 'hex'),
    'salt', encode(audit_events.salt, 'hex'), 'event', {event(whole=True)},
    'erased', audit_events.id is not null and audit_events.salt is null)::text as line
  from audit_leaves l left join audit_events on audit_events.id = l.event_id
  where l.index >= $1 and l.index < $2) leaves""",
)
CHECKPOINTS = CONTEXT.format(
    n=3,
    sql="""
select string_agg(json_build_object('checkpoint', note)::text, E'\\n' order by size)
from audit_checkpoints where size > $1 and size <= $2""",
)
# A refusal by the database comes before the first line, not after it.
ASK = text("select visible_agencies()")


async def begin(session: AsyncSession, actor: Actor, reading: Reading) -> int:
    """Record that the log is taken out; how many leaves it has under the latest checkpoint."""
    if not policy.can_export(actor):
        raise Forbidden
    await session.execute(ASK)
    size = await reading.fetch(SIZE)
    if size is None:
        raise CheckpointMissing
    agency_id = None if actor.agencies is None else min(actor.agencies, default=None)
    await audit.record(session, actor, "audit.exported", None, agency_id=agency_id, size=size)
    return int(size)


async def lines(reading: Reading, size: int) -> AsyncIterator[bytes]:
    """The export, some lines at a time."""
    yield _lines(await reading.fetch(HEADER, size))
    for start in range(0, size, BATCH):
        yield _lines(await reading.fetch(LEAVES, start, min(start + BATCH, size)))
    for start in range(0, size, BATCH):
        yield _lines(await reading.fetch(CHECKPOINTS, start, min(start + BATCH, size)))


def _lines(text: str | None) -> bytes:
    return b"" if text is None else f"{text}\n".encode()

"""The changes feed: everybody once, then whoever changed, in the order of the changes.

A link holds a place in that order: the number of a transaction and a number within. Only changes
of transactions below the oldest one still at work are shown, so that none can appear before a
place that a link has passed, whatever the order of commits (decision 0043).
"""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    String,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    tuple_,
)

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.jobs import Work
from app.core.masking import View
from app.core.paging import cursor_invalid, decode_cursor
from app.core.queries import Compiled, instant, json_object
from app.core.queries import shown as columns_of
from app.core.reading import Reading
from app.employees.change_models import EmployeeChange
from app.employees.errors import LinkTooOld
from app.employees.models import Employee
from app.employees.queries import shown

NAME = "employee-changes"
KEPT = timedelta(days=90)
"""How long a link leads on, and so how long whoever is gone is told."""
MARGIN = timedelta(days=1)
"""Longer than any transaction: what one wrote before a link was made may be committed after."""
LARGEST = 2**63 - 1
# Another server, or one that went back to an earlier state, has an order of its own.
ORDER = """((select system_identifier from pg_control_system()) || '-'
  || (select timeline_id from pg_control_checkpoint()))"""
RUNNING = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", BigInteger)
FUTURE = literal_column("pg_snapshot_xmax(pg_current_snapshot())::text::bigint", BigInteger)
PAGE = """with p as materialized ({inner}), s as (select * from p limit ${limit})
select case when ${order} is null or (${order} = {here} and ${tx} < {future}) then
'{{"items":' || coalesce((select json_agg(e)::text from (select {shown} from s) e), '[]')
|| ',"next":' || (select to_json(translate(encode(convert_to(json_build_array(
    '{name}', {here},
    case when exists (select from p offset ${limit}) then ${since}
      else extract(epoch from now())::bigint end,
    coalesce(last.tx, ${tx}), coalesce(last.seq, ${seq})
  )::text, 'UTF8'), 'base64'), E'+/=\\n', '-_'))::text
  from (select) one left join
    (select _tx as tx, _seq as seq from s order by _tx desc, _seq desc limit 1) last on true)
|| '}}' end"""


def person(view: View) -> Any:
    """A person as one JSON value, of the same members as everywhere."""
    values = {
        column.name: instant(column) if isinstance(column.type, DateTime) else column
        for column in shown(Employee, Employee.id, view)
    }
    return json_object(**values)


def changes(view: View) -> Compiled:
    """The changes behind a place, as a page with the link to what comes after."""
    change = EmployeeChange
    tx, seq = bindparam("tx", type_=BigInteger), bindparam("seq", type_=BigInteger)
    since = cast(bindparam("since", type_=BigInteger), BigInteger)
    left_before = func.to_timestamp(since - int(MARGIN.total_seconds()))
    inner = (
        select(
            change.employee_id.label("id"),
            change.gone.label("deleted"),
            case((change.gone, null()), else_=person(view)).label("employee"),
            change.tx.label("_tx"),
            change.seq.label("_seq"),
            bindparam("order", type_=String).label("_order"),
        )
        .outerjoin(Employee, (Employee.id == change.employee_id) & ~change.gone)
        .where(
            tuple_(change.tx, change.seq) > tuple_(tx, seq),
            or_(change.tx < RUNNING, change.tx >= FUTURE),
            # Whoever was gone before a copy began is not in it.
            or_(Employee.id.is_not(None), change.gone & (change.at > left_before)),
        )
        .order_by(change.tx, change.seq)
        .limit(bindparam("limit", type_=Integer) + 1)
    )

    def wrap(sql: str, names: Sequence[str], _row: str) -> str:
        places = {name: names.index(name) + 1 for name in ("limit", "order", "tx", "seq", "since")}
        return PAGE.format(
            inner=sql,
            shown=columns_of(inner),
            name=NAME,
            here=ORDER,
            future=FUTURE,
            **places,
        )

    return Compiled(inner, wrap)


CHANGES = {view: changes(view) for view in (View.MASKED, View.KEYED)}


async def page(reader: Reading, view: View, limit: int, cursor: str | None) -> bytes:
    """The page behind a link; without one, the first of the full copy.

    Raises LinkTooOld for a link that does not lead on any more.
    """
    now = int(time.time())
    order, since, tx, seq = (None, now, -1, 0) if cursor is None else place(cursor)
    if since < now - KEPT.total_seconds():
        raise LinkTooOld
    values = {"limit": limit, "order": order, "since": since, "tx": tx, "seq": seq}
    body = await CHANGES[view].value(reader, values)
    if body is None:
        raise LinkTooOld
    return body


def asked(query: bytes) -> list[Any]:
    """The place from which on a request asked: whoever asked so has all that is before it."""
    cursor = dict(parse_qsl(query.decode("latin-1"))).get("cursor")
    return [None, int(time.time()), -1, 0] if cursor is None else list(place(cursor))


def place(cursor: str) -> tuple[str, int, int, int]:
    """What a link holds: whose order, complete since when, transaction, number."""
    order, *numbers = decode_cursor(cursor, NAME, 4)
    sound = all(type(n) is int and -1 <= n <= LARGEST for n in numbers)
    if not isinstance(order, str) or "\x00" in order or not sound or numbers[0] > 2**40:
        raise cursor_invalid()
    since, tx, seq = numbers
    return order, since, tx, seq


async def forget(work: Work) -> None:
    """Delete what tells of people gone so long ago that no link asks; the nightly job."""
    old = func.now() - text("cast(:age as interval)").bindparams(age=KEPT + MARGIN + MARGIN)
    async with transaction(work.sessions, SYSTEM) as session:
        await session.execute(
            delete(EmployeeChange).where(EmployeeChange.gone, EmployeeChange.at < old)
        )

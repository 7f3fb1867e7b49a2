"""What each client last asked, and how it went: gathered in memory, kept once a minute.

A request costs no write: what is known of a client's operation is one entry, which the next
request overwrites and the next minute's statement keeps. A process that is killed forgets a minute.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import structlog
from starlette.types import Scope

from app.core.group_commit import GroupCommit
from app.core.reading import ReadPool

EVERY = 60
"""Seconds from one keeping to the next."""
Place = Callable[[bytes], list[Any]]
"""How far a client has come in a list that it follows, by the query string of its request."""
log = structlog.get_logger("activity")
# As with other rows that requests write: they hang on the context, so that it is set before
# row-level security asks for it. Whoever is no client, such as a person, gets no row. Several
# processes keep the same rows: what is later wins, and what is counted adds up.
KEEP = """
with ctx as materialized (select set_config('app.context', $2, true) as c)
insert into client_operations as o (client_id, operation, last_success_at, last_refused_at,
  last_refused_status, last_refused_code, place, hour, requests, refused, failed)
select client_id, operation, last_success_at, last_refused_at, last_refused_status,
  last_refused_code, place, hour, requests, refused, failed
from (
  select r.*, (select c.id from clients c where c.id = r.actor_id) as client_id
  from ctx, lateral json_to_recordset(case when ctx.c is not null then $1::json end) as r (
    actor_id uuid, operation text, last_success_at timestamptz, last_refused_at timestamptz,
    last_refused_status smallint, last_refused_code text, place jsonb, hour timestamptz,
    requests integer, refused integer, failed integer)
) known where client_id is not null
order by client_id, operation
on conflict (client_id, operation) do update set
  last_success_at = greatest(o.last_success_at, excluded.last_success_at),
  last_refused_at = greatest(o.last_refused_at, excluded.last_refused_at),
  last_refused_status = case when excluded.last_refused_at >= o.last_refused_at
    or o.last_refused_at is null then excluded.last_refused_status else o.last_refused_status end,
  last_refused_code = case when excluded.last_refused_at >= o.last_refused_at
    or o.last_refused_at is null then excluded.last_refused_code else o.last_refused_code end,
  place = case when excluded.last_success_at >= o.last_success_at or o.last_success_at is null
    then coalesce(excluded.place, o.place) else o.place end,
  hour = greatest(o.hour, excluded.hour),
  requests = case when excluded.hour > o.hour then excluded.requests
    when excluded.hour < o.hour then o.requests else o.requests + excluded.requests end,
  refused = case when excluded.hour > o.hour then excluded.refused
    when excluded.hour < o.hour then o.refused else o.refused + excluded.refused end,
  failed = case when excluded.hour > o.hour then excluded.failed
    when excluded.hour < o.hour then o.failed else o.failed + excluded.failed end"""


class Activity:
    """What was asked since it was last kept; `places` reads those of operations one follows."""

    def __init__(
        self,
        places: Mapping[str, Place] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.places, self.clock = places or {}, clock
        self._entries: dict[tuple[UUID, str], dict[str, Any]] = {}

    def note(self, actor_id: UUID, operation: str, scope: Scope, status: int) -> None:
        """Remember how a request went, once it is answered.

        An operation is named as in the document; a deprecated parameter of it stands for itself.
        """
        now = self.clock()
        hour = now.replace(minute=0, second=0, microsecond=0)
        key = actor_id, operation
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = {"actor_id": key[0], "operation": key[1], "hour": hour}
        if entry["hour"] != hour:
            entry.update(hour=hour, requests=0, refused=0, failed=0)
        _add(entry, "requests")
        if status < HTTPStatus.BAD_REQUEST:
            entry["last_success_at"] = now
            if place := self.places.get(operation):
                entry["place"] = place(scope["query_string"])
            return
        failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        _add(entry, "failed" if failed else "refused")
        code = scope["state"].get("problem")
        entry.update(last_refused_at=now, last_refused_status=status, last_refused_code=code)

    def taken(self) -> Iterable[dict[str, Any]]:
        """What is to be kept now; it is forgotten here."""
        entries, self._entries = self._entries, {}
        counted = {"requests": 0, "refused": 0, "failed": 0}
        return [counted | entry for entry in entries.values()]

    async def keep(self, pool: ReadPool) -> None:
        """Write down what was asked since the last time."""
        group = GroupCommit(pool, KEEP)
        await asyncio.gather(*(group.add(entry) for entry in self.taken()))

    async def run(self, pool: ReadPool) -> None:
        """Keep it every minute, and once more at the end; what cannot be kept is let go."""
        while True:
            try:
                await asyncio.sleep(EVERY)
            finally:
                try:
                    await self.keep(pool)
                except Exception as error:  # noqa: BLE001 - requests do not depend on it
                    log.warning("activity.not_kept", error=type(error).__name__)


def _add(entry: dict[str, Any], name: str) -> None:
    entry[name] = entry.get(name, 0) + 1

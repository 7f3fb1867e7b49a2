"""The register of readiness: which bodies, where, since when, and how long each stage took."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Date, String, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import policy
from app.core import working_days
from app.core.errors import Forbidden
from app.core.identity import Actor

MOST = 10_000
"""Bodies in a file; there are some 650 in the country."""


class Wanted(NamedTuple):
    """Which bodies are asked for; None asks for any."""

    state: str | None = None
    kanreg: str | None = None
    province: str | None = None
    decided_from: date | None = None
    decided_until: date | None = None


AMONG = """from readiness_register g
where (:state is null or g.state = :state) and (:kanreg is null or g.kanreg = :kanreg)
  and (:province is null or g.province = :province)
  and (:decided_from is null
       or (g.decided_at at time zone 'Asia/Jakarta')::date >= :decided_from)
  and (:decided_until is null
       or (g.decided_at at time zone 'Asia/Jakarta')::date <= :decided_until)"""
TYPED: tuple[BindParameter[Any], ...] = (
    *(bindparam(name, type_=String) for name in ("state", "kanreg", "province")),
    *(bindparam(name, type_=Date) for name in ("decided_from", "decided_until")),
)
PAGE = text(
    "select g.*, coalesce(f.first_in_region, false) as first_in_region"
    f" from (select g.* {AMONG} and (:after_id is null"
    " or (g.name, g.agency_id) > (:after_name, :after_id))"
    " order by g.name, g.agency_id limit :limit) g"
    " left join public_register() f on f.agency_id = g.agency_id order by g.name, g.agency_id"
).bindparams(*TYPED, bindparam("after_name", type_=String), bindparam("after_id", type_=Uuid))
COUNTS = text(
    f"select g.kanreg, g.state, count(*) as bodies {AMONG}"
    " group by g.kanreg, g.state order by g.kanreg nulls last, g.state"
).bindparams(*TYPED)
STAGES = text(
    """select s.request_id, s.position, s.role, s.name, max(d.decided_at) as passed_at
    from approval_stages s left join approval_decisions d on d.request_id = s.request_id
      and d.round = s.round and d.stage = s.position and d.decision = 'approve'
      and d.voided_at is null
    where (s.request_id, s.round) in (
      select * from unnest(cast(:requests as uuid[]), cast(:rounds as integer[])))
      and not s.skipped
    group by s.request_id, s.position, s.role, s.name order by s.request_id, s.position"""
).bindparams(bindparam("requests", type_=ARRAY(Uuid)))
PUBLIC = text("select * from public_register()")


class Passing(NamedTuple):
    """A stage and when it passed, if it did."""

    position: int
    role: str
    name: str
    passed_at: datetime | None


async def bodies(
    session: AsyncSession,
    actor: Actor,
    wanted: Wanted,
    limit: int,
    after: Sequence[Any] = (None, None),
) -> list[dict[str, Any]]:
    """Bodies by name, those that the actor may see, with the working days of each stage."""
    if not policy.can_see_routes(actor):
        raise Forbidden
    values = {**wanted._asdict(), "limit": limit, "after_name": after[0], "after_id": after[1]}
    rows = (await session.execute(PAGE, values)).mappings().all()
    there = {"requests": [row["request_id"] for row in rows], "rounds": [r["round"] for r in rows]}
    stages: dict[UUID, list[Passing]] = {row["request_id"]: [] for row in rows}
    for one in await session.execute(STAGES, there):
        stages[one.request_id].append(Passing(one.position, one.role, one.name, one.passed_at))
    now = datetime.now(UTC)
    return [
        {
            **row,
            "stages": durations(
                row["round_submitted_at"], stages[row["request_id"]], row["stage"], now
            ),
        }
        for row in rows
    ]


def durations(
    submitted: datetime, stages: Sequence[Passing], waiting: int, now: datetime
) -> list[dict[str, Any]]:
    """The working days of each stage, one after the other; of the one that waits, until now."""
    begun, shown = working_days.today_in_office(submitted), []
    for stage in stages:
        passed = stage.passed_at
        until = passed or (now if stage.position == waiting else None)
        ended = None if until is None else working_days.today_in_office(until)
        shown.append(
            {
                "stage": stage.position,
                "role": stage.role,
                "name": stage.name,
                "working_days": None if ended is None else working_days.between(begun, ended),
                "passed_on": None if passed is None else ended,
            }
        )
        begun = ended or begun
    return shown


async def counts(session: AsyncSession, actor: Actor, wanted: Wanted) -> list[dict[str, Any]]:
    """How many bodies a Kantor Regional has, by state."""
    if not policy.can_see_routes(actor):
        raise Forbidden
    found: dict[str | None, dict[str, Any]] = {}
    for row in await session.execute(COUNTS, wanted._asdict()):
        one = found.setdefault(row.kanreg, {"kanreg": row.kanreg, "bodies": 0, "states": {}})
        one["bodies"] += row.bodies
        one["states"][row.state] = row.bodies
    return list(found.values())


async def public(session: AsyncSession) -> list[dict[str, Any]]:
    """What anybody may know; needs no actor and no context."""
    rows = (await session.execute(PUBLIC)).mappings()
    return [{name: row[name] for name in row if name != "agency_id"} for row in rows]

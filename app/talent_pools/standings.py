"""Who stands in a group of a map and in which order: set-based reads over placements.

A person's *standing box* is the calibrated one where a closed session on the map moved them and
the move still stands, and the computed box otherwise (decision 0041). It says who belongs to a
group; values and ranks are the computed ones. A map has ranked its whole population by its scheme's
keys; the rank within a group (a pool, or the people of some boxes) is the rank by that rank, so
ties stay shared (1, 2, 2, 4), and a list is in the order of the map's `place`: by rank, then NIP.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Numeric, SmallInteger, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

MAP = text("""
select m.id, m.agency_id, m.name, m.as_of, m.scheme_id, s.code || '@' || s.version as scheme,
  s.sha256 as scheme_sha256, case when m.state = 'done' then m.known_at end as known_at
from talent_maps m join scoring_schemes s on s.id = m.scheme_id
where m.id = :map_id
""").bindparams(bindparam("map_id", type_=Uuid()))

# There is at most one row of a person on a map: that of the last closed session whose move stands.
PLACED = """talent_map_placements p join talent_maps m on m.id = p.map_id
left join calibrated_placements c on c.map_id = p.map_id and c.employee_id = p.employee_id"""
STANDING = "m.numbers[coalesce(c.cell, p.cell) + 1]"
BOXES = """m.numbers[p.cell + 1] as box, m.numbers[c.cell + 1] as calibrated_box,
  c.session_id as calibration_id"""

ON_MAP = text(f"""
select p.employee_id, {BOXES}, round(p.value, 4)::text as value, p.rank, p.place,
  e.nip, e.name
from {PLACED}
join employees e on e.id = p.employee_id
where p.map_id = :map_id and p.employee_id = :employee_id
""").bindparams(bindparam("map_id", type_=Uuid()), bindparam("employee_id", type_=Uuid()))


def joining(placements: str, box: str) -> str:
    """Who joins a pool by its rule, as SQL: of `placements`, named p, the people of the boxes.

    The rule is in the parameters `boxes`, `minimum`, `cohorts` and `limit`; those who share the
    last rank all join.
    """
    return f"""
select agency_id, employee_id, place from (
  select p.agency_id, p.employee_id, p.place, rank() over (order by p.rank) as place_in_pool
  from {placements} and {box} = any (:boxes)
    and (:minimum is null or p.value >= :minimum)
    and (:cohorts is null or p.cohort = any (:cohorts))
) r
where :limit is null or place_in_pool <= :limit"""


RULE = (
    bindparam("boxes", type_=ARRAY(SmallInteger())),
    bindparam("minimum", type_=Numeric()),
    bindparam("cohorts", type_=ARRAY(SmallInteger())),
    bindparam("limit", type_=Integer()),
)
FILL = text(f"""
insert into talent_pool_members (agency_id, pool_id, employee_id, origin, added_by)
select agency_id, :pool_id, employee_id, 'rule', :added_by from (
{joining(f"{PLACED} where p.map_id = :map_id", STANDING)}) j
order by place
""").bindparams(
    bindparam("pool_id", type_=Uuid()),
    bindparam("added_by", type_=Uuid()),
    bindparam("map_id", type_=Uuid()),
    *RULE,
)

_RANKED = f"""
select p.employee_id, {BOXES}, p.value, p.place, rank() over (order by p.rank) as rank
from {PLACED}
where p.map_id = :map_id and """
RANKED_IN_POOL = f"""{_RANKED}p.employee_id in (
  select employee_id from talent_pool_members where pool_id = :pool_id)"""
RANKED_IN_BOXES = f"{_RANKED}{STANDING} = any (:boxes)"
"""A group's people with their ranks; a part of larger statements."""

_LISTED = """
select r.employee_id, r.box, r.calibrated_box, r.calibration_id, round(r.value, 4)::text as value,
  r.rank, r.place, e.nip, e.name
from ({ranked}) r
join employees e on e.id = r.employee_id
where r.place > :after and (:employee_id is null or r.employee_id = :employee_id)
order by r.place limit :limit
"""
_PAGED = (
    bindparam("after", type_=Integer()),
    bindparam("employee_id", type_=Uuid()),
    bindparam("limit", type_=Integer()),
)
OF_POOL = text(_LISTED.format(ranked=RANKED_IN_POOL)).bindparams(
    bindparam("map_id", type_=Uuid()), bindparam("pool_id", type_=Uuid()), *_PAGED
)
OF_BOXES = text(_LISTED.format(ranked=RANKED_IN_BOXES)).bindparams(
    bindparam("map_id", type_=Uuid()), bindparam("boxes", type_=ARRAY(SmallInteger())), *_PAGED
)


@dataclass(frozen=True, slots=True)
class MapUsed:
    """A map as pools use it."""

    id: UUID
    agency_id: UUID
    name: str
    as_of: date
    scheme_id: UUID
    scheme: str
    scheme_sha256: str
    known_at: datetime | None
    """None while the map is not finished."""

    @property
    def identity(self) -> dict[str, str]:
        """From what the map can be recomputed: scheme, day and instant."""
        known_at = "" if self.known_at is None else self.known_at.astimezone(UTC).isoformat()
        return {
            "id": str(self.id),
            "name": self.name,
            "scheme": self.scheme,
            "scheme_sha256": self.scheme_sha256,
            "as_of": self.as_of.isoformat(),
            "known_at": known_at,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in a group: box, value and rank; `place` orders the map's list."""

    employee_id: UUID
    box: int | None
    """The computed box."""
    calibrated_box: int | None
    """Where a closed calibration moved the person; None where none did."""
    calibration_id: UUID | None
    """That calibration."""
    value: str | None
    rank: int | None
    place: int
    nip: str
    name: str

    @property
    def standing_box(self) -> int | None:
        """The box that counts: the calibrated one, else the computed one."""
        return self.box if self.calibrated_box is None else self.calibrated_box

    @property
    def calibrated(self) -> dict[str, Any]:
        """Calibrated box and calibration as texts and whole numbers; nothing where there is none.

        For what is hashed: a content without calibrations keeps the hash that it always had.
        """
        if self.calibration_id is None:
            return {}
        return {
            "calibrated_box": self.calibrated_box,
            "calibration_id": str(self.calibration_id),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """The members of a pool, or everybody in some boxes of a map."""

    map_id: UUID
    pool_id: UUID | None = None
    boxes: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Who of a group's boxes joins its pool."""

    minimum: Decimal | None = None
    cohorts: Sequence[int] | None = None
    limit: int | None = None


async def find_map(session: AsyncSession, map_id: UUID) -> MapUsed | None:
    """The map, or None when the session sees no such map."""
    row = (await session.execute(MAP, {"map_id": map_id})).first()
    return None if row is None else MapUsed(**row._mapping)  # noqa: SLF001 - public in SQLAlchemy


async def fill(session: AsyncSession, group: Group, added_by: UUID, condition: Condition) -> int:
    """Put everybody of the group's boxes who meets the condition into its pool; count them."""
    values = {
        "pool_id": group.pool_id,
        "added_by": added_by,
        "map_id": group.map_id,
        "boxes": list(group.boxes),
        "minimum": condition.minimum,
        "cohorts": condition.cohorts,
        "limit": condition.limit,
    }
    result: Any = await session.execute(FILL, values)
    return int(result.rowcount)


async def on_map(session: AsyncSession, map_id: UUID, employee_id: UUID) -> Standing | None:
    """Where a person stands on the whole map, or None when they are not on it."""
    row = (await session.execute(ON_MAP, {"map_id": map_id, "employee_id": employee_id})).first()
    return None if row is None else Standing(**row._mapping)  # noqa: SLF001 - public in SQLAlchemy


async def ranked(
    session: AsyncSession,
    group: Group,
    *,
    after: int = 0,
    limit: int | None = None,
    employee_id: UUID | None = None,
) -> list[Standing]:
    """The people of a group in order, those behind the place `after`, at most `limit`."""
    values: dict[str, Any] = {
        "map_id": group.map_id,
        "after": after,
        "limit": limit,
        "employee_id": employee_id,
    }
    if group.pool_id is None:
        rows = await session.execute(OF_BOXES, {**values, "boxes": list(group.boxes)})
    else:
        rows = await session.execute(OF_POOL, {**values, "pool_id": group.pool_id})
    return [Standing(**row._mapping) for row in rows]  # noqa: SLF001 - public in SQLAlchemy

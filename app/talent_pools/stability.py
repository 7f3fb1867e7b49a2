"""How steady ranks are: the band of a pool's members when the scheme's weights move a little.

Every scenario of `scoring_schemes.scenarios` ranks all members again by the scheme's keys, from the
facts of the pool's map; a member's band is from the best to the worst of these ranks. One statement
does it: leaves are read once, each axis is computed once for each way of weighing it. `scoring` and
`ranking` are the specification, for one person and one scenario, and a property test holds the two
to each other.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import raw
from app.core.identity import Actor
from app.scoring_schemes import service as schemes
from app.scoring_schemes.leaf_sql import SCORE
from app.scoring_schemes.scenarios import scenarios
from app.scoring_schemes.scheme import Scheme
from app.scoring_schemes.scoring_sql import axis_score, names_of, read_leaves, value_of
from app.talent_maps.populations import Recalled, Slice
from app.talent_pools import service, standings
from app.talent_pools.errors import MapNotReady
from app.talent_pools.sifting import expect
from app.talent_pools.standings import Group

MEMBERS = "select employee_id from talent_pool_members where pool_id = '{pool_id}'"
BITS = (100 * SCORE).bit_length()
"""Of a score in a key: the three that a scheme may rank by fit a whole number of 64 bits."""
SORTING = "set local work_mem = '64MB'"
BANDS = """
with scored as materialized (select employee_id, {axes} from ({read}) l),
tried as (select employee_id, generate_series(1, {count}) as n, unnest(array[{keys}]) as key
  from scored),
ranked as (select employee_id,
    rank() over (partition by n order by key desc nulls last)::int as rank
  from tried)
select employee_id, min(rank) as best, max(rank) as worst from ranked
where employee_id = any ($1) group by employee_id"""


class Band(NamedTuple):
    """The ranks between which somebody stays."""

    best: int
    worst: int


async def bands(
    session: AsyncSession, actor: Actor, pool_id: UUID, people: Sequence[UUID]
) -> dict[UUID, Band]:
    """The bands of some members of a pool, ranked among all of them."""
    pool = await service.get(session, actor, pool_id)
    used = await standings.find_map(session, pool.map_id)
    if used is None or used.known_at is None:
        raise MapNotReady(name="" if used is None else used.name)
    scheme = schemes.parsed(await schemes.get(session, used.scheme_id))
    among = MEMBERS.format(pool_id=pool.id)
    whom = Recalled(used.id, used.agency_id, used.known_at, among)
    await expect(session, Group(used.id, pool.id))
    db = await raw(session)
    await db.execute(SORTING)
    rows = await db.fetch(statement(scheme, used.as_of, whom), list(people))
    return {row["employee_id"]: Band(row["best"], row["worst"]) for row in rows}


def statement(scheme: Scheme, as_of: date, whom: Recalled) -> str:
    """The ranks of everybody in every scenario, and of those who are asked for the band."""
    columns: dict[str, str] = {}
    keys = []
    for tried in scenarios(scheme):
        names = names_of(tried)
        performance, potential = (
            columns.setdefault(axis_score(axis, names), f"s{len(columns)}") for axis in tried.axes
        )
        keys.append(_key(tried, performance, potential))
    everybody = Slice()
    return BANDS.format(
        axes=", ".join(f"{sql} as {name}" for sql, name in columns.items()),
        read=read_leaves(scheme, as_of, whom.people(everybody), whom.rows(everybody)),
        count=len(keys),
        keys=", ".join(keys),
    )


def _key(scheme: Scheme, performance: str, potential: str) -> str:
    """The scheme's keys in their order as one number; null for people without a value."""
    named = {
        "performance": performance,
        "potential": potential,
        "value": value_of(scheme, performance, potential),
    }
    last = len(scheme.ranking) - 1
    packed = " + ".join(
        f"{named[key]} * {1 << BITS * (last - n)}" for n, key in enumerate(scheme.ranking)
    )
    known = f"{performance} is not null and {potential} is not null"
    return f"case when {known} then {packed} end"

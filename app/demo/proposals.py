"""What the story made, by the names under which the documentation's examples mean it."""

from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM, Actor, Role
from app.demo.cast import remembered, signed_in
from app.demo.organisation import AGENCY_CODE
from app.demo.paths import Paths
from app.talent_pools import candidates
from app.talent_pools.sifting import Slice

THINGS = text("""
select 'agency' as name, a.id from agencies a where a.code = :agency
union all (select 'unit', u.id from units u join agencies a on a.id = u.agency_id
  where a.code = :agency order by u.id limit 1)
union all (select 'scheme', s.id from scoring_schemes s join talent_maps m on m.scheme_id = s.id
  where m.id = :map_id)
union all (select 'import', i.id from imports i order by i.id limit 1)
union all (select 'conflict', c.id from conflicts c order by c.id limit 1)
union all (select 'move', v.id from calibration_moves v where v.session_id = :calibration
  order by v.id limit 1)
union all (select 'nominee', p.employee_id from talent_map_placements p
  join talent_maps m on m.id = p.map_id
  where m.id = :map_id and m.numbers[p.cell + 1] between 7 and 9 and p.cohort = 1
  order by p.place limit 1)
union all (select 'activity', v.id from development_activities v where v.plan_id = :plan
  order by v.id limit 1)""")
PEOPLE = text("""
select p.employee_id from talent_map_placements p
where p.map_id = :map_id and p.cell = 4
  and not exists (select from conflicts c where c.employee_id = p.employee_id)
  and not exists (select from calibration_moves v where v.employee_id = p.employee_id)
order by p.place limit 2""")
"""From the middle box: they can rise and fall; nobody is related to them or has moved them."""
VACANT = text("""
select p.id from positions p join agencies a on a.id = p.agency_id
where a.code = :agency and not exists (
  select from employees e where e.agency_id = p.agency_id and e.position_code = p.code)
  and not exists (select from placement_proposals r where r.position_id = p.id)
order by p.code limit 5""")


async def known(sessions: Sessions, places: Paths) -> dict[str, str]:
    """Ids by name. What a small province lacks has none."""
    cast = remembered(places)
    if cast is None or not places.told.exists():
        return {}
    found: dict[str, str] = orjson.loads(places.told.read_bytes())
    found |= {role.value: client["client_id"] for role, client in cast.items()}
    committee = await signed_in(sessions, cast, Role.COMMITTEE)
    async with transaction(sessions, SYSTEM) as session:
        found |= await _things(session, found)
    async with transaction(sessions, committee) as session:
        return found | await _succession(session, committee, UUID(found["talent_pool"]))


async def _things(session: AsyncSession, found: dict[str, str]) -> dict[str, str]:
    where = {
        "agency": AGENCY_CODE,
        "map_id": UUID(found["talent_map"]),
        "calibration": UUID(found["calibration"]) if "calibration" in found else None,
        "plan": UUID(found["development_plan"]) if "development_plan" in found else None,
    }
    things = {row.name: str(row.id) for row in await session.execute(THINGS, where)}
    people = await session.scalars(PEOPLE, {"map_id": where["map_id"]})
    names = ("employee", "second_employee")
    return things | dict(zip(names, map(str, people), strict=False))


async def _succession(session: AsyncSession, committee: Actor, pool_id: UUID) -> dict[str, str]:
    """A vacant post that nobody was proposed for, and two who could follow."""
    for position_id in list(await session.scalars(VACANT, {"agency": AGENCY_CODE})):
        wanted = Slice(limit=2, eligible=True)
        best, _ = await candidates.of_pool(session, committee, pool_id, position_id, wanted)
        if len(best) == wanted.limit:
            ids = [str(position_id), *(str(one.standing.employee_id) for one in best)]
            return dict(zip(("position", "candidate", "second_candidate"), ids, strict=True))
    return {}

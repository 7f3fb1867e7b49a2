"""Training needs: how many people of a map fall short in each competency, and who they are.

Each person counts with the assessment that the map used: the latest up to its day, as known at its
instant, while the map's scheme holds it valid. Held against what that assessment required. Without
either, a person is `unknown` and counts as neither below nor sufficient.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, SmallInteger, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.assessors.severity import rounded
from app.assessors.sheets import leaves_of
from app.core.errors import Fault, Forbidden, InvalidRequest
from app.core.identity import Actor
from app.core.masking import nip_for
from app.core.words import Words
from app.development import policy
from app.employees.levels import COMPETENCIES
from app.scoring_schemes import service as schemes
from app.scoring_schemes.anniversaries import earliest_start
from app.talent_maps import service as talent_maps

USED = """
with used as (
  select p.employee_id, p.cohort, e.unit_id, e.nip, e.name, a.achieved, a.required
  from talent_map_placements p join employees e on e.id = p.employee_id
  left join (
    select distinct on (employee_id) employee_id, assessed_on, achieved, required from assessments
    where agency_id = :agency_id and assessed_on <= :day and recorded_at <= :known_at
      and (superseded_at is null or superseded_at > :known_at)
    order by employee_id, assessed_on desc, achieved_sum desc, id
  ) a on a.employee_id = p.employee_id and a.assessed_on >= :since
  where p.map_id = :map_id)"""
GROUPS = {
    by: f"""{USED}
select n, {column} as of_group, count(*) as people,
  count(*) filter (where achieved[n] is null or required[n] is null) as unknown,
  count(*) filter (where achieved[n] < required[n]) as below,
  coalesce(sum(required[n] - achieved[n]) filter (where achieved[n] < required[n]), 0) as wanting
from used, generate_series(1, 9) n group by n, {column} order by n, {column} nulls last"""
    for by, column in (("cohort", "cohort"), ("unit", "unit_id"))
}
PEOPLE = f"""{USED}
select employee_id, nip, name, achieved[:n] as achieved, required[:n] as required,
  required[:n] - achieved[:n] as gap
from used
where achieved[:n] < required[:n] and (:cohort is null or cohort = :cohort)
  and (:unit_id is null or unit_id = :unit_id) and (:after is null or employee_id > :after)
order by employee_id limit :limit"""
FACTS = (
    bindparam("agency_id", type_=Uuid()),
    bindparam("map_id", type_=Uuid()),
    bindparam("day", type_=Date()),
    bindparam("since", type_=Date()),
    bindparam("known_at", type_=DateTime(timezone=True)),
)
By = Literal["cohort", "unit"]


class Wanted(NamedTuple):
    """Which of the people below are asked for."""

    competency: str
    cohort: int | None = None
    unit_id: UUID | None = None
    after: UUID | None = None
    limit: int = 50


async def analysis(
    session: AsyncSession, actor: Actor, map_id: UUID, by: By
) -> list[dict[str, Any]]:
    """Each competency by talent level or unit, in the order of the regulation."""
    facts = await _facts(session, actor, map_id)
    rows = await session.execute(text(GROUPS[by]).bindparams(*FACTS), facts)
    return [_need(map_id, by, row) for row in rows]


def _need(map_id: UUID, by: By, row: Any) -> dict[str, Any]:
    n, group, people, unknown, below, wanting = row
    competency = COMPETENCIES[n - 1]
    rows = f"/v1/development-plans/needs/people?map_id={map_id}&competency={competency}"
    if group is not None:
        rows += f"&{'cohort' if by == 'cohort' else 'unit_id'}={group}"
    return {
        "competency": competency,
        "cohort": group if by == "cohort" else None,
        "unit_id": group if by == "unit" else None,
        "people": people,
        "unknown": unknown,
        "below": below,
        "mean_gap": rounded(Fraction(wanting * 10_000, below)) if below else None,
        "rows": rows,
    }


async def people(
    session: AsyncSession, actor: Actor, map_id: UUID, wanted: Wanted
) -> list[dict[str, Any]]:
    """Those below in a competency, by id, one more than asked for when there are more."""
    facts = await _facts(session, actor, map_id)
    if wanted.competency not in COMPETENCIES:
        raise InvalidRequest(errors=[Fault("?competency", "competency-unknown", UNKNOWN)])
    statement = text(PEOPLE).bindparams(
        *FACTS,
        bindparam("n", type_=Integer()),
        bindparam("cohort", type_=SmallInteger()),
        bindparam("unit_id", type_=Uuid()),
        bindparam("after", type_=Uuid()),
        bindparam("limit", type_=Integer()),
    )
    n = COMPETENCIES.index(wanted.competency) + 1
    asked = {**wanted._asdict(), "n": n, "limit": wanted.limit + 1}
    del asked["competency"]
    rows = (await session.execute(statement, {**facts, **asked})).mappings()
    return [{**row, "nip": nip_for(actor, row["nip"])} for row in rows]


async def _facts(session: AsyncSession, actor: Actor, map_id: UUID) -> dict[str, Any]:
    """Which assessments the map used."""
    used = await talent_maps.get_finished(session, actor, map_id)
    if not policy.can_count(actor):
        raise Forbidden
    scheme = schemes.parsed(await schemes.get(session, used.scheme_id))
    since = min(
        (earliest_start(used.as_of, leaf.validity_years) for leaf in leaves_of(scheme).values()),
        default=date(1900, 1, 1),
    )
    known_at: datetime | None = used.known_at
    return {
        "map_id": map_id,
        "agency_id": used.agency_id,
        "day": used.as_of,
        "since": since,
        "known_at": known_at,
    }


UNKNOWN = Words(
    f"Kompetensi tidak dikenal; pilih dari: {', '.join(COMPETENCIES)}.",
    f"No such competency; choose from: {', '.join(COMPETENCIES)}.",
)

"""What can be read of two maps side by side, and of one person through all of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    SmallInteger,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    exists,
    func,
    or_,
    select,
    table,
    text,
)

from app.core.queries import Key, PageQuery, Query
from app.talent_maps.models import Placement, State, TalentMap

BOTH = """
from (select employee_id, cell, 1 as here from talent_map_placements where map_id = :before) b
full join (select employee_id, cell, 1 as here from talent_map_placements where map_id = :after) a
  using (employee_id)"""
MAPS = (bindparam("before", type_=Uuid()), bindparam("after", type_=Uuid()))
FLOWS = text(f"""
select b.here is not null as was_on, b.cell as cell_before, a.here is not null as is_on,
  a.cell as cell_after, count(*)::int as people {BOTH}
group by 1, 2, 3, 4""").bindparams(*MAPS)
CHANGES = text(f"""
select c.*, e.nip, e.name from (
  select employee_id, b.cell as cell_before, a.cell as cell_after,
    case when b.here is null then 'entered' when a.here is null then 'left' else 'moved' end
      as change {BOTH}
  where (b.here is null or a.here is null or b.cell is distinct from a.cell)
    and (cast(:beyond as uuid) is null or employee_id > :beyond)
) c join employees e on e.id = c.employee_id
where cast(:change as text) is null or change = :change
order by c.employee_id limit :limit
""").bindparams(
    *MAPS,
    bindparam("beyond", type_=Uuid()),
    bindparam("change", type_=Text()),
    bindparam("limit", type_=Integer()),
)
MOVED = text(f"""
select employee_id, a.cell as cell_after {BOTH}
where b.here = 1 and a.here = 1 and b.cell is distinct from a.cell""").bindparams(*MAPS)

# Tables of other domains, by name: their models are their own.
employees = table("employees", column("id", Uuid))
schemes = table(
    "scoring_schemes",
    column("id", Uuid),
    column("code", Text),
    column("version", Integer),
    column("sha256", Text),
)
calibrated = table(
    "calibrated_placements",
    column("map_id", Uuid),
    column("employee_id", Uuid),
    column("cell", SmallInteger),
)
publications = table("publications", column("map_id", Uuid), column("published_on", Date))
PERSON = bindparam("employee_id", type_=Uuid)
KNOWN_PERSON = select(employees.c.id).where(employees.c.id == PERSON)
ONE_PERSON = Query(KNOWN_PERSON)
published = exists().where(
    publications.c.map_id == TalentMap.id, publications.c.published_on.is_not(None)
)
in_time = [TalentMap.as_of, TalentMap.known_at, TalentMap.id]
# The break is between maps that follow each other, whatever page shows them.
way = (
    select(
        TalentMap.id.label("map_id"),
        TalentMap.name,
        TalentMap.as_of,
        TalentMap.known_at,
        func.concat(schemes.c.code, "@", schemes.c.version).label("scheme"),
        schemes.c.sha256.label("scheme_sha256"),
        TalentMap.numbers[Placement.cell + 1].label("box"),
        TalentMap.numbers[calibrated.c.cell + 1].label("calibrated_box"),
        cast(func.round(Placement.value, 4), Text).label("value"),
        Placement.rank,
        TalentMap.population,
        func.coalesce(
            func.lag(schemes.c.sha256).over(order_by=in_time) != schemes.c.sha256, False
        ).label("break"),
    )
    .join(Placement, Placement.map_id == TalentMap.id)
    .outerjoin(
        calibrated,
        (calibrated.c.map_id == Placement.map_id)
        & (calibrated.c.employee_id == Placement.employee_id),
    )
    .join(schemes, schemes.c.id == TalentMap.scheme_id)
    .where(
        Placement.employee_id == PERSON,
        TalentMap.state == State.DONE,
        or_(bindparam("all", type_=Boolean), published),
    )
    .subquery("way")
)
WAY = select(*way.c)
TRAJECTORY = PageQuery(
    "trajectory",
    WAY,
    keys=(Key("as_of", date), Key("known_at", datetime), Key("map_id", UUID)),
)
LATEST = WAY.order_by(way.c.as_of.desc(), way.c.known_at.desc(), way.c.map_id.desc()).limit(
    bindparam("limit", type_=Integer)
)

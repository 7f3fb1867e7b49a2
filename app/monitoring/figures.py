"""The numbers of the report: each one a query over one agency and one map, with the rows behind it.

Tables of lower domains are read by name. A box is the one that stands: the calibrated one where a
closed calibration moved somebody, else the computed one. A number whose table is not there yet, or
that needs a map where there is none, is not said: unknown is never zero.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, SmallInteger, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.words import Words
from app.talent_pools.schemas import SUCCESSION_BOXES

ACTIVE = "agency_id = :agency_id and lower(legal_status) = 'aktif'"
ON_MAP = "from talent_map_placements p where p.map_id = :map_id"
STANDING = """from talent_map_placements p
  left join calibrated_placements c on c.map_id = p.map_id and c.employee_id = p.employee_id
  where p.map_id = :map_id"""
TALENT = f"{STANDING} and coalesce(c.cell, p.cell) = any (:succession)"
LATEST = """coalesce((select r.percent from development_progress r where r.activity_id = a.id
    order by r.reported_at desc, r.id desc limit 1), 0)"""
OF_MAP = "/v1/talent-maps/{map_id}/placements"


class Figure(NamedTuple):
    """A number: where it belongs, what it is, how it is counted, and where its rows are."""

    section: str
    title: Words
    sql: str
    rows: str | None = None
    table: str | None = None
    """A table that may not be there."""

    @property
    def of_map(self) -> bool:
        """Whether it can be said of a map alone."""
        return ":map_id" in self.sql


FIGURES: dict[str, Figure] = {
    "people": Figure(
        "mapping", Words("Pegawai aktif", "Active people"), f"from employees where {ACTIVE}"
    ),
    "maps": Figure(
        "mapping",
        Words("Peta yang selesai", "Finished maps"),
        "from talent_maps where agency_id = :agency_id and state = 'done'",
        "/v1/talent-maps?state=done",
    ),
    "mapped": Figure("mapping", Words("Dipetakan", "On the map"), ON_MAP, OF_MAP),
    "unmapped": Figure(
        "mapping",
        Words("Aktif tetapi tidak dipetakan", "Active, not on the map"),
        f"from employees e where {ACTIVE} and not exists"
        " (select from talent_map_placements p where p.map_id = :map_id and p.employee_id = e.id)",
    ),
    "without_box": Figure(
        "mapping",
        Words("Belum berkotak", "Without a box"),
        f"{ON_MAP} and p.cell is null",
        f"{OF_MAP}?without_box=true",
    ),
    "assessed": Figure(
        "mapping",
        Words("Mempunyai asesmen yang berlaku", "With a valid assessment"),
        f"{ON_MAP} and exists (select from assessments a where a.employee_id = p.employee_id"
        " and a.superseded_at is null and a.assessed_on between :since and :as_of)",
    ),
    "map_days": Figure(
        "mapping",
        Words("Umur peta (hari)", "Age of the map in days"),
        "(select :today - as_of as days from talent_maps where id = :map_id) m",
        "/v1/talent-maps/{map_id}",
    ),
    "pools": Figure(
        "succession",
        Words("Kelompok rencana suksesi", "Succession groups"),
        "from talent_pools where agency_id = :agency_id",
        "/v1/talent-pools",
    ),
    "pools_approved": Figure(
        "succession",
        Words("Kelompok yang disetujui dan berlaku", "Approved and in force"),
        "from talent_pools where agency_id = :agency_id and status = 'approved'"
        " and :today >= valid_from and :today < expires_on",
        "/v1/talent-pools?status=approved",
    ),
    "talent": Figure(
        "succession",
        Words("Orang di kotak 7, 8, 9", "People in boxes 7, 8, 9"),
        TALENT,
        f"{OF_MAP}?min_standing_box={min(SUCCESSION_BOXES)}",
    ),
    "proposals": Figure(
        "succession",
        Words("Usul penempatan", "Placement proposals"),
        "from placement_proposals where agency_id = :agency_id",
        "/v1/placement-proposals",
        "placement_proposals",
    ),
    "appointed": Figure(
        "succession",
        Words("Diangkat dari kelompok", "Appointed from the pool"),
        "from placement_proposals where agency_id = :agency_id and state = 'appointed'",
        "/v1/placement-proposals?state=appointed",
        "placement_proposals",
    ),
    "deviations": Figure(
        "succession",
        Words("Pilihan bukan peringkat 1", "Choices other than rank 1"),
        "from placement_choices where agency_id = :agency_id and rank > 1",
        "/v1/deviations",
        "placement_choices",
    ),
    "plans": Figure(
        "development",
        Words("Rencana pengembangan", "Development plans"),
        "from development_plans where agency_id = :agency_id and status <> 'abandoned'",
        "/v1/development-plans",
    ),
    "plans_begun": Figure(
        "development",
        Words("Rencana berjalan atau selesai", "Plans at work or completed"),
        "from development_plans where agency_id = :agency_id and status in ('active', 'completed')",
        "/v1/development-plans?status=active",
    ),
    "talent_planned": Figure(
        "development",
        Words("Orang di kotak 7, 8, 9 yang mempunyai rencana", "Of boxes 7, 8, 9, with a plan"),
        f"{TALENT} and exists (select from development_plans d"
        " where d.employee_id = p.employee_id and d.status <> 'abandoned')",
        "/v1/development-plans",
    ),
    "activities_overdue": Figure(
        "development",
        Words("Kegiatan lewat tenggat", "Activities overdue"),
        "from development_activities a join development_plans d on d.id = a.plan_id"
        f" where a.agency_id = :agency_id and d.status = 'active' and a.due_on < :today"
        f" and {LATEST} < 100",
        "/v1/development-plans?status=active",
    ),
    "boxes": Figure(
        "retention",
        Words("Kotak yang berisi orang", "Boxes with people"),
        f"(select count(distinct coalesce(c.cell, p.cell)) as n {STANDING}) b",
        "/v1/talent-maps/{map_id}/nine-box",
    ),
    "boxes_covered": Figure(
        "retention",
        Words("Kotak yang mendapat langkah retensi", "Boxes with a retention measure"),
        f"(select count(distinct coalesce(c.cell, p.cell)) as n {STANDING} and exists ("
        "select from retention_measures m"
        " where m.map_id = p.map_id and m.employee_id = p.employee_id)) b",
        "/v1/retention-measures/coverage?map_id={map_id}",
    ),
    "people_retained": Figure(
        "retention",
        Words("Orang yang mendapat langkah retensi", "People with a retention measure"),
        "(select count(distinct employee_id) as n from retention_measures"
        " where map_id = :map_id) b",
        "/v1/retention-measures?map_id={map_id}",
    ),
    "published": Figure(
        "openness",
        Words("Hasil yang diumumkan", "Published results"),
        "from publications where agency_id = :agency_id and published_on is not null",
        "/v1/publications",
        "publications",
    ),
    "objections": Figure(
        "openness",
        Words("Sanggahan", "Objections"),
        "from objections where agency_id = :agency_id",
        "/v1/objections",
        "objections",
    ),
    "objections_overdue": Figure(
        "openness",
        Words("Sanggahan lewat tenggat", "Objections overdue"),
        "from objections where agency_id = :agency_id and status = 'open' and due_on < :today",
        "/v1/objections?overdue=true",
        "objections",
    ),
}
MISSING = text("""
select code, count(*) as people from talent_map_placements p, unnest(p.missing) code
where p.map_id = :map_id and p.cell is null group by code order by people desc, code""")
THERE = text("select relname from pg_class where relkind = 'r' and relname = any (:names)")
_TYPES: dict[str, Any] = {
    "agency_id": Uuid(),
    "map_id": Uuid(),
    "since": Date(),
    "as_of": Date(),
    "today": Date(),
    "succession": ARRAY(SmallInteger()),
}


class Scope(NamedTuple):
    """What the numbers are of."""

    agency_id: UUID
    today: date
    map_id: UUID | None = None
    as_of: date | None = None
    since: date | None = None
    """The earliest day of an assessment that the map's scheme held valid."""
    succession: list[int] | None = None
    """Indexes of the cells that are boxes 7, 8 and 9."""


async def counted(session: AsyncSession, scope: Scope) -> dict[str, int | None]:
    """Every number, or None where it cannot be said."""
    names = [figure.table for figure in FIGURES.values() if figure.table]
    there = set(await session.scalars(THERE, {"names": names}))
    return {
        code: await _count(session, figure, scope)
        if figure.table is None or figure.table in there
        else None
        for code, figure in FIGURES.items()
    }


async def _count(session: AsyncSession, figure: Figure, scope: Scope) -> int | None:
    if figure.of_map and scope.map_id is None:
        return None
    source = figure.sql
    sql = f"select * from {source}" if source.startswith("(") else f"select count(*) {source}"
    used = {name: value for name, value in scope._asdict().items() if f":{name}" in sql}
    statement = text(sql).bindparams(*(bindparam(name, type_=_TYPES[name]) for name in used))
    number = await session.scalar(statement, used)
    return None if number is None else int(number)


async def missing(session: AsyncSession, map_id: UUID) -> list[dict[str, Any]]:
    """Why people have no box: the codes that are missing, with how many lack them."""
    rows = await session.execute(MISSING, {"map_id": map_id})
    return [
        {
            "code": code,
            "people": people,
            "rows": f"/v1/talent-maps/{map_id}/placements?missing={code}",
        }
        for code, people in rows
    ]

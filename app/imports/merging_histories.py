"""History rows merged: facts about people, with valid time and recorded time. Set-based SQL."""

from app.employees.histories import HISTORIES
from app.imports.merging import CHANGED, Merge, listed
from app.imports.staging import Stage

UUID_SHAPED = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
"""Ids that are the same fact whoever it is about: SIASN corrects the person of a record."""

STANDS, REPLACED = "correction-stands", "correction-replaced"
# What a file says of a corrected record is what an approved request found wrong.
CORRECTED = """select from {table} w join {table} b on b.employee_id = w.employee_id
  and b.source_id = w.source_id and b.recorded_at = w.superseded_at and b.corrected_by is not null
  where w.employee_id = c.employee_id and w.source_id = c.source_id
    and ({one}) is not distinct from ({other})"""

OTHER_AGENCY = {
    False: "null::boolean as other_agency",
    # In another agency: neither a unit of ours, nor our code, nor one of our names.
    True: """(coalesce(s.agency_code, s.agency_name) is not null
      and not coalesce(s.agency_code = $2, false)
      and not coalesce(lower(s.agency_name) = any($3::text[]), false)
      and not exists (select from units u
        where u.agency_id = $1 and u.siasn_id = s.unit_siasn_id)) as other_agency""",
}


async def history(work: Merge, stage: Stage) -> str:
    """Facts of a history, each about a person who exists; a changed one supersedes the old."""
    db, spec = work.db, HISTORIES[stage.kind]
    table, columns = spec.table, list(spec.columns)
    other_agency = OTHER_AGENCY[stage.kind == "rw_jabatan"]
    staged = list(stage.columns)
    judged = await work.judged(stage, "employee_id uuid, other_agency boolean, current_id uuid")
    await db.execute(
        f"""insert into {judged} with known as (
          select s.*, coalesce(e.id, p.id) as employee_id, {other_agency}
          from {stage.table} s
          left join employees e on e.agency_id = $1 and e.nip = s.nip
          left join employees p on p.agency_id = $1 and p.pns_id = s.pns_id and e.id is null
        ), coded as (
          select k.*, coalesce(before, case when employee_id is null then 'employee-unknown' end,
            after) as refusal from known k
        ), compared as (
          select c.*, t.id as current_id, t.corrected_by, t.id is not null
            and ({listed(columns, "t")}) is not distinct from ({listed(columns, "c")}) as known
          from coded c left join {table} t on c.refusal is null and t.employee_id = c.employee_id
            and t.source_id = c.source_id and t.superseded_at is null
        ), told as (
          select {listed([name for name in staged if name != "finding"])}, employee_id,
            other_agency, current_id, refusal, known or wrong as same,
            case when corrected_by is null or known then finding
              when wrong then '{STANDS}' else '{REPLACED}' end as finding
          from (select c.*, c.corrected_by is not null and exists ({
            CORRECTED.format(table=table, one=listed(columns, "w"), other=listed(columns, "c"))
        }) as wrong
            from compared c) c)
        select {listed(staged)}, employee_id, other_agency, current_id, refusal, same,
          row_number() over w, first_value(same) over w
        from told window w as (partition by employee_id, source_id, refusal is null
          order by in_file desc, row_no desc)""",
        work.agency_id,
        *((work.agency_code, await own_names(work)) if stage.kind == "rw_jabatan" else ()),
    )
    await db.execute(
        f"""update {table} t set superseded_at = $1 from {judged} j
        where {CHANGED} and t.id = j.current_id""",
        work.at,
    )
    await db.execute(
        f"""update {table} t set superseded_at = $1 from {judged} j
        where {CHANGED} and j.current_id is null and j.source_id ~ '{UUID_SHAPED}'
          and t.agency_id = $2 and t.source_id = j.source_id and t.superseded_at is null
          and t.employee_id <> j.employee_id and not exists (select from {judged} o
            where o.refusal is null and o.employee_id = t.employee_id
              and o.source_id = t.source_id)""",
        work.at,
        work.agency_id,
    )
    await db.execute(
        f"""insert into {table}
          (agency_id, employee_id, source_id, import_id, recorded_at, {listed(columns)})
        select $1, employee_id, source_id, $2, $3, {listed(columns)} from {judged} j
        where {CHANGED}""",
        work.agency_id,
        work.import_id,
        work.at,
    )
    return judged


async def own_names(work: Merge) -> list[str]:
    """The names under which the agency goes: its own, and those of its root units."""
    roots = await work.db.fetch(
        "select lower(name) from units where agency_id = $1 and parent_id is null", work.agency_id
    )
    return [work.agency_name.lower(), *(row[0] for row in roots)]

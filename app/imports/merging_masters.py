"""Master rows merged: units, positions and people. Set-based SQL."""

from app.employees.histories import PERSON
from app.imports import unit_tree
from app.imports.merging import CHANGED, Merge, listed
from app.imports.staging import POSITION, Stage


async def units(work: Merge, stage: Stage) -> str:
    """Units: judged as one tree, then inserted and put in their places."""
    db, table = work.db, stage.table
    known = await db.fetch(
        "select u.siasn_id, p.siasn_id from units u left join units p on p.id = u.parent_id"
        " where u.agency_id = $1",
        work.agency_id,
    )
    rows = await db.fetch(
        f"select in_file, row_no, siasn_id, parent from {table}"
        " where coalesce(before, after) is null order by in_file, row_no"
    )
    links = [(row[2], row[3]) for row in rows]
    codes = unit_tree.judge(links, {row[0]: row[1] for row in known})
    wrong = [
        (row[0], row[1], code) for row, code in zip(rows, codes, strict=True) if code is not None
    ]
    judged = await work.judged(stage, "current_id uuid")
    await db.execute(
        f"""insert into {judged} with ranked as (
          select s.*, t.id as current_id, coalesce(s.before, s.after, w.code) as refusal,
            t.id is not null and (t.name, t.head_title, t.code, p.siasn_id)
              is not distinct from (s.name, s.head_title, s.code, s.parent) as same
          from {table} s
          left join unnest($2::smallint[], $3::integer[], $4::text[]) as w (in_file, row_no, code)
            on w.in_file = s.in_file and w.row_no = s.row_no
          left join units t on t.agency_id = $1 and t.siasn_id = s.siasn_id
          left join units p on p.id = t.parent_id)
        select r.*, row_number() over w, first_value(same) over w from ranked r
        window w as (partition by siasn_id, refusal is null order by in_file desc, row_no desc)""",
        work.agency_id,
        *([list(column) for column in zip(*wrong, strict=True)] if wrong else ([], [], [])),
    )
    await db.execute(
        f"""insert into units (agency_id, siasn_id, name, head_title, code)
        select $1, siasn_id, name, head_title, code from {judged} j
        where {CHANGED} and j.current_id is null""",
        work.agency_id,
    )
    await db.execute(
        f"""update units u set name = j.name, head_title = j.head_title, code = j.code,
          parent_id = p.id
        from {judged} j left join units p on p.agency_id = $1 and p.siasn_id = j.parent
        where {CHANGED} and u.agency_id = $1 and u.siasn_id = j.siasn_id""",
        work.agency_id,
    )
    return judged


async def positions(work: Merge, stage: Stage) -> str:
    """Positions, each in a unit that exists."""
    db, columns = work.db, list(POSITION)
    judged = await work.judged(stage, "unit_id uuid, current_id uuid")
    await db.execute(
        f"""insert into {judged} with ranked as (
          select s.*, u.id as unit_id, t.id as current_id,
            coalesce(s.before, case when u.id is null then 'unit-unknown' end, s.after) as refusal,
            t.id is not null and ({listed(columns, "t")}, t.unit_id)
              is not distinct from ({listed(columns, "s")}, u.id) as same
          from {stage.table} s
          left join units u on u.agency_id = $1 and u.siasn_id = s.unit
          left join positions t on t.agency_id = $1 and t.code = s.code)
        select r.*, row_number() over w, first_value(same) over w from ranked r
        window w as (partition by code, refusal is null order by in_file desc, row_no desc)""",
        work.agency_id,
    )
    await db.execute(
        f"""update positions t set unit_id = j.unit_id, {", ".join(f"{c} = j.{c}" for c in columns)}
        from {judged} j where {CHANGED} and t.id = j.current_id"""
    )
    await db.execute(
        f"""insert into positions (agency_id, unit_id, {listed(columns)})
        select $1, unit_id, {listed(columns)} from {judged} j
        where {CHANGED} and j.current_id is null""",
        work.agency_id,
    )
    return judged


async def employees(work: Merge, stage: Stage) -> str:
    """People: known by their NIP, or by pns_id when the NIP is new; what was known is kept."""
    db, columns = work.db, list(PERSON)
    kept = ", ".join(
        "coalesce(m.pns_id, t.pns_id)" if c == "pns_id" else f'm."{c}"' for c in columns
    )
    judged = await work.judged(stage, "unit_id uuid, current_id uuid")
    await db.execute(
        f"""insert into {judged} with known as (
          select s.*, u.id as unit_id,
            coalesce(s.before, case when u.id is null then 'unit-unknown' end, s.after) as early
          from {stage.table} s left join units u on u.agency_id = $1 and u.siasn_id = s.unit
        ), ranked as materialized (
          select k.*, row_number() over (
            partition by nip, early is null order by in_file desc, row_no desc) as turn
          from known k
        ), matched as (
          select r.*, e.id as by_nip, p.id as by_pns, p.nip as other_nip,
            row_number() over (partition by r.pns_id, r.early is null and r.turn = 1
              order by coalesce(e.id = p.id, false) desc, r.in_file, r.row_no) as claim
          from ranked r
          left join employees e on r.early is null and e.agency_id = $1 and e.nip = r.nip
          left join employees p on r.early is null and p.agency_id = $1 and p.pns_id = r.pns_id
        ), decided as (
          select m.*, coalesce(by_nip, by_pns) as current_id,
            coalesce(early, case when turn = 1 and m.pns_id is not null and (
              claim > 1 or by_nip <> by_pns or (by_nip is null and by_pns is not null and exists (
                select from ranked o where o.early is null and o.turn = 1 and o.nip = m.other_nip))
            ) then 'identity-conflict' end) as refusal
          from matched m
        ), compared as (
          select m.*, t.id is not null and ({listed(columns, "t")}, t.unit_id)
            is not distinct from ({kept}, m.unit_id) as same
          from decided m left join employees t on t.id = m.current_id)
        select {listed(list(stage.columns))}, unit_id, current_id, refusal, same, turn,
          first_value(same) over (
            partition by nip, refusal is null order by in_file desc, row_no desc)
        from compared""",
        work.agency_id,
    )
    whole = [*columns, "agency_id", "unit_id", "import_id", "recorded_at"]
    await db.execute(
        f"""insert into employee_versions (employee_id, superseded_at, {listed(whole)})
        select t.id, $1, {listed(whole, "t")}
        from employees t join {judged} j on j.current_id = t.id where {CHANGED}""",
        work.at,
    )
    values = ", ".join(
        f'"{c}" = coalesce(j."{c}", t."{c}")' if c == "pns_id" else f'"{c}" = j."{c}"'
        for c in columns
    )
    await db.execute(
        f"""update employees t set {values}, unit_id = j.unit_id, import_id = $1, recorded_at = $2
        from {judged} j where {CHANGED} and t.id = j.current_id""",
        work.import_id,
        work.at,
    )
    await db.execute(
        f"""insert into employees ({listed(whole)})
        select {listed(columns)}, $1, unit_id, $2, $3 from {judged} j
        where {CHANGED} and j.current_id is null""",
        work.agency_id,
        work.import_id,
        work.at,
    )
    return judged

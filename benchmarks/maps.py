"""A map of many people beside a bare formula over as many rows: `python -m benchmarks.maps 200000`.

Fills an embedded database of its own by SQL, maps it with both shipped schemes, and prints seconds
and the ratio to one weighted sum with a rank over the same number of people.
"""

import asyncio
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from uuid import UUID

import asyncpg

from app.core.config import Settings
from app.core.db import transaction
from app.core.identity import SYSTEM
from app.core.service import Service, running
from app.scoring_schemes import service as schemes
from app.talent_maps import service as maps
from app.talent_maps.schemas import NewMap

AS_OF = date(2026, 1, 1)
FILL = """
insert into agencies (code, name) values ('UKUR', 'Pemerintah Provinsi Ukur');
insert into units (agency_id, siasn_id, name) select id, 'u' || n, 'Unit ' || n
  from agencies, generate_series(1, 20) n;
insert into employees (agency_id, nip, name, birth_date, employment, legal_status, cohort,
    education_level, education_relevance, position_since, unit_id)
  select a.id, (100000000000000000 + n)::text, 'Orang ' || n, '1985-01-01', 'PNS', 'Aktif',
    1 + n % 4, (array['15','30','40','45','50'])[1 + n % 5],
    (array['very','fairly','not'])[1 + n % 3], date '2016-01-01' + n % 3600,
    (select id from units limit 1)
  from agencies a, generate_series(1, {people}) n;
insert into performances (agency_id, employee_id, source_id, year, result, conduct, quadrant,
    predicate)
  select agency_id, id, y::text, y, 1 + (abs(hashtext(nip)) + y) % 3, 2, 2,
    (array['sangat_baik','baik','butuh_perbaikan'])[1 + (abs(hashtext(nip)) + y) % 3]
  from employees, generate_series(2024, 2025) y;
insert into position_histories (agency_id, employee_id, source_id, started_on, other_agency,
    unit_siasn_id)
  select agency_id, id, s::text, date '2010-01-01' + s * 700 + cohort * 30, false,
    'u' || s % (1 + cohort)
  from employees, generate_series(1, 2) s;
insert into courses (agency_id, employee_id, source_id, year, held_on, hours)
  select agency_id, id, s::text, 2025, date '2025-03-01' + s, 4 * s + cohort
  from employees, generate_series(1, 2) s where cohort > 1;
insert into assessments (agency_id, employee_id, source_id, assessed_on, achieved, required,
    aspects)
  select agency_id, id, '1', date '2023-06-01' + abs(hashtext(nip)) % 900,
    array_fill((2 + cohort % 3)::smallint, array[9]), array_fill(3::smallint, array[9]),
    array_fill((2 + cohort % 4)::smallint, array[8])
  from employees where abs(hashtext(nip)) % 10 < 8;
insert into feedbacks (agency_id, employee_id, source_id, year, score)
  select agency_id, id, '2025', 2025, 60 + abs(hashtext(nip)) % 4000 / 100.0 from employees;
insert into awards (agency_id, employee_id, source_id, awarded_on, scale)
  select agency_id, id, '1', date '2022-01-01', 'nasional' from employees where cohort = 2;
insert into team_assignments (agency_id, employee_id, source_id, decree_on, decree_no, role, scope)
  select agency_id, id, '1', date '2025-01-01', '1', 'anggota', 'internal' from employees
  where cohort = 3;
insert into disciplines (agency_id, employee_id, source_id, started_on, ended_on, level, cancelled)
  select agency_id, id, '1', '2020-01-01', '2020-12-31', 'light', false from employees
  where abs(hashtext(nip)) % 33 = 0;
"""
BARE = """create temporary table bare as select employee_id,
  (60 * result + 40 * conduct) * 0.5 as value,
  rank() over (order by (60 * result + 40 * conduct) desc) from performances where year = 2025"""


async def measure(service: Service, people: int) -> None:
    owner = await asyncpg.connect(service.addresses.owner)
    await owner.execute("select set_config('app.agencies', '*', false)")
    began = time.monotonic()
    for statement in FILL.format(people=people).split(";\n"):
        if statement.strip():
            await owner.execute(statement)
    await owner.execute("analyze")
    print(f"{people:,} people with their histories filled in {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    await owner.execute(BARE)
    bare = time.monotonic() - began
    print(f"bare formula with a rank   {bare:6.1f} s")
    for scheme in ("pu-djbk", "bkn-411-2025"):
        async with transaction(service.sessions, SYSTEM) as session:
            new = NewMap(name=scheme, scheme=scheme, as_of=AS_OF)
            asked = await maps.draw_up(session, SYSTEM, new, today=AS_OF)
        took = await timed(service, asked.id)
        print(f"map by {scheme:16}    {took:6.1f} s   {took / bare:5.1f} x the bare formula")
    await owner.close()


async def timed(service: Service, map_id: UUID) -> float:
    began = time.monotonic()
    await maps.calculate(service.sessions, map_id)
    return time.monotonic() - began


async def main(people: int) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        async with running(Settings(talenta_home=Path(home))) as service:
            await schemes.ensure_shipped(service.sessions)
            await measure(service, people)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))

"""A population of any size with its histories, written by SQL: as many facts as a province has.

About two positions, two appraisals, four thirds of a course, three quarters of an assessment and a
360 score for each person; awards, teams and punishments for some. Dates lie before 2026. What is
random refers to `p.n`, so that it is drawn anew for each person.
"""

from uuid import UUID

AGENCY = UUID("0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b")
PEOPLE = f"""
select setseed(0.25);
set session_replication_role = replica;
insert into agencies (id, code, name) values ('{AGENCY}', 'PROV-UKUR', 'Pemerintah Provinsi Ukur');
insert into units (agency_id, siasn_id, name)
  select '{AGENCY}', 'U' || n, 'Unit ' || n from generate_series(1, 800) n;
insert into employees (agency_id, unit_id, nip, name, birth_date, sex, employment, legal_status,
  position_name, position_level, position_since, cohort, education_level, education_relevance)
select '{AGENCY}', u.id, to_char(19700101200001100 + n / 900 * 1000 + n % 900 + 1,
  'FM099999999999999999'), 'Pegawai ' || md5(n::text), date '1970-01-01' + n % 9000,
  case n % 2 when 0 then 'M' else 'F' end, 'PNS',
  case when random() < 0.99 then 'Aktif' else 'CLTN' end, 'Analis Kebijakan', 'Ahli Muda',
  date '2017-01-01' + (random() * 3200)::int, 1 + n % 4,
  (array['15', '30', '35', '40', '40', '45', '50'])[1 + (random() * 6)::int],
  (array['very', 'very', 'fairly', 'not'])[1 + (random() * 3)::int]
from generate_series(1, {{people}}) n
join (select id, row_number() over (order by id) as at from units) u on u.at = n % 800 + 1
order by n;
create temporary table p as select id, row_number() over (order by id) as n from employees;
"""
HISTORIES = {
    "performances": "(year, result, conduct, quadrant, predicate)"
    " select year, 2, 2, 2, (array['sangat_baik', 'baik', 'baik', 'baik', 'butuh_perbaikan'])"
    "[1 + (random() * 4)::int] from generate_series(2024, 2025) year"
    " where p.n > 0 and random() < 0.98",
    "position_histories": "(started_on, other_agency, unit_siasn_id, unit_name, name, agency_name,"
    " decree_no, assignment)"
    " select date '2006-01-01' + (random() * 7200)::int, random() < 0.04,"
    " 'U' || (random() * 800)::int, 'Unit ' || k, 'Jabatan terdahulu', 'Provinsi', '821/' || k,"
    " case when random() < 0.01 then 'PLT_LEBIH_TINGGI' end"
    " from generate_series(1, 1 + (random() * 2 + 0 * p.n)::int) k",
    "courses": "(year, held_on, hours, name, institution, certificate_no)"
    " select 2024 + k % 2, make_date(2024 + k % 2, 1 + (random() * 11)::int, 15),"
    " (array[2, 4, 6, 8, 10, 16, 20, 30, 40])[1 + (random() * 8)::int], 'Manajemen Risiko',"
    " 'BPSDMD', 'S-' || k from generate_series(1, (random() * 3 + 0 * p.n)::int) k",
    "awards": "(awarded_on, scale, name) select date '2018-01-01' + (random() * 2900)::int,"
    " (array['internal', 'lintas_instansi', 'nasional'])[1 + (random() * 2)::int], 'Penghargaan'"
    ""
    " where p.n > 0 and random() < 0.18",
    "disciplines": "(started_on, ended_on, level, cancelled) select d, d + 180,"
    " (array['light', 'light', 'medium', 'heavy'])[1 + (random() * 3)::int], random() < 0.1"
    " from (select date '2019-01-01' + (random() * 2500 + 0 * p.n)::int as d) days"
    " where p.n > 0 and random() < 0.03",
    "feedbacks": "(year, score, raters) select 2025, round((60 + random() * 40)::numeric, 2), 5"
    ""
    " where p.n > 0 and random() < 0.93",
    "team_assignments": "(decree_on, decree_no, role, scope)"
    " select date '2024-06-01' + (random() * 570)::int, '188/1',"
    " (array['anggota', 'anggota', 'ketua'])[1 + (random() * 2)::int],"
    " (array['internal', 'lintas_instansi'])[1 + (random() * 1)::int]"
    " where p.n > 0 and random() < 0.35",
    "assessments": "(assessed_on, purpose, institution, assessor, achieved, required, aspects,"
    " technical) select date '2022-01-10' + (random() * 1440)::int, 'pemetaan', 'UPT', 'Asesor 1',"
    " (select array_agg(least(5, 2 + (random() * 3)::int)) from generate_series(1, 9) c"
    "  where c + p.n > 0), array[3, 3, 3, 3, 3, 3, 3, 3, 3],"
    " (select array_agg(least(5, 2 + (random() * 3)::int)) from generate_series(1, 8) c"
    "  where c + p.n > 0), round((60 + random() * 40)::numeric, 2)"
    " where p.n > 0 and random() < 0.77",
}
"""Of each table: the columns, and what is selected for a person `p`."""


def fillings(people: int) -> list[str]:
    """The statements that write the population, for a superuser's connection."""
    written = [PEOPLE.format(people=people)]
    for table, said in HISTORIES.items():
        columns, select = said.split(")", 1)
        names = columns.strip("(")
        written.append(
            f"insert into {table} (agency_id, employee_id, source_id, {names})"
            f" select '{AGENCY}', p.id, gen_random_uuid()::text, f.* from p,"
            f" lateral ({select}) f order by p.n"
        )
    return [*written, "vacuum analyze"]

"""Everything about one person, by a walk of the schema: what refers to them is found, not listed.

A table with a column `employee_id` is in the export because it is in the database. What refers to
people in another way (events, rejected rows of imports, approved contents) is named here; a test
looks for more of that kind.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import set_context
from app.core.identity import SYSTEM, Actor, Role
from app.core.words import Words

FORMAT = "talenta-person/1"
TABLES = text("""
select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and a.attname = 'employee_id' and not a.attisdropped
order by c.relname""")
OWN = "select t.* from {table} t where t.employee_id = :id"
PERSON = text("select agency_id, nip from employees where id = :id")
# What refers to a person otherwise than by a column `employee_id`.
OTHERS = {
    "employees": "select e.* from employees e where e.id = :id",
    "agencies": "select a.code, a.name from agencies a where a.id = :agency_id",
    "units": "select u.* from units u join employees e on e.unit_id = u.id where e.id = :id",
    "audit_events": """
select e.at, e.actor_name, e.kind, e.purpose, e.request_id, e.data from audit_events e
where e.subject_id = :id order by e.id""",
    "import_rows": """
select r.import_id, r.file, r.line, r.verdict, r.code, r.raw from import_rows r
where r.agency_id = :agency_id and r.raw is not null and strpos(r.raw, cast(:nip as text)) > 0
order by r.import_id, r.file, r.number""",
    "approval_requests": """
select r.id, r.kind, r.title, r.status, r.content_sha256, m as content
from approval_requests r, jsonb_path_query(r.content::jsonb,
  '$.** ? (@.employee_id == $id)', jsonb_build_object('id', cast(:word as text))) m
where r.agency_id = :agency_id and strpos(r.content, cast(:word as text)) > 0""",
    "approval_rounds": """
select r.request_id, r.content_sha256, m as content
from approval_rounds r, jsonb_path_query(r.content::jsonb,
  '$.** ? (@.employee_id == $id)', jsonb_build_object('id', cast(:word as text))) m
where r.agency_id = :agency_id and strpos(r.content, cast(:word as text)) > 0""",
    "placement_proposals": """
select p.id, p.state, p.position_id, p.proposed_at, p.ranking_sha256, m as ranked
from placement_proposals p, jsonb_path_query(p.ranking::jsonb,
  '$.candidates[*] ? (@.employee_id == $id)', jsonb_build_object('id', cast(:word as text))) m
where p.agency_id = :agency_id and strpos(p.ranking, cast(:word as text)) > 0""",
}
TITLES: dict[str, Words] = {
    "agencies": Words("Instansi", "Agency"),
    "approval_requests": Words("Isi permohonan persetujuan", "Contents sent for approval"),
    "approval_rounds": Words("Isi tiap pengajuan", "Contents of each submission"),
    "assessments": Words("Asesmen", "Assessments"),
    "audit_events": Words("Peristiwa dalam catatan", "Events in the log"),
    "awards": Words("Penghargaan", "Awards"),
    "blind_identities": Words("Kandidat sidang tersamar", "Candidate of blind sessions"),
    "blind_members": Words("Anggota sidang tersamar", "Member of blind sessions"),
    "calibrated_placements": Words("Kotak sesudah kalibrasi", "Boxes after calibration"),
    "calibration_agenda": Words("Agenda kalibrasi", "Agendas of calibrations"),
    "calibration_authorisations": Words("Pengesahan kalibrasi", "Authorised calibrations"),
    "calibration_moves": Words("Usul kalibrasi", "Calibrations proposed"),
    "calibration_votes": Words("Suara dalam kalibrasi", "Votes in calibrations"),
    "conflicts": Words("Benturan kepentingan", "Conflicts of interest"),
    "correction_requests": Words("Permintaan koreksi", "Requests for correction"),
    "courses": Words("Kursus", "Courses"),
    "development_activities": Words("Kegiatan pengembangan", "Development activities"),
    "development_plans": Words("Rencana pengembangan", "Development plans"),
    "development_progress": Words("Laporan pengembangan", "Reports of development"),
    "disciplines": Words("Hukuman disiplin", "Disciplinary punishments"),
    "education_histories": Words("Riwayat pendidikan", "Educations"),
    "employee_versions": Words("Data induk terdahulu", "Master record as it was"),
    "employees": Words("Data induk", "Master record"),
    "feedbacks": Words("Umpan balik", "Feedback"),
    "import_rows": Words("Baris impor yang ditolak", "Rejected rows of imports"),
    "memberships": Words("Hak masuk", "Roles held"),
    "objections": Words("Sanggah", "Objections"),
    "employee_changes": Words("Perubahan terakhir", "The last change"),
    "employee_names": Words("Nama dalam pencarian", "The name as it is searched"),
    "performances": Words("Kinerja", "Performance"),
    "person_accesses": Words("Siapa yang membaca", "Who looked"),
    "placement_choices": Words("Terpilih untuk jabatan", "Chosen for a post"),
    "placement_outcomes": Words("Hasil penempatan", "Outcomes of appointments"),
    "placement_proposal_names": Words("Diusulkan untuk jabatan", "Named for a post"),
    "placement_proposals": Words("Peringkat calon jabatan", "Rankings for posts"),
    "position_histories": Words("Riwayat jabatan", "Positions held"),
    "processing_restrictions": Words("Pembatasan", "Restrictions"),
    "rank_histories": Words("Riwayat golongan", "Ranks"),
    "retention_measures": Words("Langkah retensi", "Retention measures"),
    "structural_trainings": Words("Diklat struktural", "Leadership trainings"),
    "talent_cards": Words("Kartu talenta", "Talent cards"),
    "talent_map_placements": Words("Tempat dalam peta talenta", "Places in talent maps"),
    "talent_pool_members": Words("Kelompok rencana suksesi", "Succession groups"),
    "team_assignments": Words("Tim kerja", "Teams"),
    "units": Words("Unit organisasi", "Unit"),
}
"""What each table holds, for people; one that is new shows its own name until it has one."""


def whole(agency_id: UUID, employee_id: UUID) -> Actor:
    """The context in which everything about one person can be read: no role alone sees it all."""
    roles = frozenset({Role.ADMIN, Role.ANALYST, Role.AUDITOR, Role.ASN})
    return Actor(SYSTEM.id, SYSTEM.name, roles, frozenset({agency_id}), employee_id=employee_id)


async def sections(session: AsyncSession, employee_id: UUID) -> AsyncIterator[tuple[str, Any]]:
    """Table by table, its rows about a person as a JSON text.

    Leaves the session in the context of the whole: the caller sets its own again.
    """
    person = (await session.execute(PERSON, {"id": employee_id})).one()
    await set_context(session, whole(person.agency_id, employee_id).context)
    values = {"id": employee_id, "agency_id": person.agency_id, "nip": person.nip}
    values["word"] = str(employee_id)
    found = (await session.scalars(TABLES)).all()
    queries = {**{table: OWN.format(table=table) for table in found}, **OTHERS}
    for table, query in sorted(queries.items()):
        wrapped = text(f"select coalesce(json_agg(r), '[]')::text from ({query}) r")
        used = {name: value for name, value in values.items() if f":{name}" in query}
        yield table, (await session.execute(wrapped, used)).scalar_one()


async def of_person(session: AsyncSession, employee_id: UUID) -> bytes:
    """Everything about a person as one JSON document."""
    parts = [
        orjson.dumps({"table": table, "id": title.id, "en": title.en})[:-1]
        + b',"rows":'
        + rows.encode()
        + b"}"
        async for table, rows in sections(session, employee_id)
        for title in [TITLES.get(table, Words(table, table))]
    ]
    head = orjson.dumps({"format": FORMAT, "employee_id": employee_id})[:-1]
    return head + b',"sections":[' + b",".join(parts) + b"]}"

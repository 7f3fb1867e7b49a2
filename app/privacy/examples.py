"""Answers as the documentation shows them. The people in them are invented."""

from app.employees.examples import ACCESS, EMPLOYEE

ME = {
    "actor_id": "0199f3a4-7c1e-7020-8b3a-5c7e8d9f0a1b",
    "name": "Ratna Wulandari",
    "roles": ["asn"],
    "agencies": ["0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b"],
    "units": None,
    "employee": EMPLOYEE,
    "restricted_since": None,
}
EXPORT = {
    "format": "talenta-person/1",
    "employee_id": EMPLOYEE["id"],
    "sections": [
        {
            "table": "person_accesses",
            "id": "Siapa yang membaca",
            "en": "Who looked",
            "rows": [ACCESS],
        }
    ],
}
RESTRICTION = {
    "id": "0199f3a4-7c1e-7021-8b3a-5c7e8d9f0a1b",
    "employee_id": EMPLOYEE["id"],
    "reason": "Data kinerja saya sedang saya sanggah.",
    "created_at": "2026-01-05T02:00:00Z",
    "lifted_at": None,
}
CORRECTION = {
    "id": "0199f3a4-7c1e-7022-8b3a-5c7e8d9f0a1b",
    "employee_id": EMPLOYEE["id"],
    "about": "ranks",
    "record_id": "0199f3a4-7c1e-7023-8b3a-5c7e8d9f0a1b",
    "claim": "TMT golongan III/d seharusnya 1 April 2024.",
    "status": "open",
    "created_at": "2026-01-05T02:00:00Z",
    "due_at": "2026-01-08T02:00:00Z",
    "overdue": False,
    "decided_at": None,
    "decision_reason": None,
}
CORRECTED = {
    **CORRECTION,
    "status": "accepted",
    "decided_at": "2026-01-06T02:00:00Z",
    "decision_reason": "SK kenaikan pangkat menyebut 1 April 2024; SIMPEG sudah diperbaiki.",
}
BREACH = {
    "id": "0199f3a4-7c1e-7024-8b3a-5c7e8d9f0a1b",
    "agency_id": EMPLOYEE["agency_id"],
    "title": "Berkas pegawai terkirim ke alamat lain",
    "description": "Berkas CSV berisi 120 pegawai terkirim ke alamat surel di luar instansi.",
    "categories": ["nip", "birth_date"],
    "people_affected": 120,
    "measures": "Penerima menghapus berkas; pengiriman berkas lewat surel dihentikan.",
    "occurred_at": "2026-01-04T08:00:00Z",
    "discovered_at": "2026-01-05T02:00:00Z",
    "notify_by": "2026-01-08T02:00:00Z",
    "authority_notified_at": None,
    "subjects_notified_at": None,
    "overdue": False,
    "late": False,
    "created_at": "2026-01-05T03:00:00Z",
}
TOLD = {**BREACH, "authority_notified_at": "2026-01-06T02:00:00Z"}
RETENTION = {
    "code": "person_accesses",
    "what": "Siapa membaca data siapa, sejak dibaca",
    "years": 5,
    "minimum": 2,
    "due": 0,
}
RUN = {"job": "privacy.destroy"}

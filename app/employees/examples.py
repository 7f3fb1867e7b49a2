"""Answers as the documentation shows them. The people in them are invented."""

EMPLOYEE = {
    "id": "0199f3a4-7c1e-7010-8b3a-5c7e8d9f0a1b",
    "agency_id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
    "nip": "199001182015092001",
    "pns_id": "A8ACA7DA8F3B3912E040640A040269BB",
    "old_nip": None,
    "name": "Ratna Wulandari",
    "front_title": None,
    "back_title": "S.E.",
    "birth_date": "1990-01-18",
    "sex": "F",
    "phone": "081200000001",
    "email": "ratna.wulandari@example.go.id",
    "employment": "PNS",
    "legal_status": "Aktif",
    "appointed_on": "2015-09-01",
    "rank_code": "33",
    "rank_name": "III/c",
    "rank_since": "2023-04-01",
    "position_kind": "2",
    "position_code": "F000118",
    "position_name": "Analis SDM Aparatur Ahli Muda",
    "position_level": "Ahli Muda",
    "position_since": "2022-01-03",
    "cohort": 2,
    "echelon": None,
    "education_level": "40",
    "education_name": "S-1/Sarjana",
    "education_field": "Manajemen",
    "education_relevance": "very",
    "graduation_year": 2012,
    "unit_id": "0199f3a4-7c1e-7001-8b3a-5c7e8d9f0a1b",
    "recorded_at": "2026-01-05T02:00:00Z",
}
KEYED = {**EMPLOYEE, "phone": "*********001", "email": "***@example.go.id", "birth_date": None}
MASKED = {**KEYED, "nip": "**************2001"}
IDENTITY = {
    name: EMPLOYEE[name] for name in ("id", "nip", "old_nip", "birth_date", "phone", "email")
}
RECORDED = {
    "id": EMPLOYEE["id"],
    "verdict": "changed",
    "changes": [
        {"field": "rank_name", "before": "III/b", "after": "III/c"},
        {"field": "phone", "before": "*********009", "after": "*********001"},
    ],
}
VERDICTS = {
    "counts": {"created": 1, "changed": 0, "unchanged": 0, "rejected": 1},
    "items": [
        {"index": 0, "verdict": "created", "id": EMPLOYEE["id"], "changed": [], "errors": []},
        {
            "index": 1,
            "verdict": "rejected",
            "id": None,
            "changed": [],
            "errors": [
                {
                    "pointer": "/items/1/nip",
                    "code": "nip-invalid",
                    "detail": "NIP terdiri atas 18 angka: tanggal lahir, tahun dan bulan"
                    " pengangkatan (PPPK: 21-29), jenis kelamin 1 atau 2, nomor urut 001-999.",
                }
            ],
        },
    ],
}
ACCESS = {
    "id": "0199f3a4-7c1e-7012-8b3a-5c7e8d9f0a1b",
    "at": "2026-01-05T02:00:00Z",
    "actor_name": "Analis BKD",
    "roles": ["analyst"],
    "what": "unmasking",
    "object_id": None,
    "purpose": "verification",
    "reason": "Mencocokkan NIP dengan SK pengangkatan.",
    "request_id": "0192f3a47c1e4d6f9b3a5c7e8d9f0a1b",
}
PERFORMANCE = {
    "id": "0199f3a4-7c1e-7011-8b3a-5c7e8d9f0a1b",
    "year": 2025,
    "result": 1,
    "conduct": 2,
    "quadrant": 2,
    "predicate": "baik",
    "source_id": "2025",
    "import_id": None,
    "recorded_at": "2026-01-05T02:00:00Z",
    "superseded_at": None,
    "corrected_by": None,
}

CHANGES = {
    "items": [
        {"id": EMPLOYEE["id"], "deleted": False, "employee": KEYED},
        {"id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a77", "deleted": True, "employee": None},
    ],
    "next": "WyJlbXBsb3llZS1jaGFuZ2VzIiwgLi4uXQ",
}

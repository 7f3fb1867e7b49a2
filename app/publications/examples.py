"""What the answers look like, for the documentation. All people are invented."""

from typing import Any

PUBLICATION_ID = "019a2b10-7c3a-7d21-9a4e-2f6b8c1d0e55"
MAP = "019a1f6e-3d1c-7c55-8f0b-6b1c2f0a9d11"
PERSON = "019a1f6a-0b7e-7b1a-9c2e-5d3f4a6b7c88"
RECORD = "019a1f6b-52c0-7f0e-8d1f-0a9b8c7d6e5f"
SHA256 = "3f7d6a0c7b0f4a6fb1f3f0f1c9d7d7c8e2a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1"

ANNOUNCED: dict[str, Any] = {
    "id": PUBLICATION_ID,
    "agency_id": "019a1f60-1111-7000-8000-000000000001",
    "name": "Pengumuman hasil pemetaan 2026",
    "scheme": "pu-djbk@1",
    "scheme_sha256": SHA256,
    "as_of": "2026-01-01",
    "phase": "inputs_open",
    "opens_on": "2026-01-05",
    "cut_off": "2026-01-16T09:00:00Z",
    "map_id": None,
    "published_on": None,
    "objection_working_days": 5,
    "objections_until": None,
    "answer_working_days": 10,
    "created_at": "2026-01-05T02:00:00Z",
}
MAPPED = ANNOUNCED | {"phase": "inputs_closed", "map_id": MAP}
PUBLISHED = MAPPED | {
    "phase": "published",
    "published_on": "2026-01-19",
    "objections_until": "2026-01-26",
}
INPUTS: dict[str, Any] = {
    "publication_id": PUBLICATION_ID,
    "name": "Pengumuman hasil pemetaan 2026",
    "scheme": "pu-djbk@1",
    "scheme_sha256": SHA256,
    "as_of": "2026-01-01",
    "cut_off": "2026-01-16T09:00:00Z",
    "axes": [
        {
            "axis": "performance",
            "missing": [],
            "components": [
                {
                    "code": "kinerja_utama",
                    "title": "Predikat kinerja",
                    "status": "scored",
                    "weight": "100",
                    "raw": "2025: sangat_baik, 2024: baik",
                    "points": None,
                    "facts": [{"kind": "performances", "id": RECORD}],
                }
            ],
        }
    ],
}
RESULT: dict[str, Any] = {
    "publication_id": PUBLICATION_ID,
    "map_id": MAP,
    "name": "Pengumuman hasil pemetaan 2026",
    "scheme": "pu-djbk@1",
    "as_of": "2026-01-01",
    "performance": "95.5000",
    "potential": "89.0000",
    "value": "92.2500",
    "performance_level": "high",
    "potential_level": "high",
    "box": 9,
    "calibrated_box": None,
    "cohort": 3,
    "rank": 4,
    "shared_by": 2,
    "population": 19676,
    "missing": [],
    "published_on": "2026-01-19",
    "objections_until": "2026-01-26",
    "may_object": True,
}
TRACE: dict[str, Any] = {
    "result": RESULT,
    "scheme_sha256": SHA256,
    "known_at": "2026-01-19T02:00:01.104291Z",
    "axes": [
        {
            "axis": "performance",
            "score": "95.5000",
            "level": "high",
            "cutoffs": ["60", "80"],
            "weight": "50",
            "contribution": "47.7500",
            "missing": [],
            "components": [
                {
                    "code": "kinerja_utama",
                    "title": "Predikat kinerja",
                    "status": "scored",
                    "score": "95.5000",
                    "weight": "100",
                    "contribution": "95.5000",
                    "raw": "2025: sangat_baik, 2024: baik",
                    "points": None,
                    "facts": [{"kind": "performances", "id": RECORD}],
                }
            ],
        }
    ],
}
OBJECTION: dict[str, Any] = {
    "id": "019a2b44-0f61-7a9c-b3d2-6e5f4a3b2c1d",
    "publication_id": PUBLICATION_ID,
    "map_id": MAP,
    "employee_id": PERSON,
    "node": "kinerja_utama",
    "record_id": RECORD,
    "claim": "Predikat kinerja 2024 saya sangat baik menurut SKP yang ditandatangani"
    " 31 Desember 2024, bukan baik.",
    "status": "open",
    "filed_at": "2026-01-20T03:12:45.120000Z",
    "due_on": "2026-02-03",
    "overdue": False,
    "closed_at": None,
    "reason": None,
    "remedy": None,
    "remedy_id": None,
}
WITHDRAWN = OBJECTION | {"status": "withdrawn", "closed_at": "2026-01-21T02:00:00Z"}
UPHELD = OBJECTION | {
    "status": "upheld",
    "closed_at": "2026-01-22T04:00:00Z",
    "reason": "SKP 2024 yang dilampirkan memang berpredikat sangat baik; SIMPEG diperbaiki dan"
    " peta dihitung ulang.",
    "remedy": "new_map",
}
REMEDIED = UPHELD | {"remedy_id": "019a2c01-9e2d-7b44-a1c0-3d2e1f0a9b8c"}
_BOXES = [
    {"box": 1, "people": 23},
    {"box": 2, "people": 118},
    {"box": 3, "people": 118},
    {"box": 4, "people": 517},
    {"box": 5, "people": 901},
    {"box": 6, "people": 137},
    {"box": 7, "people": 4456},
    {"box": 8, "people": 878},
    {"box": 9, "people": 4138},
    {"box": None, "people": 8390},
]
STATISTICS: dict[str, Any] = {
    "publication_id": PUBLICATION_ID,
    "published_on": "2026-01-19",
    "population": 19676,
    "threshold": 5,
    "boxes": _BOXES,
    "by_sex": [
        {
            "group": "F",
            "name": None,
            "people": 9921,
            "boxes": [{"box": 1, "people": None}, {"box": 2, "people": 61}],
        }
    ],
    "by_cohort": [],
    "by_unit": [
        {
            "group": "019a1f60-2222-7000-8000-000000000002",
            "name": "Badan Kepegawaian Daerah",
            "people": 214,
            "boxes": [{"box": 1, "people": 0}, {"box": 2, "people": None}],
        }
    ],
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}

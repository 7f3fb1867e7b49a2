"""What the answers look like, for the documentation. All people are invented."""

from typing import Any

MAP = "019a1f6e-3d1c-7c55-8f0b-6b1c2f0a9d11"
PERSON = "019a1f6a-0b7e-7b1a-9c2e-5d3f4a6b7c88"
SHA256 = "3f7d6a0c7b0f4a6fb1f3f0f1c9d7d7c8e2a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1"

QUEUED: dict[str, Any] = {
    "id": MAP,
    "agency_id": "019a1f60-1111-7000-8000-000000000001",
    "name": "Peta 2026",
    "scheme": "pu-djbk@1",
    "scheme_sha256": SHA256,
    "as_of": "2026-01-01",
    "unit_id": None,
    "cohorts": None,
    "state": "queued",
    "step": "waiting",
    "progress": 0,
    "known_at": None,
    "population": None,
    "restricted": None,
    "failure": None,
    "approved_request_id": None,
    "scheme_approved_request_id": None,
    "created_at": "2026-01-05T02:00:00Z",
    "finished_at": None,
}
DONE = QUEUED | {
    "state": "done",
    "step": "done",
    "progress": 100,
    "known_at": "2026-01-05T02:00:01.104291Z",
    "population": 19676,
    "restricted": 2,
    "finished_at": "2026-01-05T02:00:04.918100Z",
}
PLACEMENT: dict[str, Any] = {
    "employee_id": PERSON,
    "nip": "**************1001",
    "name": "Contoh Pegawai",
    "performance": "95.5000",
    "potential": "89.0000",
    "value": "92.2500",
    "performance_level": "high",
    "potential_level": "high",
    "cell": "high/high",
    "box": 9,
    "calibrated_cell": None,
    "calibrated_box": None,
    "rank": 1,
    "cohort": 3,
    "missing": [],
}
TRACE: dict[str, Any] = {
    "placement": PLACEMENT,
    "scheme": "pu-djbk@1",
    "scheme_sha256": SHA256,
    "as_of": "2026-01-01",
    "known_at": "2026-01-05T02:00:01.104291Z",
    "axes": [
        {
            "axis": "performance",
            "score": "92.0000",
            "level": "high",
            "cutoffs": ["60", "80"],
            "weight": "50",
            "contribution": "46.0000",
            "missing": [],
            "components": [
                {
                    "code": "kinerja_utama",
                    "title": "Predikat kinerja",
                    "status": "scored",
                    "score": "92.0000",
                    "weight": "100",
                    "contribution": "92.0000",
                    "raw": "2025: sangat_baik, 2024: baik",
                    "points": None,
                    "facts": [{"kind": "performances", "id": PERSON}],
                }
            ],
        }
    ],
}
NINE_BOX: dict[str, Any] = {
    "map_id": MAP,
    "numbering": "permenpanrb-3-2020",
    "population": 19676,
    "without_box": 8390,
    "boxes": [
        {
            "box": 9,
            "cell": "high/high",
            "people": 4138,
            "standing": 4139,
            "category": "Kinerja di atas ekspektasi, potensial tinggi",
            "actions": ["Dipromosikan dan dipertahankan", "Penghargaan"],
        }
    ],
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}

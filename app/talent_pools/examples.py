"""Answers as the documentation shows them. All people are invented."""

from typing import Any

POOL_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a6a"
PERSON_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b11"

POOL: dict[str, Any] = {
    "id": POOL_ID,
    "agency_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
    "map_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a5e",
    "name": "KRS Administrator 2026",
    "boxes": [7, 8, 9],
    "rule": {"minimum_value": "80.0000", "cohorts": [2, 3], "limit": None},
    "legal_basis": "Keputusan Gubernur 12/2026",
    "valid_from": "2026-02-01",
    "expires_on": "2027-02-01",
    "expires_in_days": 385,
    "notice": None,
    "status": "draft",
    "revision": 2,
    "approved_request_id": None,
    "members": 412,
    "created_at": "2026-01-12T02:30:00.000000Z",
}

MEMBER: dict[str, Any] = {
    "employee_id": PERSON_ID,
    "nip": "**************2003",
    "name": "Dewi Contoh",
    "box": 9,
    "calibrated_box": None,
    "calibration_id": None,
    "value": "92.2500",
    "rank": 1,
    "origin": "rule",
    "reason": None,
    "added_at": "2026-01-12T02:30:00.000000Z",
}

NOMINATED: dict[str, Any] = MEMBER | {
    "box": 5,
    "calibrated_box": 8,
    "calibration_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d33",
    "value": "79.5000",
    "rank": 413,
    "origin": "nomination",
    "reason": "Berita acara komite talenta 3/2026, butir 4",
}

JUDGED: dict[str, Any] = {
    "employee_id": PERSON_ID,
    "nip": "**************2003",
    "name": "Dewi Contoh",
    "box": 9,
    "calibrated_box": None,
    "calibration_id": None,
    "value": "92.2500",
    "rank": 1,
    "eligible": False,
    "readiness": "unknown",
    "rules": [
        {"rule": "box", "result": "pass", "datum": "kotak 9; kelompok: kotak 7, 8, 9"},
        {
            "rule": "level",
            "result": "pass",
            "datum": "jenjang talenta 2; jabatan pada jenjang 3",
        },
        {"rule": "rank", "result": "pass", "datum": "golongan IV/a; syarat III/d"},
        {"rule": "education", "result": "pass", "datum": "pendidikan S-2; syarat S-1"},
        {
            "rule": "training",
            "result": "unknown",
            "datum": "diklat: Pelatihan Pimpinan (2019-03-04); syarat PKA",
        },
        {
            "rule": "experience",
            "result": "pass",
            "datum": "4 tahun penuh sejak 2021-05-03; syarat 3 tahun",
        },
        {
            "rule": "discipline",
            "result": "pass",
            "datum": "tidak ada hukuman yang menghalangi (0 tercatat)",
        },
        {
            "rule": "retirement",
            "result": "pass",
            "datum": "TMT pensiun 2054-09-01 (BUP 58); paling cepat 2028-01-01",
        },
    ],
    "gaps": [{"rule": "training", "readiness": "unknown", "closes_on": None}],
}

CANDIDATE: dict[str, Any] = JUDGED | {"rank_band": {"best": 1, "worst": 3}}


RENEWAL: dict[str, Any] = {
    "joining": [
        {
            "employee_id": CANDIDATE["employee_id"],
            "nip": CANDIDATE["nip"],
            "name": CANDIDATE["name"],
            "box": 5,
            "calibrated_box": 8,
            "calibration_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e01",
            "value": "74.1250",
            "origin": None,
        }
    ],
    "leaving": [],
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """One page with one item."""
    return {"items": [item], "next": None}

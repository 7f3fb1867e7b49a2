"""Answers as the documentation shows them. All people are invented."""

from typing import Any

AGENCY = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c"
DAYS = {"valid_from": "2026-03-02", "valid_until": "2026-03-13"}
MADE_AT = "2026-02-27T02:30:00.000000Z"
DELEGATION: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e01",
    "agency_id": AGENCY,
    "role": "pyb",
    "giver_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a71",
    "giver_name": "Bagas Prasetya",
    "delegate_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a72",
    "delegate_name": "Ratna Wulandari",
    **DAYS,
    "legal_basis": "Peraturan Gubernur Nomor 9 Tahun 2025",
    "reason": "Tugas belajar singkat",
    "created_at": MADE_AT,
    "accepted": None,
    "answered_at": None,
    "withdrawn_at": None,
}
ACCEPTED = DELEGATION | {"accepted": True, "answered_at": "2026-02-27T03:10:00.000000Z"}
DECLINED = ACCEPTED | {"accepted": False}
WITHDRAWN = ACCEPTED | {"withdrawn_at": "2026-03-05T01:00:00.000000Z"}
ACTING: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e11",
    "agency_id": AGENCY,
    "role": "pyb",
    "kind": "plh",
    "actor_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a73",
    "name": "Sekar Ayuningtyas",
    **DAYS,
    "decree_number": "800.1.3/117/BKD/2026",
    "designated_by": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a79",
    "created_at": MADE_AT,
    "ended_at": None,
}
ABSENCE: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e21",
    "agency_id": AGENCY,
    "actor_id": DELEGATION["giver_id"],
    "name": DELEGATION["giver_name"],
    **DAYS,
    "recorded_by": DELEGATION["giver_id"],
    "created_at": MADE_AT,
    "ended_at": None,
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}

"""Answers as the documentation shows them. All people are invented."""

from typing import Any

CONFLICT: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0c01",
    "agency_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
    "actor_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a77",
    "actor_name": "Komite Talenta 2",
    "employee_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b11",
    "kind": "family",
    "basis": "reported",
    "reason": "Saudara kandung menurut laporan Inspektorat 4/2026",
    "since": "2010-01-01",
    "until": None,
    "declared_by": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a99",
    "created_at": "2026-02-03T02:30:00.000000Z",
    "ended_at": None,
    "ending_reason": None,
    "effects": [
        {
            "what": "calibration_vote.voided",
            "subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d21",
            "at": "2026-02-03T02:30:00.000000Z",
        }
    ],
}
DECLARED: dict[str, Any] = CONFLICT | {
    "basis": "declared",
    "reason": "Saudara kandung saya",
    "declared_by": CONFLICT["actor_id"],
    "effects": [],
}
ENDED: dict[str, Any] = DECLARED | {
    "kind": "direct_superior",
    "reason": "Atasan langsung di Bidang Mutasi",
    "until": "2026-01-31",
    "ended_at": "2026-02-02T03:00:00.000000Z",
    "ending_reason": "Pegawai pindah ke bidang lain",
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """A list with one item."""
    return {"items": [item], "next": None}

"""Answers as the documentation shows them. All people are invented."""

from typing import Any

SESSION_ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f1f01"
ANI, BUDI = (f"0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f1f3{n}" for n in (1, 2))
REASON = "Paling siap: semua syarat terpenuhi, potensi dan kinerja tinggi."

SESSION: dict[str, Any] = {
    "id": SESSION_ID,
    "agency_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c",
    "pool_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0c01",
    "position_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d01",
    "pool_revision": 3,
    "purpose": "Peringkat calon Kepala Bidang Contoh tanpa nama",
    "post": {
        "name": "Kepala Bidang Contoh",
        "level": "Administrator",
        "required_rank": "III/d",
        "required_education": "40",
        "required_training": "PKA",
        "required_experience_years": 3,
    },
    "quorum": 2,
    "state": "open",
    "owner_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0e30",
    "owner_name": "Analis SDM",
    "created_at": "2026-02-02T03:00:00.000000Z",
    "ended_at": None,
    "cancelled_because": None,
    "candidates": 4,
    "members": [
        {"actor_id": ANI, "name": "Komite 1"},
        {"actor_id": BUDI, "name": "Komite 2"},
    ],
}
CLOSED: dict[str, Any] = SESSION | {
    "state": "closed",
    "ended_at": "2026-02-03T04:00:00.000000Z",
}
CANCELLED: dict[str, Any] = SESSION | {
    "state": "cancelled",
    "ended_at": "2026-02-03T04:00:00.000000Z",
    "cancelled_because": "Jabatan diisi dengan mutasi",
}
CANDIDATE: dict[str, Any] = {
    "pseudonym": "K-47",
    "profile": {
        "box": 9,
        "performance": "90-95",
        "potential": "85-90",
        "value": "90-95",
        "readiness": "now",
        "rules": [{"rule": "box", "result": "pass"}, {"rule": "rank", "result": "pass"}],
        "gaps": [],
        "education": "S-2",
        "golongan": "III",
        "years_in_position": "5-9",
        "training": "PKA",
    },
}
RANKING: dict[str, Any] = {
    "session_id": SESSION_ID,
    "actor_id": ANI,
    "counts": True,
    "given_at": "2026-02-03T02:00:00.000000Z",
    "marks": [{"pseudonym": "K-47", "place": 1, "reason": REASON}],
}
RESULT: dict[str, Any] = {
    "session_id": SESSION_ID,
    "counted": 2,
    "order": [{"rank": 1, "pseudonym": "K-47", "mean": "1.00"}],
    "rankings": [RANKING, RANKING | {"actor_id": BUDI}],
}
REGISTER: dict[str, Any] = {
    "session_id": SESSION_ID,
    "items": [
        {
            "pseudonym": "K-47",
            "rank": 1,
            "pool_rank": 1,
            "employee_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b11",
            "nip": "**************2001",
            "name": "Pegawai Contoh",
        }
    ],
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """A list of one."""
    return {"items": [item], "next": None}

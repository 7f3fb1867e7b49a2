"""Answers as the documentation shows them. All people and bodies are invented."""

from typing import Any

ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"
AGENCY = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PERSON = {"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a3d", "name": "Analis BKD"}


def stage(position: int, role: str, approvals: int = 0, state: str = "ahead") -> dict[str, Any]:
    return {
        "position": position,
        "role": role,
        "rule": "any",
        "needed": 1,
        "approvals": approvals,
        "state": state,
    }


DRAFT: dict[str, Any] = {
    "id": ID,
    "kind": "implementation",
    "agency_id": AGENCY,
    "subject_id": AGENCY,
    "title": "Penerapan Manajemen Talenta Pemerintah Provinsi Contoh",
    "status": "draft",
    "round": 0,
    "stage": 0,
    "content": {
        "kind": "implementation",
        "agency": {"code": "1600", "name": "Pemerintah Provinsi Contoh"},
        "checklist": [
            {
                "code": "regulation",
                "status": "ready",
                "note": "Pergub 27/2022",
                "attachment_sha256": HASH,
            }
        ],
    },
    "content_sha256": HASH,
    "requester": PERSON,
    "created_at": "2026-01-12T02:30:00Z",
    "closed_at": None,
    "route": [stage(1, "kanreg"), stage(2, "bkn")],
    "decisions": [],
    "change": None,
    "changes": [],
    "letter": None,
}

SUBMITTED: dict[str, Any] = {
    **DRAFT,
    "status": "submitted",
    "round": 1,
    "stage": 2,
    "route": [stage(1, "kanreg", 1, "passed"), stage(2, "bkn", 0, "waiting")],
    "decisions": [
        {
            "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a4e",
            "round": 1,
            "stage": 1,
            "role": "kanreg",
            "actor": {"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a5f", "name": "Kanreg Contoh"},
            "decision": "approve",
            "reason": None,
            "content_sha256": HASH,
            "decided_at": "2026-01-14T03:15:00Z",
            "voided_at": None,
            "voided_by": None,
        }
    ],
}

PAGE: dict[str, Any] = {
    "items": [
        {
            "id": ID,
            "kind": "talent_pool",
            "agency_id": AGENCY,
            "subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a6a",
            "title": "Kelompok Rencana Suksesi Administrator 2026",
            "status": "submitted",
            "round": 1,
            "stage": 1,
            "waiting_role": "committee",
            "content_sha256": HASH,
            "requester_name": "Analis BKD",
            "created_at": "2026-01-12T02:30:00Z",
            "closed_at": None,
            "letter_number": None,
        }
    ],
    "next": None,
}

VERIFICATION: dict[str, Any] = {
    "code": "7KQF-2M9X-PPRT-VWY3-AH4K-Q2XZ",
    "status": "valid",
    "number": "001/KRS/1600/I/2026",
    "date": "2026-01-20",
    "kind": "talent_pool",
    "agency": "Pemerintah Provinsi Contoh",
    "content_sha256": HASH,
    "letter_sha256": HASH,
}

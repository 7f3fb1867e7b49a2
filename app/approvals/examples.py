"""Answers as the documentation shows them. All people and bodies are invented."""

from typing import Any

ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"
AGENCY = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PERSON = {"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a3d", "name": "Analis BKD"}


NAMES = {"kanreg": "Verifikasi Kantor Regional BKN", "bkn": "Persetujuan BKN"}
PLACES = {"kanreg": "region", "bkn": "bkn"}


def stage(position: int, role: str, approvals: int = 0, state: str = "ahead") -> dict[str, Any]:
    people = [{"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a5f", "name": "Kanreg Contoh"}]
    return {
        "position": position,
        "name": NAMES[role],
        "role": role,
        "where": PLACES[role],
        "rule": "any",
        "needed": 1,
        "days": 10,
        "condition": None,
        "escalates_to": "bkn" if role == "kanreg" else None,
        "people": people if role == "kanreg" else [{**PERSON, "name": "BKN Contoh"}],
        "approvals": approvals,
        "state": state,
        "blocked": False,
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
    "route": [{**stage(1, "kanreg"), "people": []}, {**stage(2, "bkn"), "people": []}],
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
            "reason_code": "in_order",
            "reason": None,
            "to_stage": None,
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

ROUTE: dict[str, Any] = {
    "frozen": False,
    "version": 0,
    "sha256": HASH,
    "stages": [
        {**stage(1, "kanreg"), "due_on": "2026-01-27", "unstaffed": False},
        {**stage(2, "bkn"), "due_on": "2026-02-10", "unstaffed": False},
    ],
}

STANDING_ROUTE: dict[str, Any] = {
    "agency_id": AGENCY,
    "kind": "talent_pool",
    "version": 1,
    "sha256": HASH,
    "stages": [
        {
            "name": "Telaah Komite Talenta",
            "role": "committee",
            "rule": "count",
            "needed": 3,
            "where": "agency",
            "days": 5,
            "condition": {"pointer": "/pool/members", "is": "size_at_least", "value": 10},
        },
        {
            "name": "Penetapan PPK",
            "role": "ppk",
            "rule": "any",
            "needed": None,
            "where": "agency",
            "days": 5,
            "condition": None,
        },
    ],
    "request_id": ID,
}

VERDICTS: dict[str, Any] = {
    "items": [
        {
            "request_id": ID,
            "status": 201,
            "code": None,
            "detail": None,
            "request_status": "submitted",
        },
        {
            "request_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b2c",
            "status": 409,
            "code": "already-decided",
            "detail": "Anda sudah memutus dalam putaran 1 permohonan ini.",
            "request_status": None,
        },
    ]
}

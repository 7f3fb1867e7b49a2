"""What waits and what is said, as the documentation shows it. All people are invented."""

from typing import Any

from app.approvals.examples import AGENCY, HASH, ID

PYB = {"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b1a", "name": "Sekretaris Daerah"}
DEPUTY = {"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b2b", "name": "Ratna Wulandari"}
TASKS: dict[str, Any] = {
    "items": [
        {
            "request": {
                "id": ID,
                "kind": "talent_pool",
                "title": "Kelompok Rencana Suksesi Administrator 2026",
                "agency_id": AGENCY,
                "agency": "Pemerintah Provinsi Contoh",
                "content_sha256": HASH,
            },
            "round": 1,
            "stage": 2,
            "stage_name": "Pertimbangan PyB",
            "role": "pyb",
            "since": "2026-01-12T02:30:00.000000Z",
            "days": 5,
            "due_on": "2026-01-20",
            "overdue": False,
            "as": "delegate",
            "acting": None,
            "actor": DEPUTY,
            "on_behalf_of": PYB,
            "until": "2026-01-31",
            "next": "decide",
            "missing_steps": [],
        }
    ],
    "next": None,
}
COUNTS: dict[str, Any] = {
    "requests": 3,
    "overdue": 1,
    "self": 2,
    "delegate": 1,
    "acting": 0,
    "mentions": 2,
}
COMMENT: dict[str, Any] = {
    "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0c1a",
    "actor": DEPUTY,
    "body": "Mohon periksa lampiran asesmen sebelum diputus.",
    "said_at": "2026-01-13T03:00:00.000000Z",
    "mentions": [PYB],
    "unseen": False,
}
COMMENTS: dict[str, Any] = {"items": [COMMENT], "next": None}
MENTIONS: dict[str, Any] = {
    "items": [
        {
            "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0c2b",
            "request": {
                "id": ID,
                "kind": "talent_pool",
                "title": "Kelompok Rencana Suksesi Administrator 2026",
                "agency_id": AGENCY,
            },
            "comment_id": COMMENT["id"],
            "actor": DEPUTY,
            "body": COMMENT["body"],
            "said_at": COMMENT["said_at"],
            "seen_at": None,
        }
    ],
    "next": None,
}
TIMELINE: dict[str, Any] = {
    "items": [
        {
            "what": "stage_began",
            "at": "2026-01-12T02:30:00.000000Z",
            "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d1a",
            "round": 1,
            "stage": 2,
            "by": None,
            "data": {
                "name": "Pertimbangan PyB",
                "role": "pyb",
                "days": 5,
                "due_on": "2026-01-20",
            },
        },
        {
            "what": "decided",
            "at": "2026-01-13T03:00:00.000000Z",
            "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0d2b",
            "round": 1,
            "stage": 2,
            "by": DEPUTY,
            "data": {
                "role": "pyb",
                "decision": "approve",
                "reason_code": "in_order",
                "reason": None,
                "to_stage": None,
                "on_behalf_of": PYB,
                "acting": None,
            },
        },
    ],
    "next": None,
}

"""Answers as the documentation shows them. All people and bodies are invented."""

from typing import Any

ID = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b"
AGENCY = "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a2c"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PERSON = {"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a3d", "name": "Analis BKD"}


HERE: dict[str, Any] = {"acting": None, "absent_until": None, "stand_ins": []}
"""Somebody who decides in their own office, and is there."""
NAMES = {"kanreg": "Verifikasi Kantor Regional BKN", "bkn": "Persetujuan BKN"}
PLACES = {"kanreg": "region", "bkn": "bkn"}


def stage(position: int, role: str, approvals: int = 0, state: str = "ahead") -> dict[str, Any]:
    people = [{"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a5f", "name": "Kanreg Contoh", **HERE}]
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
        "people": people if role == "kanreg" else [{**PERSON, "name": "BKN Contoh", **HERE}],
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
    "waits_for": [],
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
    "waits_for": [{**PERSON, "name": "BKN Contoh", **HERE}],
    "decisions": [
        {
            "id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a4e",
            "round": 1,
            "stage": 1,
            "role": "kanreg",
            "actor": {"id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a5f", "name": "Kanreg Contoh"},
            "acting": None,
            "on_behalf_of": None,
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
    "signature": {
        "algorithm": "Ed25519",
        "key_id": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
        "value": "fcp0IY7AvUMae5GHLQ9arXiHqZj05QB7MdCM1feuUNG"
        "_SYQponGlzcvS_XvRTsuRFuB-bXniCrqXnSVlKlOiBw",
    },
}
LETTER_KEYS: dict[str, Any] = {
    "keys": [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
            "use": "sig",
            "alg": "Ed25519",
        }
    ]
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

ATTACHMENT = {
    "id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a40",
    "sha256": HASH,
    "name": "pergub-27-2022.pdf",
    "media_type": "application/pdf",
    "size": 481_220,
    "uploaded_by_name": "Analis BKD",
    "uploaded_at": "2026-01-05T02:00:00.000000Z",
}
STEP = {
    "id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a41",
    "step": "plenary",
    "round": 1,
    "said": {
        "held_on": "2026-02-12",
        "result": "approved_with_conditions",
        "conditions": [{"text": "Lengkapi asesmen pengawas.", "due_on": "2026-06-30"}],
        "note": None,
        "attachment_sha256": None,
    },
    "settles": True,
    "actor_name": "Direktorat BKN",
    "recorded_at": "2026-02-12T08:00:00.000000Z",
}
EXAMINATION = {
    "round": 1,
    "steps": [STEP],
    "missing": [{"stage": 2, "role": "bkn", "steps": ["presentation_held"]}],
    "reviews": [
        {
            "code": "regulation",
            "verdict": "fit",
            "note": "Peraturan Gubernur 27/2022 berlaku.",
            "reviewer": "Kanreg VII",
            "reviewed_at": "2026-01-20T03:00:00.000000Z",
        }
    ],
    "conditions": [
        {
            "number": 1,
            "text": "Lengkapi asesmen pengawas.",
            "due_on": "2026-06-30",
            "met_on": None,
            "attachment_sha256": None,
        }
    ],
}
REGISTER = {
    "items": [
        {
            "agency_id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
            "code": "7100",
            "name": "Pemerintah Provinsi Sumatera Raya",
            "kanreg": "VII",
            "province": "Sumatera Selatan",
            "request_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1d",
            "state": "in_force",
            "submitted_at": "2026-01-05T02:00:00Z",
            "decided_at": "2026-02-16T04:00:00Z",
            "letter_number": "001/PMT/7100/II/2026",
            "letter_date": "2026-02-16",
            "decree_number": "412/KEP/2026",
            "decree_date": "2026-03-01",
            "conditions": 1,
            "conditions_met": 0,
            "evaluated_on": None,
            "first_in_region": True,
            "stages": [
                {
                    "stage": 1,
                    "role": "kanreg",
                    "name": "Verifikasi Kantor Regional BKN",
                    "working_days": 11,
                    "passed_on": "2026-01-21",
                }
            ],
        }
    ],
    "next": None,
}
REGION_COUNTS = {"items": [{"kanreg": "VII", "bodies": 2, "states": {"in_force": 1, "plenary": 1}}]}
PUBLIC_REGISTER = {
    "items": [
        {
            "name": "Pemerintah Provinsi Sumatera Raya",
            "kanreg": "VII",
            "province": "Sumatera Selatan",
            "state": "in_force",
            "approved_on": "2026-02-16",
            "letter_number": "001/PMT/7100/II/2026",
            "decree_number": "412/KEP/2026",
            "decree_date": "2026-03-01",
            "first_in_region": True,
        }
    ]
}

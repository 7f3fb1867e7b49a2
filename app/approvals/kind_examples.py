"""A draft of every kind as the documentation shows it. All people and bodies are invented."""

from typing import Any

from app.approvals.examples import AGENCY, HASH
from app.approvals.kinds.names import Kind

CORRECTION: dict[str, Any] = {
    "employee_id": "0199f3a4-7c1e-7010-8b3a-5c7e8d9f0a1b",
    "history": "performances",
    "record_id": "0199f3a4-7c1e-7011-8b3a-5c7e8d9f0a1b",
    "values": {"conduct": 2},
    "reason": "SKP 2024 yang ditandatangani berpredikat baik.",
    "document_no": "800.1.13/77/2025",
    "document_date": "2025-02-03",
    "attachment_sha256": HASH,
}
ROUTE: dict[str, Any] = {
    "kind": "talent_pool",
    "stages": [
        {"name": "Telaah Komite", "role": "committee", "rule": "count", "needed": 3, "days": 3},
        {"name": "Penetapan PPK", "role": "ppk"},
    ],
}
CHECKLIST = [{"code": "regulation", "status": "ready", "note": "Pergub 27/2022"}]
FIELDS: dict[Kind, dict[str, Any]] = {
    Kind.TALENT_POOL: {"subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a6a"},
    Kind.TALENT_MAP: {"subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a6b"},
    Kind.SCORING_SCHEME: {
        "subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a6c",
        "agency_id": AGENCY,
    },
    Kind.PLACEMENT: {"subject_id": "0192f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a6d"},
    Kind.IMPLEMENTATION: {"agency_id": AGENCY, "checklist": CHECKLIST},
    Kind.ROUTE_CHANGE: {"agency_id": AGENCY, "route": ROUTE},
    Kind.CORRECTION: {"correction": {**CORRECTION, "attachment_sha256": None}},
}
DRAFTS: dict[str, Any] = {
    kind.value: {"value": {"kind": kind.value, **fields}} for kind, fields in FIELDS.items()
}
AMENDMENTS: dict[str, Any] = {
    kind.value: {"value": {"content_sha256": HASH, **changed}}
    for kind, changed in (
        (Kind.IMPLEMENTATION, {"checklist": CHECKLIST}),
        (Kind.ROUTE_CHANGE, {"route": ROUTE}),
        (Kind.CORRECTION, {"correction": CORRECTION}),
    )
}

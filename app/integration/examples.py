"""Answers as the documentation shows them."""

from typing import Any

from app.imports import examples as imports
from app.webhooks import examples as webhooks

OPERATION = {
    "operation": "PUT /v1/employees/by-nip/{nip}",
    "last_success_at": "2026-01-05T02:09:00.000000Z",
    "last_refused_at": "2026-01-05T02:08:00.000000Z",
    "last_refused_status": 422,
    "last_refused_code": "invalid-request",
}
HEALTH: dict[str, Any] = {
    "id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1b",
    "name": "SIMPEG Provinsi",
    "agency_id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
    "active": True,
    "last_success_at": "2026-01-05T02:09:00.000000Z",
    "last_refused": {
        "at": "2026-01-05T02:08:00.000000Z",
        "operation": "PUT /v1/employees/by-nip/{nip}",
        "status": 422,
        "code": "invalid-request",
    },
    "this_hour": {
        "since": "2026-01-05T02:00:00.000000Z",
        "requests": 14,
        "refused": 1,
        "failed": 0,
    },
    "people_recorded_at": "2026-01-05T02:09:00.000000Z",
    "last_import": {
        name: imports.SUMMARY[name]
        for name in ("id", "state", "created_at", "finished_at", "counts")
    },
    "changes": {
        "last_asked_at": "2026-01-05T01:00:00.000000Z",
        "behind": 3,
        "oldest_waiting_at": "2026-01-05T01:30:00.000000Z",
    },
    "webhooks": [
        {
            "id": webhooks.ID,
            "enabled": True,
            "disabled_because": None,
            "last_delivered_at": "2026-01-05T02:00:05.000000Z",
            "failing_since": None,
            "pending": 0,
            "oldest_pending_at": None,
        }
    ],
}
DETAIL = {**HEALTH, "operations": [OPERATION]}

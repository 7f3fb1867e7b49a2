"""Answers as the documentation shows them."""

from typing import Any

ID = "0199f3a4-7c1e-7060-8b3a-5c7e8d9f0a1b"
WEBHOOK: dict[str, Any] = {
    "id": ID,
    "agency_id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
    "url": "https://simpeg.example.go.id/kait/talenta",
    "events": ["talent_map.*", "approval_request.approved"],
    "description": "SIMPEG provinsi",
    "form": "standard",
    "method": "hmac",
    "enabled": True,
    "disabled_because": None,
    "public_keys": [],
    "created_at": "2026-01-05T02:00:00.000000Z",
}
SECRET = "whsec_c2VjcmV0IG9mIGFuIGV4YW1wbGUsIG5ldmVyIHVzZWQh"  # noqa: S105 - an example
MADE = {**WEBHOOK, "secret": SECRET}
ROTATED = {"secret": SECRET, "public_key": None, "older_until": "2026-01-06T02:00:00Z"}
DELIVERY = {
    "id": "0199f3a4-7c1e-7061-8b3a-5c7e8d9f0a1b",
    "kind": "talent_map.calculated",
    "subject_id": "0199f3a4-7c1e-7040-8b3a-5c7e8d9f0a1b",
    "occurred_at": "2026-01-05T02:00:00.000000Z",
    "state": "pending",
    "attempts": 1,
    "next_at": "2026-01-05T02:00:05.120000Z",
    "last_status": 503,
    "last_error": None,
}
TEST_SENT = {"delivery_id": DELIVERY["id"]}
REPLAYED = {"deliveries": 3}


def page(item: dict[str, Any]) -> dict[str, Any]:
    return {"items": [item], "next": None}

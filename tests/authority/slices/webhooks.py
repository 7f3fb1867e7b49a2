"""Webhooks: one that a system of the agency made, with a message that waits."""

from app.core.identity import Role
from tests.authority.case import Case
from tests.conftest import OVERWRITE

WEBHOOK = {"url": "https://simpeg.example.go.id/kait", "events": ["talent_map.*"]}
CASES = {
    "POST /v1/webhooks": Case(body=WEBHOOK),
    "PATCH /v1/webhooks/{webhook_id}": Case(body={"enabled": True}, headers=OVERWRITE),
    "POST /v1/webhooks/{webhook_id}/secrets": Case(body={"overlap_hours": 0}),
    "POST /v1/webhooks/{webhook_id}/replays": Case(body={"since": "2026-01-01T00:00:00Z"}),
}


async def prepare(side, client_for, _save):
    admin = client_for(Role.ADMIN, agency_id=side.agency.id)
    made = await admin.post("/v1/webhooks", json=WEBHOOK)
    assert made.status_code == 201, made.text
    sent = await admin.post(f"/v1/webhooks/{made.json()['id']}/tests")
    side.keep(webhook_id=made.json()["id"], delivery_id=sent.json()["delivery_id"])

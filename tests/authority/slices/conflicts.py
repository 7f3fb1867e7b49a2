"""Relations: one that an analyst reported of a client of the committee."""

from app.core.identity import Role
from tests.authority.case import Case

RELATION = {
    "employee_id": "{employee_id}",
    "kind": "family",
    "reason": "Saudara kandung menurut KK",
    "since": "2010-01-01",
}
CASES = {
    "POST /v1/conflicts": Case(body=RELATION),
    "POST /v1/conflicts/{conflict_id}/ending": Case(
        body={"until": "2026-01-31", "reason": "Pindah ke bidang lain"}
    ),
}


async def prepare(side, client_for, _save):
    here = {"agency_id": side.agency.id}
    admin, analyst = client_for(Role.ADMIN, **here), client_for(Role.ANALYST, **here)
    named = {"name": f"Komite {side.mark}", "roles": ["committee"]}
    client = await admin.post("/v1/clients", json={**named, "agency_id": str(side.agency.id)})
    side.keep(member_id=client.json()["id"])
    given = {"employee_id": side.ids["employee_id"], "actor_id": side.ids["member_id"]}
    made = await analyst.post("/v1/conflicts", json={**RELATION, **given})
    assert made.status_code == 201, made.text
    side.keep(conflict_id=made.json()["id"])

"""Who stands in for whom: a delegation of a client of PyB, an acting official, an absence."""

from datetime import UTC, datetime, timedelta

from app.core.identity import Role
from tests.authority.case import Case
from tests.conftest import an_actor

TODAY = datetime.now(UTC).date()
DAYS = {"valid_from": str(TODAY), "valid_until": str(TODAY + timedelta(days=30))}
LATER = {
    "valid_from": str(TODAY + timedelta(days=60)),
    "valid_until": str(TODAY + timedelta(days=90)),
}
HERE = {"agency_id": "{agency_id}"}
ACTS = {"role": "pyb", "kind": "plh", "decree_number": "800.1.3/117/BKD/2026"}
GIVEN = {"role": "pyb", "legal_basis": "Peraturan Gubernur 9/2025", "reason": "Tugas belajar"}
CASES = {
    "POST /v1/delegations": Case(
        body={**HERE, **LATER, **GIVEN, "delegate_id": "{acting_actor_id}"}
    ),
    "POST /v1/delegations/{delegation_id}/acceptance": Case(),
    "POST /v1/delegations/{delegation_id}/refusal": Case(),
    "POST /v1/delegations/{delegation_id}/withdrawal": Case(),
    "POST /v1/acting-officials": Case(
        body={**HERE, **LATER, **ACTS, "actor_id": "{acting_actor_id}"}
    ),
    "DELETE /v1/acting-officials/{official_id}": Case(),
    "POST /v1/absences": Case(body={**HERE, **LATER, "actor_id": "{acting_actor_id}"}),
    "DELETE /v1/absences/{absence_id}": Case(),
}


async def prepare(side, client_for, _save):
    agency_id = side.agency.id
    admin = client_for(Role.ADMIN, agency_id=agency_id)
    ids = []
    for role in ("pyb", "committee"):
        named = {"name": f"Wakil {role} {side.mark}", "roles": [role], "agency_id": str(agency_id)}
        made = await admin.post("/v1/clients", json=named)
        ids.append(made.json()["id"])
    giver_id, deputy_id = ids
    side.keep(acting_actor_id=deputy_id)
    giver = client_for(
        Role.PYB, agency_id=agency_id, actor=an_actor(Role.PYB, agency_id, id=giver_id)
    )
    made = {
        "delegation_id": await giver.post(
            "/v1/delegations", json={**GIVEN, **DAYS, "delegate_id": deputy_id}
        ),
        "official_id": await admin.post(
            "/v1/acting-officials", json={**ACTS, **DAYS, "actor_id": deputy_id}
        ),
        "absence_id": await admin.post("/v1/absences", json={**DAYS, "actor_id": giver_id}),
    }
    for name, answer in made.items():
        assert answer.status_code == 201, answer.text
        side.keep(**{name: answer.json()["id"]})

"""Development and monitoring: a plan of the side's person at work, with one activity."""

from app.core.identity import Role
from tests.authority.case import Case
from tests.conftest import OVERWRITE

PLANS = "/v1/development-plans"
PLAN = {
    "employee_id": "{other_id}",
    "position_id": "{position_id}",
    "map_id": "{map_id}",
    "starts_on": "2026-02-01",
    "ends_on": "2026-12-31",
}
ACTIVITY = {
    "gap": "integritas",
    "kind": "experience",
    "title": "Memimpin tim percepatan",
    "hours": "70",
    "due_on": "2026-09-30",
}
MAP = {"map_id": "{map_id}"}
CASES: dict[str, Case] = {
    f"POST {PLANS}": Case(body=PLAN),
    f"PATCH {PLANS}/{{plan_id}}": Case(
        body={"status": "abandoned", "reason": "Pindah ke instansi lain"}, headers=OVERWRITE
    ),
    f"POST {PLANS}/{{plan_id}}/activities": Case(body=ACTIVITY),
    f"POST {PLANS}/{{plan_id}}/activities/{{activity_id}}/progress": Case(body={"percent": 50}),
    f"GET {PLANS}/needs": Case(query=MAP),
    f"GET {PLANS}/needs/people": Case(query={**MAP, "competency": "integritas"}),
    "POST /v1/retention-measures": Case(
        body={
            "employee_id": "{employee_id}",
            "map_id": "{map_id}",
            "measure": "reward",
            "note": "Piagam pegawai berprestasi",
            "done_by": "Kepala BKD",
            "done_on": "2026-02-17",
        }
    ),
    "GET /v1/retention-measures/coverage": Case(query=MAP),
    "POST /v1/monitoring/follow-ups": Case(
        body={
            "recommendation": "complete-data",
            "what": "Permintaan data kepada perangkat daerah",
            "done_by": "Kepala BKD",
            "done_on": "2026-02-20",
        }
    ),
}


async def prepare(side, client_for, _save) -> None:
    """Plan for the side's person, and set the plan to work."""
    analyst = client_for(Role.ANALYST, agency_id=side.agency.id)
    body = {**{name: side.ids.get(value[1:-1], value) for name, value in PLAN.items()}}
    body["employee_id"] = side.ids["employee_id"]
    plan = await analyst.post(PLANS, json=body)
    assert plan.status_code == 201, plan.text
    url = f"{PLANS}/{plan.json()['id']}"
    filled = await analyst.post(f"{url}/activities", json=ACTIVITY)
    await analyst.patch(url, json={"status": "active"}, headers=OVERWRITE)
    side.keep(plan_id=plan.json()["id"], activity_id=filled.json()["activities"][0]["id"])

"""Two people of one pool of the side's map, side by side."""

from app.core.identity import Role
from tests.authority.case import Case

ADDRESS = "/v1/succession/comparisons"
POOL = {
    "name": "Kelompok pembanding",
    "map_id": "{map_id}",
    "boxes": [9],
    "legal_basis": "Keputusan Gubernur 12/2026",
    "valid_from": "2026-02-01",
    "expires_on": "2127-02-01",
}
COMPARED = {
    "position_id": "{position_id}",
    "candidates": [
        {"pool_id": "{compared_pool_id}", "employee_id": "{employee_id}"},
        {"pool_id": "{compared_pool_id}", "employee_id": "{other_id}"},
    ],
}
CASES = {f"POST {ADDRESS}": Case(body=COMPARED)}


async def prepare(side, client_for, _save):
    client = client_for(Role.ANALYST, agency_id=side.agency.id)
    answer = await client.post(**Case(body=POOL).of("/v1/talent-pools", side.ids))
    assert answer.status_code == 201, answer.text
    side.keep(compared_pool_id=answer.json()["id"])

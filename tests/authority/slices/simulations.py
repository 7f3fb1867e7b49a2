"""A changed scheme tried on the side's map."""

from app.core.identity import Role
from app.scoring_schemes.examples import DOCUMENT
from tests.authority.case import Case

ADDRESS = "/v1/scoring-schemes/simulations"
TRIED = {
    "map_id": "{map_id}",
    "pool_id": "{pool_id}",
    "scheme": {**DOCUMENT, "code": "coba"},
    "purpose": "Bahan rapat komite: dampak bobot lain.",
}
CASES = {f"POST {ADDRESS}": Case(body=TRIED)}


async def prepare(side, client_for, _save):
    client = client_for(Role.ANALYST, agency_id=side.agency.id)
    answer = await client.post(**CASES[f"POST {ADDRESS}"].of(ADDRESS, side.ids))
    assert answer.status_code == 201, answer.text
    side.keep(simulation_id=answer.json()["id"])

"""Two maps to hold against each other: the side's own, and one before it."""

from tests.authority.case import Case
from tests.authority.slices.publications import a_map

EARLIER = Case(query={"with": "{earlier_map_id}"})
CASES = {
    "GET /v1/talent-maps/{map_id}/comparison": EARLIER,
    "GET /v1/talent-maps/{map_id}/comparison/reasons": EARLIER,
    "GET /v1/talent-maps/{map_id}/flows": EARLIER,
    "GET /v1/talent-maps/{map_id}/flows.svg": EARLIER,
}


async def prepare(side, _client_for, save):
    earlier = a_map(side, "Peta terdahulu")
    await save(earlier)
    side.keep(earlier_map_id=earlier.id)

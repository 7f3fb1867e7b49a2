"""Maps from before a correction stay what they were and can be recomputed; new ones see it."""

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.employees.history_models import Performance
from app.employees.models import Employee
from app.talent_maps import service as maps
from app.talent_maps.schemas import NewMap
from app.verifier.bundle import verify
from tests.approvals.conftest import URL, decide
from tests.approvals.correcting import Office
from tests.evidence.conftest import AS_OF, files_of, mapped, taken
from tests.factories import a_client

__all__ = ["mapped"]
# Somebody who has a box, and whose last appraisal before the map's day was no better than expected.
WRONG = text("""
select p.employee_id, f.id from talent_map_placements p
join performances f on f.employee_id = p.employee_id and f.superseded_at is null
  and f.year = 2025 and f.result = 2
where p.map_id = :id and p.value is not null order by p.place limit 1""")
VALUE = text("""
select performance from talent_map_placements where map_id = :id and employee_id = :person""")


@pytest.fixture
async def corrected(client_for, agency, save, mapped, sessions):
    """A map, and a correction of somebody's appraisal that was approved after it."""
    drawn = await mapped(people=80)
    verifier = a_client([Role.ANALYST], agency.id)
    await save(verifier)
    async with transaction(sessions, SYSTEM) as session:
        found = (await session.execute(WRONG, {"id": drawn.id})).one()
        person = await session.get_one(Employee, found.employee_id)
        record = await session.get_one(Performance, found.id)
    office = Office(client_for, person, record, verifier)
    client = client_for(Role.AUDITOR)
    before = files_of(await taken(client, f"/v1/talent-maps/{drawn.id}"))
    request = await office.sent(values={"result": 1, "conduct": 1})
    await decide(office.verifying, request)
    answer = await decide(client_for(Role.PYB), request)
    assert answer.status_code == 201, answer.text
    return drawn, person, before, request


async def test_an_old_map_is_recomputed_as_it_was_and_a_new_one_sees_it(
    corrected, client_for, sessions
):
    drawn, person, before, _ = corrected
    async with transaction(sessions, SYSTEM) as session:
        new = NewMap(name="Sesudah koreksi", scheme="bkn-411-2025", as_of=AS_OF)
        asked = await maps.draw_up(session, SYSTEM, new, today=AS_OF)
    await maps.calculate(sessions, asked.id)
    async with transaction(sessions, SYSTEM) as session:
        old, now = [
            await session.scalar(VALUE, {"id": one, "person": person.id})
            for one in (drawn.id, asked.id)
        ]
    later = await taken(client_for(Role.AUDITOR), f"/v1/talent-maps/{drawn.id}")

    assert verify(later).findings == []
    after = files_of(later)
    for name in ("map.json", "scheme.json", "inputs.ndjson", "results.ndjson"):
        assert after[name] == before[name]
    assert now > old


async def test_the_request_is_verified_from_its_bundle(corrected, client_for):
    *_, request = corrected

    bundle = await taken(client_for(Role.AUDITOR), f"{URL}/{request['id']}")

    assert verify(bundle).findings == []

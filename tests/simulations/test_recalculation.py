"""A simulation gives what a map would: by the map's own scheme nothing, by another a real map's."""

from datetime import date
from itertools import count
from uuid import uuid4

import orjson
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.employees.models import Employee
from app.scoring_schemes import service as schemes
from app.simulations import recalculation
from app.talent_maps import placing
from app.talent_maps import service as maps
from app.talent_maps.schemas import NewMap
from tests.conftest import an_actor
from tests.scoring_schemes.scheme_strategies import YEARS_OF_D, documents, facts
from tests.scoring_schemes.test_scoring_sql import insert, raw_in

TODAY = date(2026, 12, 31)
versions, numbers = count(1), count(1)
DIFFERENT = text("""
select count(*) from talent_map_placements p full join simulated s on s.employee_id = p.employee_id
where p.map_id = :map_id and (p.place, p.rank, p.cell, p.value)
  is distinct from (s.place, s.rank, s.cell, s.value)""")
SCORES = text("""
select count(*) from talent_map_placements p left join map_scores s using (employee_id)
where p.map_id = :map_id and (p.performance, p.potential)
  is distinct from (s.performance * 0.0001, s.potential * 0.0001)""")
COLUMNS = ", ".join(c.key for c in Employee.__table__.columns if c.key != "id")
CORRECTIONS = [
    "update feedbacks set superseded_at = clock_timestamp()",
    "update performances set superseded_at = clock_timestamp() where year = 2025",
    (
        f"insert into employee_versions (employee_id, {COLUMNS}, superseded_at)"
        f" select id, {COLUMNS}, clock_timestamp() from employees"
    ),
    (
        "update employees set education_level = '15', position_since = '2025-12-01', cohort = 1,"
        " legal_status = 'Pensiun', recorded_at = clock_timestamp()"
    ),
]


async def differences(sessions, talent_map, scheme_id, against=None):
    """How many people a simulation places otherwise than a map."""
    async with transaction(sessions, SYSTEM) as session:
        scheme = schemes.parsed(await schemes.get(session, scheme_id))
        talent_map = await maps.get_finished(session, SYSTEM, talent_map.id)
        people = await recalculation.recalculate(session, talent_map, scheme, None)
        values = {"map_id": (against or talent_map).id}
        different = await session.scalar(DIFFERENT, values) + await session.scalar(SCORES, values)
        assert people == talent_map.population == (against or talent_map).population
        return different


async def test_the_map_s_own_scheme_changes_nothing_not_after_corrections_either(
    sessions, mapped, client_for, agency
):
    talent_map = await mapped(120)
    assert talent_map.population > 100
    assert await differences(sessions, talent_map, talent_map.scheme_id) == 0

    async with transaction(sessions, SYSTEM) as session:
        for correction in CORRECTIONS:
            assert (await session.execute(text(correction))).rowcount > 2
        somebody = await session.scalar(text("select employee_id from talent_map_placements"))
    himself = client_for(None, actor=an_actor(Role.ASN, agency.id, employee_id=somebody))
    restriction = {"reason": "Data kinerja saya sedang saya sanggah."}
    assert (await himself.post("/v1/me/restriction", json=restriction)).is_success

    assert await differences(sessions, talent_map, talent_map.scheme_id) == 0


async def test_slices_simulate_everybody_as_the_whole_does(sessions, mapped, monkeypatch):
    talent_map = await mapped(60)
    monkeypatch.setattr(placing, "WORTH_SLICING", 2)
    monkeypatch.setattr(placing, "SAMPLED", placing.SAMPLED.replace("< 4", "< 256"))

    assert await differences(sessions, talent_map, talent_map.scheme_id) == 0


@given(st.data())
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking asks the database too often
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_a_simulated_scheme_places_people_as_a_map_of_it_does(sessions, agency, data):
    as_of = data.draw(st.sampled_from(YEARS_OF_D))
    people = data.draw(st.lists(facts(as_of), min_size=2, max_size=6))
    unit_id = None
    made = []
    for name in ("Peta", "Peta dengan skema lain"):
        version = next(versions)
        document = data.draw(documents()) | {"version": version}
        async with transaction(sessions, SYSTEM) as session:
            kept = await schemes.draft(session, SYSTEM, orjson.dumps(document))
            await schemes.publish(session, SYSTEM, kept.scheme.id)
            unit_id = unit_id or await placed_in_a_unit(session, agency, people)
            new = NewMap(
                name=f"{name} {version}", scheme=f"acak@{version}", as_of=as_of, unit_id=unit_id
            )
            made.append(await maps.draw_up(session, SYSTEM, new, today=TODAY))
        await maps.calculate(sessions, made[-1].id)
    async with transaction(sessions, SYSTEM) as session:
        first, other = [await maps.get_finished(session, SYSTEM, one.id) for one in made]

    assert await differences(sessions, first, other.scheme_id, against=other) == 0


async def placed_in_a_unit(session, agency, people):
    connection = await raw_in(session)
    unit_id = await connection.fetchval(
        "insert into units (agency_id, siasn_id, name) values ($1, $2, 'Uji') returning id",
        agency.id,
        str(uuid4()),
    )
    for person in people:
        who = await insert(connection, agency.id, unit_id, next(numbers), person)
        await connection.execute("update employees set legal_status = 'Aktif' where id = $1", who)
    return unit_id

"""How a population is placed: in slices or whole, ranked together or within levels; then kept."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.demo.province import write_province
from app.imports import service as imports
from app.imports.service import Upload
from app.scoring_schemes import service as schemes
from app.talent_maps import jobs, placing, service
from app.talent_maps.models import Placement, State
from app.talent_maps.ranking import ranks
from app.talent_maps.schemas import NewMap

AS_OF = date(2026, 1, 1)


@pytest.fixture
async def province(sessions, tmp_path):
    """Sixty people with their histories and their defects."""
    write_province(tmp_path, employees=60)
    await schemes.ensure_shipped(sessions)
    received = await imports.look(
        [Upload(path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir())]
    )
    async with transaction(sessions, SYSTEM) as session:
        there, _ = await imports.receive(
            session, SYSTEM, received, agency=None, dry_run=False, keep=False
        )
    given = {n: file.upload.content for n, file in enumerate(received)}
    await imports.run(sessions, there.id, given=given)


async def asked(sessions, **values):
    new = NewMap(**{"name": "Peta", "scheme": "pu-djbk", "as_of": AS_OF, **values})
    async with transaction(sessions, SYSTEM) as session:
        return (await service.draw_up(session, SYSTEM, new, today=AS_OF)).id


async def placed(sessions, **values):
    """The placements of a new map in their order."""
    map_id = await asked(sessions, **values)
    await service.calculate(sessions, map_id)
    async with transaction(sessions, SYSTEM) as session:
        assert (await service.get(session, SYSTEM, map_id)).state is State.DONE
        of_map = select(Placement).where(Placement.map_id == map_id).order_by(Placement.place)
        return list(await session.scalars(of_map))


def without_map(placements):
    columns = [c.key for c in Placement.__table__.columns if c.key != "map_id"]
    return [[getattr(one, key) for key in columns] for one in placements]


@pytest.mark.usefixtures("province")
async def test_slices_place_everybody_as_the_whole_does(sessions, monkeypatch):
    whole = await placed(sessions, name="Utuh")
    monkeypatch.setattr(placing, "WORTH_SLICING", 2)
    monkeypatch.setattr(placing, "SAMPLED", placing.SAMPLED.replace("< 4", "< 256"))
    sliced = await placed(sessions, name="Irisan")

    assert len(whole) > 40
    assert without_map(sliced) == without_map(whole)


@pytest.mark.usefixtures("province")
async def test_people_are_ranked_together_by_value_then_performance_then_potential(sessions):
    placements = await placed(sessions)
    with_box = [one for one in placements if one.value is not None]
    keys = [(one.value, one.performance, one.potential) for one in with_box]

    assert [one.place for one in placements] == list(range(1, len(placements) + 1))
    assert placements[: len(with_box)] == with_box
    assert [one.rank for one in with_box] == ranks(keys)
    assert {one.rank for one in placements[len(with_box) :]} == {None}


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("cohorts", [[2], [1, 2]])
async def test_people_of_chosen_levels_are_ranked_among_themselves(sessions, cohorts):
    placements = await placed(sessions, cohorts=cohorts)
    with_box = [one for one in placements if one.value is not None]
    keys = [(one.value, one.performance, one.potential) for one in with_box]

    assert {one.cohort for one in placements} == set(cohorts)
    assert [one.rank for one in with_box] == ranks(keys)
    assert with_box[0].rank == 1


@pytest.mark.usefixtures("province")
async def test_a_unit_stands_for_everybody_below_it(sessions):
    async with transaction(sessions, SYSTEM) as session:
        root = await session.scalar(text("select id from units where parent_id is null"))

    assert len(await placed(sessions, name="Akar", unit_id=root)) == len(await placed(sessions))


@pytest.mark.usefixtures("province")
async def test_a_map_is_computed_once_and_never_changes(sessions, work):
    map_id = await asked(sessions)
    await jobs.calculate(work, map_id=str(map_id))
    await jobs.calculate(work, map_id=str(map_id))

    for statement, fault in [
        ("update talent_maps set name = 'Lain' where id = :id", IntegrityError),
        ("delete from talent_maps where id = :id", ProgrammingError),
        ("update talent_map_placements set rank = 1 where map_id = :id", ProgrammingError),
        ("delete from talent_map_placements where map_id = :id", ProgrammingError),
    ]:
        with pytest.raises(fault, match=r"never changes|permission denied"):
            async with transaction(sessions, SYSTEM) as session:
                await session.execute(text(statement), {"id": map_id})


@pytest.mark.usefixtures("province")
async def test_a_population_that_is_gone_before_its_turn_ends_the_map(sessions):
    map_id = await asked(sessions)
    async with transaction(sessions, SYSTEM) as session:
        await session.execute(text("update employees set legal_status = 'Pensiun'"))
    await service.calculate(sessions, map_id)

    async with transaction(sessions, SYSTEM) as session:
        talent_map = await service.get(session, SYSTEM, map_id)
        assert (talent_map.state, talent_map.failure) == (State.FAILED, "population-empty")


@pytest.mark.usefixtures("province")
async def test_a_fault_ends_the_map_and_leaves_no_placement(sessions, work, monkeypatch):
    map_id = await asked(sessions)
    monkeypatch.setattr(placing, "_insertion", lambda *_: "select 1 / 0")

    with pytest.raises(Exception, match="division by zero"):
        await jobs.calculate(work, map_id=str(map_id))

    async with transaction(sessions, SYSTEM) as session:
        talent_map = await service.get(session, SYSTEM, map_id)
        assert (talent_map.state, talent_map.failure) == (State.FAILED, "unexpected")
        assert not await session.scalar(text("select count(*) from talent_map_placements"))


@pytest.mark.usefixtures("province")
async def test_a_draft_makes_no_map(client_for):
    client = client_for(Role.ANALYST, agency_id=None)
    document = (await client.get("/v1/scoring-schemes?code=pu-djbk")).json()["items"][0]
    whole = (await client.get(f"/v1/scoring-schemes/{document['id']}")).json()["document"]
    await client.post("/v1/scoring-schemes", json={**whole, "code": "draf"})

    answer = await client.post(
        "/v1/talent-maps", json={"name": "Draf", "scheme": "draf", "as_of": "2026-01-01"}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/scheme"
    assert answer.json()["errors"][0]["code"] == "scoring-scheme-not-published"

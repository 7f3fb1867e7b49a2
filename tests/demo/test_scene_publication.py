"""The scene of the publication, played twice: published once, and one objection answered."""

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.demo.cast import assembled
from app.demo.paths import paths
from app.demo.scenes import publication
from tests.demo.conftest import a_stage
from tests.evidence.conftest import mapped

__all__ = ["mapped"]
COUNTS = text("select (select count(*) from publications), (select count(*) from objections)")


@pytest.fixture
async def stage(sessions, agency, tmp_path_factory):
    places = paths(tmp_path_factory.mktemp("home"))
    places.clients.parent.mkdir(parents=True, exist_ok=True)
    cast = await assembled(sessions, places, agency.id)
    return a_stage(sessions, places, agency.id, cast)


async def test_a_round_is_published_once_and_an_objection_answered(stage, mapped, sessions):
    talent_map = await mapped(120)

    first = await publication.play(stage, talent_map)
    again = await publication.play(stage, talent_map)

    assert again == first
    assert first.status == "upheld"
    assert first.statistics["population"] == talent_map.population
    shown = [box["people"] for box in first.statistics["boxes"] if box["people"] is not None]
    assert all(people == 0 or people >= 5 for people in shown)
    async with transaction(sessions, SYSTEM) as session:
        assert tuple((await session.execute(COUNTS)).one()) == (1, 1)

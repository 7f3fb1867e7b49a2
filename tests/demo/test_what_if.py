"""The scene of the what-if, played twice: tried once, and somebody learns what would move them."""

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.demo.cast import assembled
from app.demo.paths import paths
from app.demo.scenes import what_if
from app.demo.story import draw_pool
from tests.demo.conftest import a_stage
from tests.simulations.conftest import mapped

__all__ = ["mapped"]
RUNS = text("select actor_name, purpose from scheme_simulations")


@pytest.fixture
async def stage(sessions, agency, tmp_path_factory):
    places = paths(tmp_path_factory.mktemp("home"))
    places.clients.parent.mkdir(parents=True, exist_ok=True)
    cast = await assembled(sessions, places, agency.id)
    return a_stage(sessions, places, agency.id, cast)


async def test_a_threshold_is_tried_once_and_somebody_learns_what_would_move_them(
    stage, mapped, sessions
):
    talent_map = await mapped(120)
    pool_id = await draw_pool(stage, talent_map)

    first = await what_if.play(stage, talent_map, pool_id)
    again = await what_if.play(stage, talent_map, pool_id)

    assert again == first
    assert first.simulation["moved"] > 0
    assert first.simulation["result"]["pool"]["gained"] > 0
    assert first.counterfactual["verified"]
    assert first.counterfactual["before"]["box"] in what_if.BOXES
    assert first.counterfactual["after"]["box"] > first.counterfactual["before"]["box"]
    async with transaction(sessions, SYSTEM) as session:
        ((_, purpose),) = (await session.execute(RUNS)).all()
    assert purpose == what_if.PURPOSE

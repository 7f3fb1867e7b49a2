"""The scene of the comparison: two maps by different schemes, with flows, reasons and picture."""

import pytest

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.demo.province import TODAY
from app.demo.scenes import comparison
from app.talent_maps import service as maps
from app.talent_maps.schemas import NewMap
from tests.demo.test_scene_publication import mapped, stage

__all__ = ["mapped", "stage"]


@pytest.fixture
async def both(mapped, sessions, agency):
    first = await mapped(120)
    async with transaction(sessions, SYSTEM) as session:
        new = NewMap(name="Kedua", scheme="pu-djbk", as_of=TODAY, agency=agency.code)
        drawn = await maps.draw_up(session, SYSTEM, new, today=TODAY)
    await maps.calculate(sessions, drawn.id)
    async with transaction(sessions, SYSTEM) as session:
        return first, await maps.get(session, SYSTEM, drawn.id)


async def test_two_schemes_over_the_same_facts_move_people_by_the_scheme(stage, both):
    before, after = both

    first = await comparison.play(stage, before, after)
    again = await comparison.play(stage, before, after)

    assert again == first
    assert first.flows.moved > 0
    assert (first.flows.entered, first.flows.left) == (0, 0)
    assert first.reasons["scheme"] == first.flows.moved
    assert first.reasons["facts"] == first.reasons["both"] == 0
    assert first.picture.read_text().startswith("<svg")

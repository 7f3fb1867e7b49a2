"""The scene of development: a plan, its first report, the card and the evidence; played once."""

import io
from uuid import uuid4

import pypdf
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.demo.organisation import AGENCY_CODE
from app.demo.paths import paths
from app.demo.scenes import development
from tests.assessors.conftest import measured
from tests.conftest import an_actor
from tests.demo.conftest import a_stage
from tests.talent_pools.conftest import a_position

__all__ = ["measured"]
COUNTS = text("""
select (select count(*) from development_plans), (select count(*) from development_activities),
  (select count(*) from development_progress), (select count(*) from talent_cards)""")


async def test_the_candidate_is_developed_once_however_often_it_is_played(
    measured, agency, save, sessions, tmp_path, monkeypatch
):
    person = measured.people[1]
    position = a_position(agency, type("U", (), {"id": person.unit_id}))
    await save(position)
    async with transaction(sessions, SYSTEM) as session:
        named = "update agencies set code = :code where id = :id"
        await session.execute(text(named), {"code": AGENCY_CODE, "id": agency.id})
    analyst = an_actor(Role.ANALYST, agency.id, id=uuid4())

    async def signed_in(*_):
        return analyst

    monkeypatch.setattr(development, "signed_in", signed_in)
    places = paths(tmp_path)
    places.folder.mkdir()
    stage = a_stage(sessions, places, agency.id)
    first = await development.play(stage, measured.map.id, position.id, person.id)
    card = places.card.read_bytes()
    second = await development.play(stage, measured.map.id, position.id, person.id)
    async with transaction(sessions, SYSTEM) as session:
        counts = tuple((await session.execute(COUNTS)).one())

    assert (first, counts) == (second, (1, 3, 1, 1))
    assert places.card.read_bytes() == card
    assert person.name in pypdf.PdfReader(io.BytesIO(card)).pages[0].extract_text()
    assert places.merit.read_bytes().startswith(b"PK")

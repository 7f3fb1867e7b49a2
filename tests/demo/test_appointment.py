"""The scene of an appointment: played to the end, and never twice."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.demo.scenes import appointment
from tests.appointments.conftest import body, office

__all__ = ["body", "office"]
COUNTS = text("""select (select count(*) from placement_proposals),
  (select count(*) from placement_choices), (select count(*) from audit_events)""")


@pytest.fixture
def stage(office, agency, sessions, monkeypatch):
    async def actor(_sessions, _cast, role):
        return office.actors[role.value]

    monkeypatch.setattr(appointment, "signed_in", actor)
    return SimpleNamespace(sessions=sessions, cast={}, agency_id=agency.id)


async def counts(sessions):
    async with transaction(sessions, SYSTEM) as session:
        return tuple((await session.execute(COUNTS)).one())


async def test_rank_two_is_chosen_with_a_signed_deviation_and_appointed(office, stage, sessions):
    pool, code = office.pool["id"], office.body.position.code
    proposal = await appointment.play(stage, pool, code)
    before = await counts(sessions)

    again = await appointment.play(stage, pool, code)

    assert proposal["state"] == "appointed"
    assert [name["rank"] for name in proposal["names"]] == [1, 2, 2]
    assert (proposal["choice"]["rank"], proposal["choice"]["reason_code"]) == (
        2,
        "competence_for_post",
    )
    assert proposal["choice"]["signed_by"] == str(office.actors["pyb"].id)
    assert again["id"] == proposal["id"]
    assert await counts(sessions) == before

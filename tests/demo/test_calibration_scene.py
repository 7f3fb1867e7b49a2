"""The panel's scene: played once, and not again by a second telling."""

import pytest
from sqlalchemy import text

from app.access import service as access
from app.calibrations import register
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from app.demo.cast import signed_in
from app.demo.paths import paths
from app.demo.scenes import calibration
from tests.demo.conftest import a_stage
from tests.talent_pools.conftest import body

__all__ = ["body"]
EVENTS = text(
    "select count(*) from audit_events where kind like 'calibration%' or kind like 'conflict%'"
)


@pytest.fixture
async def stage(sessions, agency, tmp_path):
    async with transaction(sessions, SYSTEM) as session:
        clients = await access.ensure_demo_clients(session, agency.id)
    cast = {
        client.role: {"client_id": str(client.client_id), "client_secret": client.secret}
        for client in clients
    }
    return a_stage(sessions, paths(tmp_path), agency.id, cast)


async def test_one_move_stands_one_is_outvoted_and_one_member_steps_aside(stage, body):
    session_id = await calibration.play(stage, body.map)
    async with transaction(stage.sessions, SYSTEM) as session:
        before = await session.scalar(EVENTS)
    again = await calibration.play(stage, body.map)

    async with transaction(stage.sessions, SYSTEM) as session:
        after = await session.scalar(EVENTS)
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        shown = await register.read(session, analyst, session_id)
    assert again == session_id
    assert after == before
    assert [(i["outcome"].value, i["standing"]) for i in shown["items"]] == [
        ("authorised", True),
        ("rejected", False),
    ]
    kin = await signed_in(stage.sessions, stage.cast, Role.COMMITTEE)
    voted = {vote["actor_id"] for vote in shown["items"][0]["record"]["votes"]}
    assert str(kin.id) not in voted


async def test_an_interrupted_scene_goes_on_where_it_was(stage, body, monkeypatch):
    async def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(calibration, "_authorise", interrupted)
        with pytest.raises(KeyboardInterrupt):
            await calibration.play(stage, body.map)

    session_id = await calibration.play(stage, body.map)

    async with transaction(stage.sessions, SYSTEM) as session:
        state = await session.scalar(
            text("select state from calibrations where id = :id"), {"id": session_id}
        )
    assert state == "closed"

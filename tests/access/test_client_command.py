"""`talenta client add`."""

from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
import typer
from sqlalchemy import text

from app.access import commands
from app.core.db import transaction
from app.core.identity import SYSTEM, Role


@pytest.fixture(autouse=True)
def _here(monkeypatch, sessions):
    """The command runs on this test's transaction."""

    @asynccontextmanager
    async def running(_settings):
        yield SimpleNamespace(sessions=sessions)

    monkeypatch.setattr(commands, "running", running)


async def test_a_client_is_added_for_an_agency(sessions, agency):
    admitted = await commands.admit("SIMPEG", [Role.SIMPEG], agency.code)

    async with transaction(sessions, SYSTEM) as session:
        kept = (await session.execute(text("select name, agency_id, roles from clients"))).one()
    assert tuple(kept) == ("SIMPEG", agency.id, ["simpeg"])
    assert len(admitted.secret) == 43


async def test_a_client_may_hold_everywhere():
    admitted = await commands.admit("BKN", [Role.BKN, Role.KANREG], None)

    assert admitted.client.agency_id is None
    assert admitted.client.roles == ["bkn", "kanreg"]


async def test_an_unknown_agency_is_named():
    with pytest.raises(typer.BadParameter, match="NOWHERE"):
        await commands.admit("SIMPEG", [Role.SIMPEG], "NOWHERE")


async def test_a_name_that_is_taken_is_said_in_words():
    await commands.admit("BKN", [Role.BKN], None)

    with pytest.raises(typer.BadParameter, match="already a client"):
        await commands.admit("BKN", [Role.BKN], None)

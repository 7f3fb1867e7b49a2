"""`talenta client` and `talenta keys`."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from app.access import commands
from app.access.commands import Place
from app.access.signing_keys import KeyRing
from app.core.db import transaction
from app.core.identity import SYSTEM, Role
from tests.factories import a_unit


@pytest.fixture(autouse=True)
def _here(monkeypatch, sessions):
    """The command runs on this test's transaction."""

    @asynccontextmanager
    async def running(_settings):
        yield SimpleNamespace(sessions=sessions)

    monkeypatch.setattr(commands, "running", running)


async def test_a_client_is_added_for_an_agency(sessions, agency):
    admitted = await commands.admit("SIMPEG", [Role.SIMPEG], Place(agency.code))

    async with transaction(sessions, SYSTEM) as session:
        kept = (await session.execute(text("select name, agency_id, roles from clients"))).one()
    assert tuple(kept) == ("SIMPEG", agency.id, ["simpeg"])
    assert len(admitted.secret) == 43


async def test_a_client_may_hold_everywhere():
    admitted = await commands.admit("BKN", [Role.BKN, Role.AUDITOR], Place())

    assert admitted.client.agency_id is None
    assert admitted.client.roles == ["auditor", "bkn"]


async def test_a_kantor_regional_holds_in_its_region_alone():
    admitted = await commands.admit("Kanreg", [Role.KANREG], Place(kanreg="VII"))

    assert admitted.client.kanreg == "VII"
    with pytest.raises(typer.BadParameter, match="/kanreg"):
        await commands.admit("Kanreg lain", [Role.KANREG], Place())


async def test_an_unknown_agency_is_named():
    with pytest.raises(typer.BadParameter, match="NOWHERE"):
        await commands.admit("SIMPEG", [Role.SIMPEG], Place("NOWHERE"))


async def test_a_name_that_is_taken_is_said_in_words():
    await commands.admit("BKN", [Role.BKN], Place())

    with pytest.raises(typer.BadParameter, match="already a client"):
        await commands.admit("BKN", [Role.BKN], Place())


async def test_a_client_holds_in_the_units_and_days_that_are_named(agency, save):
    unit = a_unit(agency, siasn_id="BKD")
    await save(unit)
    last = datetime(2031, 12, 31, tzinfo=UTC)

    admitted = await commands.admit(
        "Meja", [Role.ANALYST], Place(agency.code, ("BKD",), valid_until=last)
    )

    assert admitted.client.units == [unit.id]
    assert admitted.client.valid_until == last.date()


@pytest.mark.parametrize("code", ["own", None])
async def test_an_unknown_unit_is_named(agency, code):
    place = Place(code and agency.code, ("NOWHERE",))

    with pytest.raises(typer.BadParameter, match="NOWHERE"):
        await commands.admit("Meja", [Role.ANALYST], place)


async def test_a_secret_is_rotated_and_a_client_locked_out(sessions, agency):
    assert agency
    first = await commands.admit("BKN", [Role.BKN], Place())

    second = await commands.rotate(first.client.id, timedelta(hours=1))
    with pytest.raises(typer.BadParameter, match="already"):
        await commands.rotate(first.client.id, timedelta(hours=1))
    await commands.lock_out(first.client.id)

    assert second.secret != first.secret
    assert second.old_until is not None
    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(text("select active from clients")) is False


@pytest.fixture
def ring(monkeypatch, tmp_path):
    ring = KeyRing(tmp_path / "keys", lifetime=900)
    monkeypatch.setattr(commands, "key_ring_of", lambda _: ring)
    recorded = []

    async def record(key, *, stolen):
        recorded.append((key.kid, stolen))

    monkeypatch.setattr(commands, "record_rotation", record)
    ring.recorded = recorded
    return ring


def run(*arguments):
    done = CliRunner().invoke(commands.keys, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_keys_are_rotated_and_listed(ring):
    old = ring.signing.kid

    made = run("rotate").split()[0]
    listed = [line.split()[0] for line in run("list").splitlines()]

    assert listed == [old, made]
    assert ring.recorded == [(made, False)]
    assert "signs from" in run("list")


def test_a_stolen_key_is_replaced(ring):
    old = ring.signing.kid

    made = run("rotate", "--stolen").split()[0]

    assert [line.split()[0] for line in run("list").splitlines()] == [made]
    assert old != made
    assert ring.recorded == [(made, True)]


async def test_a_change_of_key_is_an_event(sessions, tmp_path):
    key = KeyRing(tmp_path / "keys", lifetime=900).signing

    await commands.record_rotation(key, stolen=False)

    async with transaction(sessions, SYSTEM) as session:
        events = (await session.execute(text("select kind, data from audit_events"))).all()
    assert [(event.kind, event.data["kid"]) for event in events] == [
        ("signing_key.rotated", key.kid)
    ]


def test_keys_that_the_settings_name_are_not_rotated(monkeypatch, tmp_path):
    file = KeyRing(tmp_path / "keys", lifetime=900).signing.file
    ring = KeyRing(tmp_path, [file], lifetime=900)
    monkeypatch.setattr(commands, "key_ring_of", lambda _: ring)

    done = CliRunner().invoke(commands.keys, ["rotate"])

    assert done.exit_code == 2
    assert "SIGNING_KEY_FILE" in done.output

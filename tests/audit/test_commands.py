"""`talenta log`: checkpoints and the whole log from the command line."""

from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
import typer

from app.audit import commands
from app.verifier.log import verify_log
from tests.conftest import SameConnection


@pytest.fixture(autouse=True)
def _here(monkeypatch, sessions, settings):
    """The commands run on this test's transaction."""

    @asynccontextmanager
    async def running(_settings):
        yield SimpleNamespace(sessions=sessions, reads=SameConnection(sessions))

    monkeypatch.setattr(commands, "running", running)
    monkeypatch.setattr(commands, "get_settings", lambda: settings)


async def test_the_whole_log_is_taken_out_and_verifies(say, agency, elsewhere, tmp_path):
    for place in (agency.id, elsewhere.id, None):
        await say(agency_id=place)
    note = await commands.signed()

    size = await commands.exported(tmp_path / "log.ndjson")

    with (tmp_path / "log.ndjson").open("rb") as stream:
        report = verify_log(stream, [note])
    assert size == 3
    assert report.findings == []
    assert report.checked[0].startswith("3 events shown, 0 withheld")


async def test_a_file_that_is_there_is_not_written_over(say, tmp_path):
    await say()
    await commands.signed()
    (tmp_path / "log.ndjson").write_text("kept")

    with pytest.raises(FileExistsError):
        await commands.exported(tmp_path / "log.ndjson")


async def test_an_empty_log_is_said_in_words(tmp_path):
    with pytest.raises(typer.BadParameter, match="no event"):
        await commands.signed()
    with pytest.raises(typer.BadParameter, match="never signed"):
        await commands.exported(tmp_path / "log.ndjson")

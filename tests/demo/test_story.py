"""The demonstration's story, on a database of its own: told once, to the end, and remembered."""

import asyncio
import io
import re
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, redirect_stdout

import asyncpg
import orjson
import pytest

from app.core.db import engine_for, sessions_of
from app.core.identity import Role
from app.core.migrating import OWNER, SERVICE
from app.core.service import Addresses, Service
from app.demo import story
from app.demo.cast import remembered, signed_in
from app.demo.commands import tell
from app.demo.paths import paths
from app.demo.scenes import publication
from app.scoring_schemes import service as scoring_schemes
from tests.conftest import copied

pytestmark = pytest.mark.committed
PEOPLE = 300
COUNTS = """
select (select count(*) from imports), (select count(*) from talent_maps),
  (select count(*) from talent_pools), (select count(*) from approval_requests),
  (select count(*) from approval_decisions), (select count(*) from clients),
  (select count(*) from scheme_simulations), (select count(*) from calibration_moves),
  (select count(*) from placement_choices), (select count(*) from development_plans),
  (select count(*) from publications), (select count(*) from objections)"""
DECIDERS = """
select r.kind, d.role, d.actor_id, d.actor_id = any (r.authors) as own, r.status
from approval_decisions d join approval_requests r on r.id = d.request_id
where r.kind <> 'implementation' order by r.kind, d.stage"""
EXAMINED = """
select d.round, d.role, d.decision, d.voided_at is not null as void, a.kanreg
from approval_decisions d join approval_requests r on r.id = d.request_id
join agencies a on a.id = r.agency_id
where r.kind = 'implementation' order by d.decided_at"""
STEPS = "select round, step from approval_steps order by recorded_at"


@asynccontextmanager
async def a_service(postgres, template, settings, home) -> AsyncIterator[Service]:
    async with copied(postgres, template) as name:
        app = postgres.url(SERVICE, name)
        engine = engine_for(app, size=4)
        service = Service(
            settings.model_copy(update={"talenta_home": home}),
            Addresses(postgres.url(OWNER, name), app, app, app),
            sessions_of(engine),
            None,
        )
        await scoring_schemes.ensure_shipped(service.sessions)
        yield service
        await engine.dispose()


async def fetched(service, query):
    admin = await asyncpg.connect(service.addresses.owner.replace(OWNER, "postgres", 1))
    rows = await admin.fetch(query)
    await admin.close()
    return rows


@pytest.fixture(scope="module")
async def service(postgres, template, settings, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    async with a_service(postgres, template, settings, home) as service:
        yield service


@pytest.fixture(scope="module")
async def told(service):
    """What was printed while the story was told."""
    with redirect_stdout(io.StringIO()) as printed:
        await tell(service, PEOPLE)
    return printed.getvalue()


@pytest.fixture
def places(service, told):
    assert told
    return paths(service.settings.talenta_home)


async def test_the_story_shows_boxes_ranking_approval_and_where_things_are(told, places):
    for scheme in story.SCHEMES:
        assert f"({scheme})" in told
    assert "people in boxes" in told
    assert "Succession to SR-" in told
    assert "pass every rule" in told
    assert "Calibration: of 2 proposed moves 1 stands" in told
    assert re.search(r"Comparison: \d+ move, \d+ stay; why: scheme", told)
    assert "What if high potential began at 75:" in told
    assert f"{story.POOL}: approved" in told
    assert re.search(r"Placement: rank \d of \d names appointed", told)
    assert "Development: a plan for the best who is not ready" in told
    assert "Publication: objections until" in told
    for code in ("SKP", "PTL"):
        assert re.search(rf"letter \S+/{code}/\S+: http", told)
    assert re.search(r"letter \S+/KRS/\S+: http://127\.0\.0\.1:8000/verify/", told)
    assert "Penerapan Manajemen Talenta" in told
    assert "approved in round 2" in told
    assert re.search(r"letter \S+/PMT/\S+: http://127\.0\.0\.1:8000/verify/", told)
    assert "/docs" in told
    for place in (
        places.clients,
        places.letter,
        places.consent,
        places.card,
        places.merit,
        places.report,
    ):
        assert str(place) in told


async def test_what_it_names_is_there(places):
    assert places.letter.read_bytes().startswith(b"%PDF")
    assert places.card.read_bytes().startswith(b"%PDF")
    assert places.merit.read_bytes().startswith(b"PK")
    assert places.picture.read_text().startswith("<svg")
    assert places.flows.read_text().startswith("<svg")
    assert places.report.read_text().startswith("file,line,verdict,code")
    assert orjson.loads(places.told.read_bytes()).keys() >= {"talent_map", "placement_proposal"}


async def test_committee_pyb_and_ppk_decided_and_none_of_them_had_asked(service, told):
    assert told
    decisions = await fetched(service, DECIDERS)

    assert [(row["kind"], row["role"]) for row in decisions] == [
        ("scoring_scheme", "committee"),
        ("scoring_scheme", "ppk"),
        *(("talent_map", role) for role in ("committee", "pyb", "ppk")),
        *(("talent_pool", role) for role in ("committee", "pyb", "ppk")),
    ]
    assert len({row["actor_id"] for row in decisions}) == 3
    assert not any(row["own"] for row in decisions)
    assert {row["status"] for row in decisions} == {"approved"}


async def test_kanreg_vii_returned_the_readiness_once_and_bkn_approved_it(service, told):
    assert told
    decided = await fetched(service, EXAMINED)
    steps = await fetched(service, STEPS)

    assert [tuple(row) for row in decided] == [
        (1, "kanreg", "return", True, "VII"),
        (2, "kanreg", "approve", False, "VII"),
        (2, "bkn", "approve", False, "VII"),
    ]
    assert [(row["round"], row["step"]) for row in steps] == [
        (1, "verification"),
        (2, "verification"),
        (2, "presentation_scheduled"),
        (2, "presentation_held"),
        (2, "plenary"),
        (2, "in_force"),
    ]


async def test_every_role_has_a_client_whose_secret_only_the_owner_can_read(service, told, places):
    cast = remembered(places)
    assert cast is not None
    assert stat.S_IMODE(places.clients.stat().st_mode) == 0o600
    for role in Role:
        assert cast[role]["client_secret"] in told
    assert (await signed_in(service.sessions, cast, Role.PPK)).roles == {Role.PPK}


async def test_a_second_start_repeats_nothing_and_shows_the_same_clients(service, places, capsys):
    before = await fetched(service, COUNTS), places.letter.read_bytes(), remembered(places)
    written = {file: file.stat().st_mtime_ns for file in places.files.iterdir()}

    await tell(service, PEOPLE)

    shown = capsys.readouterr().out
    assert (await fetched(service, COUNTS), places.letter.read_bytes(), remembered(places)) == (
        before
    )
    assert {file: file.stat().st_mtime_ns for file in places.files.iterdir()} == written
    assert "people in boxes" in shown
    assert before[2][Role.ANALYST]["client_secret"] in shown


async def test_a_story_that_was_interrupted_goes_on_where_it_ended(
    postgres, template, settings, tmp_path, monkeypatch
):
    async def interrupted(*_):
        raise asyncio.CancelledError

    async with a_service(postgres, template, settings, tmp_path) as service:
        with monkeypatch.context() as patch:
            patch.setattr(publication, "play", interrupted)
            with pytest.raises(asyncio.CancelledError):
                await tell(service, 100)
        await tell(service, 100)

        _, *counts = (await fetched(service, COUNTS))[0]
        assert counts == [2, 1, 4, 11, len(Role), 1, 2, 1, 1, 1, 1]
        assert paths(tmp_path).letter.exists()

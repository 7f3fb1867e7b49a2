"""The log taken out: it verifies offline, and what was done to the database shows."""

import json
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from app.audit import erasure, exporting, sequencing
from app.audit import service as audit
from app.audit.signing import Signer
from app.core.db import engine_for, sessions_of, transaction
from app.core.identity import SYSTEM, Role
from app.core.migrating import SERVICE
from app.core.reading import Reading
from app.verifier.__main__ import keys_in
from app.verifier.log import verify_log
from tests.conftest import an_actor, copied

URL = "/v1/audit/export.ndjson"


@pytest.fixture
def auditor(client_for):
    return client_for(Role.AUDITOR)


@pytest.fixture
async def log(say, sign, agency, elsewhere):
    """Nine events: of our agency, of another, of none; signed twice."""
    for number in range(9):
        where = (agency.id, elsewhere.id, None)[number % 3]
        await say("talent_pool.nominated", agency_id=where, box=number, name='Šé "\\\n\U0001d11e')
        if number == 4:
            await sign()
    return await sign()


async def test_an_export_verifies_with_the_published_keys(auditor, log):
    keys = keys_in((await auditor.get("/v1/audit/keys")).text)
    answer = await auditor.get(URL)

    report = verify_log(answer.content.splitlines(), [log.note], keys)

    assert answer.headers["content-type"] == "application/x-ndjson"
    assert 'filename="log-9.ndjson"' in answer.headers["content-disposition"]
    assert report.findings == []
    assert report.checked[0].startswith("3 events shown, 6 withheld, 0 erased")
    assert report.checked[1].startswith("2 checkpoints of the file and 1 from elsewhere")


async def test_who_audits_every_agency_takes_out_every_event(client_for, log):
    answer = await client_for(Role.AUDITOR, agency_id=None).get(URL)

    report = verify_log(answer.content.splitlines(), [log.note])

    assert report.equal
    assert report.checked[0].startswith("9 events shown, 0 withheld")


@pytest.mark.usefixtures("log")
async def test_nothing_of_another_agency_is_in_the_file(auditor):
    leaves = [json.loads(line) for line in (await auditor.get(URL)).text.splitlines()[1:10]]

    shown = [leaf["index"] for leaf in leaves if leaf["event"]]
    withheld = [leaf for leaf in leaves if not leaf["event"]]
    assert shown == [0, 3, 6]
    assert {(leaf["salt"], leaf["erased"]) for leaf in withheld} == {(None, False)}


@pytest.mark.usefixtures("log")
async def test_that_it_was_taken_out_is_recorded(auditor, sessions, agency):
    await auditor.get(URL)

    async with transaction(sessions, SYSTEM) as session:
        row = (
            await session.execute(
                text("select agency_id, actor_name, data from audit_events order by id desc")
            )
        ).first()
        assert tuple(row) == (agency.id, "auditor", {"size": 9})


@pytest.mark.usefixtures("log")
async def test_a_long_log_comes_in_pieces(auditor, monkeypatch):
    whole = (await auditor.get(URL)).content
    monkeypatch.setattr(exporting, "BATCH", 2)

    pieces = (await auditor.get(URL)).content

    assert pieces == whole


@pytest.fixture
async def erased(sessions, say, sign, agency):
    """A log in which a person's event was erased, as its export says it."""
    await say("employee.unmasked", uuid4(), agency.id, fields=["nip"])
    await say("talent_pool.nominated", agency_id=agency.id)
    kept = await sign()
    async with transaction(sessions, SYSTEM) as session:
        count = await erasure.erase(
            session, SYSTEM, [0], agency_id=agency.id, purpose="Masa simpan berakhir"
        )
    await sign()
    return count, kept


async def test_erasure_takes_the_content_and_leaves_the_tree(erased, auditor, sessions):
    count, kept = erased

    entries = (await auditor.get("/v1/audit/entries")).json()["items"]
    report = verify_log((await auditor.get(URL)).content.splitlines(), [kept.note])

    assert count == 1
    assert report.findings == []
    assert report.checked[0].startswith("2 events shown, 0 withheld, 1 erased")
    assert (entries[0]["kind"], entries[0]["event"]["data"]) == ("audit.erased", {"leaves": [0]})
    gone = entries[-1]
    assert (gone["kind"], gone["erased"], gone["salt"], gone["event"]) == (
        "employee.unmasked",
        True,
        None,
        None,
    )
    async with transaction(sessions, SYSTEM) as session:
        row = (await session.execute(text("select * from audit_events order by id"))).first()
        assert [row.subject_id, row.salt, row.data, row.actor_name] == [None, None, {}, ""]


@pytest.mark.usefixtures("erased")
async def test_an_event_is_erased_once_and_its_erasure_never(sessions, agency):
    async with transaction(sessions, SYSTEM) as session:
        again = await erasure.erase(
            session, SYSTEM, [0, 2], agency_id=agency.id, purpose="Sekali lagi"
        )
        kinds = await session.scalars(text("select kind from audit_events where salt is null"))

        assert again == 0
        assert kinds.all() == ["employee.unmasked"]


async def test_an_erasure_reaches_no_event_of_another_agency(
    sessions, say, sign, elsewhere, agency
):
    await say(agency_id=elsewhere.id)
    await sign()

    async with transaction(sessions, SYSTEM) as session:
        assert await erasure.erase(session, SYSTEM, [0], agency_id=agency.id, purpose="x") == 0


async def test_nothing_is_erased_that_no_event_names(sessions, say, sign):
    number = await say()
    await sign()

    with pytest.raises(Exception, match="no event says so"):
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(text("select erase_events(:n)"), {"n": number})


async def test_nobody_erases_who_only_reads(sessions, say, sign, agency):
    await say(agency_id=agency.id)
    await sign()
    auditor = an_actor(Role.AUDITOR, agency.id)

    with pytest.raises(Exception, match="erases nothing"):
        async with transaction(sessions, auditor) as session:
            await erasure.erase(session, auditor, [0], agency_id=agency.id, purpose="x")


SWAP = """
update audit_leaves l set event_id = e.event_id, commitment = e.commitment
from audit_leaves e where l.index + e.index = 3 and l.index in (1, 2)"""
ATTACKS = [
    ("event-altered", "update audit_events set data = '{\"box\": 7}' where id = {event}"),
    ("event-altered", "update audit_events set salt = sha256('x') where id = {event}"),
    ("event-altered", "update audit_events set actor_name = 'Orang lain' where id = {event}"),
    ("leaves-differ", "update audit_leaves set commitment = sha256('x') where index = 1"),
    ("leaf-dropped", "delete from audit_leaves where index = 1"),
    ("leaves-reordered", SWAP),
    (
        "erased-unsaid",
        "update audit_events set salt = null, data = '{}', actor_name = '' where id = {event}",
    ),
    ("signature-bad", "update audit_checkpoints set note = replace(note, E'\\n4\\n', E'\\n5\\n')"),
]


class Lent:
    """Lends one connection to reads."""

    def __init__(self, connection):
        self.connection = connection

    @asynccontextmanager
    async def acquire(self):
        yield self.connection


@pytest.fixture(scope="module")
async def ruler(postgres, template, settings):
    """The superuser's connection to a database with four events under a checkpoint."""
    async with copied(postgres, template) as name:
        engine = engine_for(postgres.url(SERVICE, name), size=2)
        sessions = sessions_of(engine)
        for number in range(4):
            async with transaction(sessions, SYSTEM) as session:
                await audit.record(session, SYSTEM, "talent_pool.nominated", None, box=number)
        await sequencing.checkpoint(sessions, Signer.of(settings))
        await engine.dispose()
        connection = await asyncpg.connect(postgres.url("postgres", name))
        yield connection
        await connection.close()


async def exported(connection):
    reading = Reading(Lent(connection), SYSTEM)
    return b"".join([piece async for piece in exporting.lines(reading, 4)]).splitlines()


@pytest.mark.committed
@pytest.mark.parametrize(("code", "attack"), ATTACKS, ids=range(len(ATTACKS)))
async def test_what_the_databases_owner_does_behind_the_log_is_found(ruler, code, attack):
    before = verify_log(await exported(ruler)).codes()
    event = await ruler.fetchval("select event_id from audit_leaves where index = 1")

    attacking = ruler.transaction()
    await attacking.start()
    await ruler.execute("set local session_replication_role = replica")
    await ruler.execute("drop index one_leaf_per_event")
    await ruler.execute(attack.replace("{event}", str(event)))
    lines = await exported(ruler)
    await attacking.rollback()

    assert before == set()
    assert code in verify_log(lines).codes()

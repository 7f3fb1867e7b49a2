"""Sequencing: every committed event gets one leaf, and the tree is RFC 9162's."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from app.audit import sequencing
from app.audit import service as audit
from app.audit.errors import LogEmpty
from app.audit.events import document
from app.audit.jobs import checkpoint as scheduled
from app.audit.models import Checkpoint, Event
from app.audit.proofs import root_over
from app.core.db import engine_for, sessions_of, set_context, transaction
from app.core.identity import SYSTEM
from app.core.migrating import OWNER, SERVICE, migrate, prepare_embedded
from app.verifier.checkpoint import verify
from app.verifier.commitment import commitment_of
from app.verifier.tree import root_of
from tests.conftest import copied


async def test_an_event_waits_for_its_leaf_and_gets_the_next_one(sessions, say, commitments):
    await say()
    first = await commitments()
    size = await sequencing.sequence(sessions)
    await say()
    again = await sequencing.sequence(sessions)

    assert (first, size, again) == ([], 1, 2)
    async with transaction(sessions, SYSTEM) as session:
        rows = await session.execute(
            text(
                "select l.index, l.commitment = e.commitment from audit_leaves l"
                " join audit_events e on e.id = l.event_id order by e.id"
            )
        )
        assert rows.all() == [(0, True), (1, True)]


async def test_at_every_size_the_root_is_that_of_the_leaves(sessions, say, commitments):
    for size in range(1, 19):
        await say(number=size)
        if size % 3 == 0:
            await sequencing.sequence(sessions)
    leaves = await commitments()

    assert len(leaves) == 18
    async with transaction(sessions, SYSTEM) as session:
        for size in range(1, 19):
            assert await root_over(session, size) == root_of(leaves[:size])


async def test_sequencing_in_small_batches_makes_the_same_tree(
    sessions, say, commitments, monkeypatch
):
    monkeypatch.setattr(sequencing, "BATCH", 3)
    for number in range(11):
        await say(number=number)

    size = await sequencing.sequence(sessions)

    leaves = await commitments()
    assert size == len(leaves) == 11
    async with transaction(sessions, SYSTEM) as session:
        nodes = await session.scalar(text("select count(*) from audit_nodes"))
        assert nodes == 5 + 2 + 1
        assert await root_over(session, 11) == root_of(leaves)


async def test_a_checkpoint_is_signed_over_the_leaves(sign, say, commitments, signer):
    await say()
    await say()

    checkpoint = await sign()

    signed = verify(checkpoint.note, [signer.public(checkpoint.origin)])
    assert signed == (checkpoint.origin, 2, checkpoint.root)
    assert signed.root == root_of(await commitments())
    assert signed.origin == "127.0.0.1:8000/log"


async def test_where_nothing_is_new_the_checkpoint_is_the_same(sign, say, sessions):
    await say()
    first, second = await sign(), await sign()

    assert first.note == second.note
    async with transaction(sessions, SYSTEM) as session:
        assert await session.scalar(text("select count(*) from audit_checkpoints")) == 1


async def test_the_log_keeps_its_name_when_the_address_changes(sessions, say, sign, signer):
    await say()
    await sign()
    await say()
    signer.origin = "moved.example.go.id/log"

    moved = await sequencing.checkpoint(sessions, signer)

    assert moved.origin == "127.0.0.1:8000/log"


@pytest.mark.parametrize("size", [0, 2, 2**40])
async def test_a_checkpoint_over_leaves_that_are_not_there_is_refused(sessions, say, size):
    await say()
    await sequencing.sequence(sessions)

    with pytest.raises(DBAPIError, match="row-level security"):
        async with transaction(sessions, SYSTEM) as session:
            session.add(Checkpoint(size=size, origin="x", root=b"", note=""))


async def test_an_empty_log_is_not_signed(sign):
    with pytest.raises(LogEmpty):
        await sign()


async def test_the_schedule_signs_what_there_is(work, say, sessions):
    await scheduled(work)
    await say()
    await scheduled(work)
    await scheduled(work)

    async with transaction(sessions, SYSTEM) as session:
        assert (await session.get(Checkpoint, 1)) is not None


@pytest.fixture
async def committed(postgres, template):
    """Sessions with real commits, on a database of their own."""
    async with copied(postgres, template) as name:
        engine = engine_for(postgres.url(SERVICE, name), size=8)
        yield sessions_of(engine)
        await engine.dispose()


async def places(sessions):
    async with transaction(sessions, SYSTEM) as session:
        rows = await session.execute(
            text(
                "select l.index, e.data->>'n' from audit_leaves l"
                " join audit_events e on e.id = l.event_id order by 1"
            )
        )
        return [tuple(row) for row in rows]


@pytest.mark.committed
async def test_an_earlier_event_that_commits_later_is_not_lost(committed):
    async with transaction(committed, SYSTEM) as slow:
        await audit.record(slow, SYSTEM, "import.finished", None, n="slow")
        async with transaction(committed, SYSTEM) as quick:
            await audit.record(quick, SYSTEM, "agency.created", None, n="quick")
        size = await asyncio.wait_for(sequencing.sequence(committed), 5)

    after = await sequencing.sequence(committed)

    assert (size, after) == (1, 2)
    assert await places(committed) == [(0, "quick"), (1, "slow")]


@pytest.mark.committed
async def test_an_event_that_is_rolled_back_leaves_no_gap(committed):
    async with committed() as session:
        await set_context(session, SYSTEM.context)
        await audit.record(session, SYSTEM, "agency.created", None, n="never")
        await session.rollback()
    async with transaction(committed, SYSTEM) as session:
        await audit.record(session, SYSTEM, "agency.created", None, n="kept")

    await sequencing.sequence(committed)

    assert await places(committed) == [(0, "kept")]


@pytest.mark.committed
async def test_many_writers_and_sequencers_make_one_order(committed):
    async def write(writer):
        for number in range(25):
            async with transaction(committed, SYSTEM) as session:
                await audit.record(session, SYSTEM, "agency.created", None, n=f"{writer}.{number}")
                await asyncio.sleep(0)

    async def keep_sequencing():
        for _ in range(15):
            await sequencing.sequence(committed)

    await asyncio.gather(*(write(n) for n in range(4)), *(keep_sequencing() for _ in range(3)))
    await sequencing.sequence(committed)

    found = await places(committed)
    assert [index for index, _ in found] == list(range(100))
    assert {n for _, n in found} == {f"{w}.{n}" for w in range(4) for n in range(25)}
    for writer in range(4):
        own = [n for _, n in found if n.startswith(f"{writer}.")]
        assert own == [f"{writer}.{n}" for n in range(25)]


@pytest.mark.committed
async def test_two_processes_that_sign_at_once_end_with_one_checkpoint(committed, signer):
    async with transaction(committed, SYSTEM) as session:
        await audit.record(session, SYSTEM, "agency.created", None)

    signed = await asyncio.gather(*(sequencing.checkpoint(committed, signer) for _ in range(4)))

    assert len({one.note for one in signed}) == 1


OLD_EVENT = """
insert into audit_events (actor_id, actor_name, kind, subject_id, request_id, data)
values (new_id(), 'Analis lama é', 'agency.created', new_id(), 'abc', '{"a": {"é": [1, null]}}')"""


@pytest.mark.committed
async def test_events_from_before_the_tree_get_commitments_and_leaves(postgres):
    name = "talenta_before_the_tree"
    await prepare_embedded(postgres.url("postgres", "postgres"), name)
    await migrate(postgres.url(OWNER, name), "0012")
    owner = await asyncpg.connect(postgres.url("postgres", name))
    for _ in range(2):
        await owner.execute(OLD_EVENT)
    await owner.close()
    await migrate(postgres.url(OWNER, name))
    engine = engine_for(postgres.url(SERVICE, name), size=2)
    sessions = sessions_of(engine)

    size = await sequencing.sequence(sessions)

    async with transaction(sessions, SYSTEM) as session:
        events = (await session.scalars(select(Event))).all()
    await engine.dispose()
    assert size == len(events) == 2
    for event in events:
        said = document({column.key: getattr(event, column.key) for column in inspect(Event).attrs})
        assert event.commitment == commitment_of(event.salt, said)

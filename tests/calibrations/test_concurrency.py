"""Members, relations and owners at the same time, on a database of its own with real commits."""

import asyncio
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.access.models import Client
from app.calibrations import closing, service
from app.calibrations.errors import CalibrationOver, ConflictOfInterest, VotingOver
from app.calibrations.schemas import NewCalibration, NewMove, NewVote
from app.conflicts import service as conflicts
from app.conflicts.schemas import NewConflict
from app.core.db import engine_for, sessions_of, transaction
from app.core.identity import SYSTEM, Actor, Role
from app.core.migrating import SERVICE
from tests.calibrations.conftest import SAID, WHY
from tests.conftest import an_actor, copied
from tests.factories import a_unit, an_agency, an_employee
from tests.talent_pools.conftest import a_map, a_placement, a_scheme

pytestmark = pytest.mark.committed
REPEATS = 4
STANDING = text("select count(*) from calibrated_placements")
LIVE = text("select count(*) from calibration_votes where voided_at is null")


class Room:
    """An open session on a committed map with one person, and a move to vote on."""

    def __init__(self, sessions, agency, person, drawn):
        self.sessions, self.agency, self.person, self.map = sessions, agency, person, drawn
        here = frozenset({agency.id})
        self.owner = an_actor(Role.ANALYST, agency.id)
        self.members = [
            Actor(uuid4(), f"komite {n}", frozenset({Role.COMMITTEE}), here) for n in range(4)
        ]

    async def act(self, use, actor, *arguments, **named):
        async with transaction(self.sessions, actor) as session:
            return await use(session, actor, *arguments, **named)

    async def begin(self, quorum):
        new = NewCalibration(
            map_id=self.map.id,
            name=f"Kalibrasi {uuid4().hex[:8]}",
            held_on=date(2026, 2, 3),
            members=[member.id for member in self.members],
            quorum=quorum,
            agenda=[{"box": 5}],
        )
        self.id = (await self.act(service.create, self.owner, new))["id"]
        for member in self.members:
            await self.act(service.attend, member, self.id)
        move = NewMove(
            employee_id=self.person.id,
            to_box=8,
            reason_code="recent_change",
            justification=WHY,
            authoriser_id=self.members[1].id,
        )
        _, proposed = await self.act(service.propose, self.members[0], self.id, move)
        self.move_id = proposed.id

    def vote(self, n):
        ballot = NewVote(vote="approve", reason=SAID)
        return self.act(service.vote, self.members[n], self.id, self.move_id, ballot)

    def authorise(self):
        return self.act(service.authorise, self.members[1], self.id, self.move_id)

    def close(self):
        return self.act(closing.close, self.owner, self.id)

    def related(self, n):
        relation = NewConflict(
            employee_id=self.person.id,
            kind="family",
            reason="Saudara kandung menurut KK",
            since=date(2010, 1, 1),
            actor_id=self.members[n].id,
        )
        auditor = an_actor(Role.AUDITOR, self.agency.id)
        return self.act(conflicts.declare, auditor, relation, now=datetime.now(UTC))

    async def own(self, statement, n):
        async with transaction(self.sessions, self.members[n]) as session:
            return await session.scalar(statement)

    async def count(self, statement, **values):
        everything = Actor(SYSTEM.id, "uji", frozenset(Role) - {Role.KANREG}, None)
        async with transaction(self.sessions, everything) as session:
            return await session.scalar(statement, values)


@pytest.fixture
async def room(postgres, template):
    async with copied(postgres, template) as name:
        engine = engine_for(postgres.url(SERVICE, name), size=8)
        sessions = sessions_of(engine)
        agency, scheme = an_agency(), a_scheme()
        unit = a_unit(agency)
        person, drawn = an_employee(unit), a_map(agency, scheme)
        made = Room(sessions, agency, person, drawn)
        clients = [
            Client(id=m.id, name=m.name, roles=["committee"], agency_id=agency.id)
            for m in made.members
        ]
        async with transaction(sessions, SYSTEM) as session:
            for model in (agency, unit, person, scheme, drawn, *clients):
                session.add(model)
                await session.flush()
            session.add(a_placement(drawn, person, 1, 1, 5, 70))
        yield made
        await engine.dispose()


async def together(*runs):
    done = await asyncio.gather(*runs, return_exceptions=True)
    return [type(run) for run in done if isinstance(run, Exception)]


REVEALED = text(
    "select count(*) from audit_events where kind = 'calibration_move.revealed'"
    " and subject_id = :id"
)
OPENED = text("select count(distinct revealed_at) from calibration_votes where move_id = :id")
CAST = text("select count(*) from calibration_votes where move_id = :id")


async def test_the_last_votes_at_once_open_the_votes_once(room):
    for _ in range(REPEATS):
        await room.begin(quorum=3)
        await room.vote(0)

        refused = await together(room.vote(1), room.vote(2), room.vote(3))

        of_move = {"id": room.move_id}
        assert refused == [VotingOver]
        assert await room.count(CAST, **of_move) == 3
        assert await room.count(REVEALED, **of_move) == 1
        assert await room.count(OPENED, **of_move) == 1


async def test_a_vote_and_a_relation_at_once_leave_no_vote_that_counts(room):
    await room.begin(quorum=3)

    refused = await together(room.vote(2), room.related(2), room.vote(3))

    assert refused in ([], [ConflictOfInterest])
    assert [await room.own(LIVE, n) for n in (2, 3)] == [0, 1]
    counted = text("select counted from calibration_moves where id = :id")
    assert await room.count(counted, id=room.move_id) == 1


async def test_a_closing_and_a_relation_at_once_leave_nothing_standing(room):
    await room.begin(quorum=2)
    await room.vote(2)
    await room.vote(3)
    await room.authorise()

    refused = await together(room.close(), room.related(3))

    assert refused == []
    assert await room.count(STANDING) == 0


async def test_a_vote_and_a_closing_at_once_come_one_after_the_other(room):
    await room.begin(quorum=2)
    await room.vote(2)

    refused = await together(room.vote(3), room.close())

    assert refused in ([], [CalibrationOver])
    kept = text("select move_sha256s ->> cast(:id as text) from calibrations where id = :session")
    assert await room.count(kept, id=str(room.move_id), session=room.id) is not None

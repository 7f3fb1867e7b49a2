"""The engine for real against one that remembers: every step a command on PostgreSQL.

Random routes, people with two accounts, delegates, returns, changes of the content, time that
passes, two who act at once, and raw SQL. Whatever happens: nothing is approved without the
distinct people that its route needs, no approval outlives a change, no request is lost.
"""

import asyncio
from copy import deepcopy
from dataclasses import replace
from typing import ClassVar, NamedTuple
from uuid import uuid4

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app.approvals import workflow
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.approvals.signatures import OwnSigner
from app.core.db import engine_for, sessions_of
from app.core.key_file import KeyFile
from app.core.migrating import SERVICE
from tests.approvals.played import CLAIMED, PUSHED, Played, members_in
from tests.approvals.remembered import CAST, Memory, Stage
from tests.conftest import copied

pytestmark = pytest.mark.committed
EXAMPLES, STEPS = 16, 25
PEOPLE, ANALYSTS = st.integers(0, 6), st.sampled_from(CAST["analyst"])
ROLES = st.sampled_from(["committee", "pyb", "ppk"])
STAGES = st.lists(
    st.builds(
        Stage,
        ROLES,
        st.sampled_from(["any", "all", "count"]),
        st.integers(1, 2),
        st.none() | st.integers(1, 3),
    ),
    min_size=1,
    max_size=3,
)

LEAVES = st.lists(st.tuples(st.integers(0, 5), ROLES, PEOPLE), max_size=6)


class Vote(NamedTuple):
    """What somebody tries at the stage that waits; a turn names one of those who may."""

    person: int
    voice: int
    what: str
    to: int = 0
    turn: int | None = None


VOTES = st.builds(
    Vote,
    PEOPLE,
    PEOPLE,
    st.sampled_from([*["approve"] * 6, "abstain", "return", "reject"]),
    st.integers(0, 3),
    st.integers(-3, 9).map(lambda n: None if n < 0 else n),
)
APPROVALS = st.builds(Vote, PEOPLE, PEOPLE, st.just("approve"), st.just(0), st.integers(0, 9))


def take(stages):
    """Let requests for pools take the route that was drawn."""
    said = tuple(
        workflow.Stage(
            one.role,
            workflow.Rule(one.rule),
            one.needed if one.rule == "count" else 1,
            condition=None
            if one.least is None
            else {"pointer": "/pool/members", "is": "size_at_least", "value": one.least},
        )
        for one in stages
    )
    KINDS[Kind.TALENT_POOL] = replace(KINDS[Kind.TALENT_POOL], route=said)


class Requests(RuleBasedStateMachine):
    """One request after another in one installation; it runs in a thread beside the loop."""

    played: ClassVar[Played]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(60)

    @initialize(stages=STAGES, author=ANALYSTS, leaves=LEAVES)
    def begin(self, stages, author, leaves):
        stages[-1] = stages[-1]._replace(least=None)  # the last stage always applies
        take(stages)
        self.memory = Memory(stages, {author})
        self.run(self.played.begin(author))
        for giver, role, deputy in leaves:
            if (giver, role) not in self.memory.leaves:
                self.let(giver, role, deputy)
        self.check()

    def meant(self, vote):
        """The vote of whoever may give one, where it names a turn and anybody may."""
        able = [(p, v) for v in range(7) for p in range(7) if self.memory.may(p, v)]
        able.sort(key=lambda one: one[0] == one[1])  # first in the place of another
        if vote.turn is None or not able:
            return vote
        person, voice = able[vote.turn % len(able)]
        return vote._replace(person=person, voice=voice)

    def role(self, memory=None):
        memory = memory or self.memory
        return memory.role(memory.stage or 1)

    def sha256(self):
        return self.run(self.played.state())[0].content_sha256

    def under_way(self):
        """A request that somebody can decide on, if its route has the people."""
        if self.memory.status in {"rejected", "void"}:
            self.draft_again(6)
        if self.memory.status in {"draft", "returned"}:
            self.submit(6)

    @rule(author=ANALYSTS)
    def submit(self, author):
        assert self.run(self.played.submit(author)) == self.memory.submit(author)
        self.check()

    @rule(author=ANALYSTS)
    def draft_again(self, author):
        assert self.run(self.played.draft(author)) == self.memory.draft(author)
        self.check()

    @rule(vote=VOTES, stale=st.integers(0, 9).map(lambda n: n == 0))
    def vote(self, vote, stale):
        self.under_way()
        vote = self.meant(vote)
        seen = "0" * 64 if stale else self.sha256()
        done = self.run(self.played.vote(vote, self.role(), seen))
        assert done == (not stale and self.memory.vote(*vote[:4]))
        self.check()

    @rule(one=APPROVALS, other=APPROVALS, members=st.none() | st.integers(1, 4))
    def at_once(self, one, other, members):
        """Two approvals, or an approval and a change: one came first, whichever it was."""
        self.under_way()
        one, other, seen = self.meant(one), self.meant(other), self.sha256()
        first = self.played.vote(one, self.role(), seen)
        changing = members is not None and members != self.memory.members
        second = (
            self.played.change(members) if changing else self.played.vote(other, self.role(), seen)
        )

        async def both():
            return list(await asyncio.gather(first, second))

        at = self.memory.stage
        done = self.run(both())
        there = self.seen()
        for order in ((0, 1), (1, 0)):
            memory, told = deepcopy(self.memory), [False, False]
            for n in order:
                if n == 1 and changing:
                    told[n] = memory.change(members)
                elif memory.stage and self.role(memory) == self.memory.role(at):
                    told[n] = memory.vote(*(one, other)[n][:4])
            if (told, memory.at, memory.votes) == (done, *there):
                self.memory = memory
                break
        else:
            raise AssertionError(f"no order explains {done} and {there}")
        self.check()

    @rule(members=st.integers(1, 4))
    def change(self, members):
        if members != self.memory.members:
            self.run(self.played.change(members))
            self.memory.change(members)
        self.check()

    @rule(author=ANALYSTS)
    def withdraw(self, author):
        assert self.run(self.played.withdraw(author)) == self.memory.withdraw()
        self.check()

    @rule(giver=st.sampled_from(range(6)), deputy=PEOPLE, role=ROLES)
    def delegate(self, giver, deputy, role):
        """Given and accepted; where it was given before, taken back."""
        if (giver, role) in self.memory.leaves:
            self.run(self.played.take_back(giver, role))
            del self.memory.leaves[giver, role]
        else:
            self.let(giver, role, deputy)

    def let(self, giver, role, deputy):
        if giver in CAST[role] and giver != deputy:
            self.run(self.played.delegate(giver, role, deputy))
            self.memory.leaves[giver, role] = deputy

    @rule(days=st.integers(1, 60))
    def time_passes(self, days):
        self.under_way()
        self.run(self.played.time_passes(days))
        self.check()

    @rule(person=PEOPLE, voice=PEOPLE)
    def forge(self, person, voice):
        """What may not be decided cannot be written past the service either."""
        self.under_way()
        if not self.memory.may(person, voice):
            assert not self.run(self.played.forged(person, voice, self.role()))
        self.check()

    @rule(statement=st.sampled_from([PUSHED, CLAIMED]))
    def push(self, statement):
        assert not self.run(self.played.pushed(statement, uuid4().hex))
        self.check()

    def seen(self):
        """Where the request is, and the votes that stand while it is decided or approved."""
        row, live = self.run(self.played.state())
        votes = [
            (
                one.stage,
                self.played.people[one.person_id],
                self.played.people[one.voice_id],
                one.decision,
            )
            for one in live
        ]
        return tuple(row[:3]), votes if row.status in {"submitted", "approved"} else []

    def check(self):
        """Same place, same votes; people distinct; every stage passed has what it needs."""
        row, live = self.run(self.played.state())
        memory = self.memory
        assert tuple(row[:3]) == memory.at, "no request is lost"
        if memory.status not in {"submitted", "approved"}:
            assert memory.status != "void" or not live, "no approval outlives a change"
            return
        people = [one for each in live for one in {each.person_id, each.voice_id}]
        named = [self.played.people[person] for person in people]
        assert len(named) == len(set(named)), "nobody has decided twice, in whose name ever"
        assert not set(named) & memory.authors
        assert {each.content_sha256 for each in live} <= {row.content_sha256}
        assert members_in(row.content) == memory.members
        assert self.seen()[1] == memory.votes
        passed = [n for n in memory.named if memory.status == "approved" or n < memory.stage]
        assert all(memory.satisfied(n) for n in passed)

    def teardown(self):
        for giver, role in list(self.played.given):
            self.run(self.played.take_back(giver, role))


async def test_the_engine_does_what_was_remembered(postgres, template, tmp_path, monkeypatch):
    monkeypatch.setitem(KINDS, Kind.TALENT_POOL, KINDS[Kind.TALENT_POOL])  # and is put back
    async with copied(postgres, template) as name:
        engine = engine_for(postgres.url(SERVICE, name), size=4)
        signer = OwnSigner(KeyFile(tmp_path / "letter.pem", makes_key=True))
        played = Played(sessions_of(engine), signer)
        await played.settle()
        there = {"played": played, "loop": asyncio.get_running_loop()}
        requests = type("RequestsThere", (Requests,), there)
        bounds = settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, database=None, phases=[Phase.generate]
        )
        try:
            await asyncio.to_thread(run_state_machine_as_test, requests, settings=bounds)
        finally:
            await engine.dispose()

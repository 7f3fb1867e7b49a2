"""The engine against a model that remembers everything: random routes, people and orders.

The model keeps the history of a request and works each answer out of it anew. It shares no code
with the engine. Whatever happens: no request is approved without the distinct people that its route
needs, no approval outlives a change, and no request is lost.
"""

from dataclasses import replace
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.approvals.workflow import (
    Action,
    IllegalAction,
    Rule,
    Stage,
    State,
    Status,
    Unstaffed,
    after,
    frozen,
)
from app.core.identity import Role
from tests.approvals.conftest import decide

PEOPLE = range(5)
stages = st.lists(
    st.tuples(
        st.sampled_from(Rule),
        st.integers(1, 2),
        st.frozensets(st.sampled_from(PEOPLE), max_size=4),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


class Vote(NamedTuple):
    """Something that somebody did at a stage of a round."""

    stage: int
    person: int
    what: Action


class Requests(RuleBasedStateMachine):
    """One request, its people, and all that they try."""

    @initialize(drawn=stages)
    def begin(self, drawn):
        self.route = tuple(
            # The last stage always applies, as every route's does.
            Stage("ppk", kind, count, skipped=skipped and n < len(drawn) - 1)
            for n, (kind, count, _, skipped) in enumerate(drawn)
        )
        self.able = [people for _, _, people, _ in drawn]
        self.state, self.submissions = State(), 0
        self.frozen_route = self.route
        self.votes: list[Vote] = []

    def live(self, stage, what):
        return {vote.person for vote in self.votes if (vote.stage, vote.what) == (stage, what)}

    def satisfied(self, n):
        """Whether stage n has what it needs, told from the votes alone."""
        stage = self.frozen_route[n - 1]
        yes, out = self.live(n, Action.APPROVE), self.live(n, Action.ABSTAIN)
        if stage.rule is Rule.ALL:
            return bool(yes) and self.able[n - 1] <= yes | out
        return len(yes) >= (stage.needed if stage.rule is Rule.COUNT else 1)

    def applying(self):
        return [n for n, stage in enumerate(self.frozen_route, 1) if not stage.skipped]

    @rule()
    @precondition(lambda self: self.state.status in {Status.DRAFT, Status.RETURNED})
    def submit(self):
        plain = tuple(
            stage._replace(needed=1) if stage.rule is Rule.ANY else stage for stage in self.route
        )
        try:
            route = frozen(plain, self.able)
        except Unstaffed:
            return
        self.state = after(self.state, Action.SUBMIT, route)
        self.frozen_route, self.votes = route, []
        self.submissions += 1

    @rule(person=st.sampled_from(PEOPLE), what=st.sampled_from([Action.APPROVE, Action.ABSTAIN]))
    @precondition(lambda self: self.state.status is Status.SUBMITTED)
    def vote(self, person, what):
        here = self.state.stage
        if person not in self.able[here - 1] or any(v.person == person for v in self.votes):
            return  # the database refuses whoever was not named or has decided
        self.state = after(self._counted(), what, self.frozen_route)
        self.votes.append(Vote(here, person, what))
        if not self.satisfied(here):
            assert (self.state.status, self.state.stage) == (Status.SUBMITTED, here)
        elif self.state.status is Status.SUBMITTED:
            assert self.state.stage == next(n for n in self.applying() if n > here)

    @rule(to=st.integers(0, 5))
    @precondition(lambda self: self.state.status is Status.SUBMITTED)
    def send_back(self, to):
        here = self.state.stage
        try:
            self.state = after(self._counted(), Action.RETURN, self.frozen_route, to)
        except IllegalAction:
            assert to >= here or to not in self.applying()
            return
        self.votes = [vote for vote in self.votes if vote.stage < to]
        assert self.state.stage == to

    @rule(what=st.sampled_from([Action.CHANGE, Action.WITHDRAW, Action.REJECT]))
    def disturb(self, what):
        before = self.state
        try:
            self.state = after(self._counted(), what, self.frozen_route)
        except IllegalAction:
            assert self.state == before
            return
        if what is not Action.REJECT:
            self.votes = []
            assert self.state.status not in {Status.SUBMITTED, Status.APPROVED}

    def _counted(self):
        here = self.state.stage
        return self.state._replace(
            approvals=len(self.live(here, Action.APPROVE)),
            abstentions=len(self.live(here, Action.ABSTAIN)),
        )

    @invariant()
    def approved_only_by_the_distinct_people_that_the_route_needs(self):
        people = [vote.person for vote in self.votes]
        assert len(people) == len(set(people))
        if self.state.status is Status.APPROVED:
            assert all(self.satisfied(n) for n in self.applying())

    @invariant()
    def never_lost(self):
        """It waits at a stage that applies, or for its requester, or it is over."""
        assert self.state.round == self.submissions
        if self.state.status is Status.SUBMITTED:
            assert self.state.stage in self.applying()
            assert all(self.satisfied(n) for n in self.applying() if n < self.state.stage)
        else:
            assert self.state.stage == 0


Requests.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
test_the_table_agrees_with_the_model = Requests.TestCase

ROLES = (Role.COMMITTEE, Role.PYB, Role.PPK)
routes = st.lists(
    st.builds(
        Stage,
        st.sampled_from([str(role) for role in ROLES]),
        st.sampled_from([Rule.ANY, Rule.COUNT]),
        st.integers(1, 2),
        condition=st.none(),
        skipped=st.just(value=False),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
attempts = st.lists(
    st.tuples(
        st.sampled_from(ROLES),
        st.integers(0, 2),
        st.sampled_from(["approve", "approve", "approve", "abstain", "return", "reject", "change"]),
        st.none() | st.integers(1, 2),
    ),
    min_size=3,
    max_size=10,
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(case=st.tuples(routes, attempts))
async def test_the_service_and_its_database_agree_with_the_model(
    connection, client_for, submitted, execute, pool, case
):
    """Real requests by HTTP; what is true is asked of the answers and of the tables."""
    route, tried = case
    plain = tuple(stage._replace(needed=1) if stage.rule is Rule.ANY else stage for stage in route)
    kept = KINDS[Kind.TALENT_POOL]
    savepoint = await connection.begin_nested()
    KINDS[Kind.TALENT_POOL] = replace(kept, route=plain)
    try:
        clients = {role: [client_for(role) for _ in range(3)] for role in ROLES}
        request = await submitted()
        for role, n, what, to in tried:
            await _try(request, clients[role][n], what, to, execute, pool)
            await _is_true(execute, request["id"])
    finally:
        KINDS[Kind.TALENT_POOL] = kept
        await savepoint.rollback()


async def _try(request, client, what, to, execute, pool):
    if what == "change":
        await execute("update talent_pools set name = name || '.' where id = :id", id=pool.id)
        return
    values = {} if what == "approve" else {"reason": "Uji."}
    if what == "return" and to:
        values["to_stage"] = to
    answer = await decide(client, request, decision=what, **values)
    assert answer.status_code in {201, 403, 409}, answer.text


async def _is_true(execute, request_id):
    [(status, stage, round_)] = await execute(
        "select status, stage, round from approval_requests where id = :id", id=request_id
    )
    stages = await execute(
        "select position, needed from approval_stages where request_id = :id and round = :round",
        id=request_id,
        round=round_,
    )
    votes = await execute(
        """select stage, person_id, decision from approval_decisions
           where request_id = :id and round = :round and voided_at is null""",
        id=request_id,
        round=round_,
    )
    people = [person for _, person, _ in votes]
    assert len(people) == len(set(people))
    passed = {
        position: len({p for s, p, d in votes if s == position and d == "approve"}) >= needed
        for position, needed in stages
    }
    if status == "approved":
        assert all(passed.values())
    elif status == "submitted":
        assert 1 <= stage <= len(stages)
        assert not passed[stage]
        assert all(passed[position] for position in passed if position < stage)
    else:
        assert (status, stage) in {("returned", 0), ("rejected", 0), ("void", 0)}
        if status in {"returned", "void"}:
            assert all(d == "return" or status == "returned" for _, _, d in votes)

"""The engine against a model that remembers everything: random routes, people and orders.

The model keeps the history of a request and works each answer out of it anew. It shares no code
with the engine. Whatever happens: no request is approved without the distinct people that its route
needs, no approval outlives a change, and no request is lost.
"""

from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.approvals.voices import Leave, Said, speaks_for, spent
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
    voice: int
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
        self.leaves: set[tuple[int, int]] = set()

    def live(self, stage, what):
        return {vote.voice for vote in self.votes if (vote.stage, vote.what) == (stage, what)}

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

    @rule(giver=st.sampled_from(PEOPLE), deputy=st.sampled_from(PEOPLE), kept=st.booleans())
    def delegate(self, giver, deputy, kept):
        """Given and accepted, or taken back again."""
        if giver != deputy:
            (self.leaves.add if kept else self.leaves.discard)((giver, deputy))

    def heard(self):
        return {one for vote in self.votes for one in (vote.person, vote.voice)}

    @rule(
        person=st.sampled_from(PEOPLE),
        voice=st.sampled_from(PEOPLE),
        what=st.sampled_from([Action.APPROVE, Action.ABSTAIN]),
    )
    @precondition(lambda self: self.state.status is Status.SUBMITTED)
    def vote(self, person, voice, what):
        here = self.state.stage
        let = speaks_for(
            person,
            self.able[here - 1],
            [Leave(*pair) for pair in self.leaves],
            spent(Said(vote.person, vote.voice) for vote in self.votes),
        )
        may = voice in self.able[here - 1] and not {person, voice} & self.heard()
        assert (voice in let) == (may and (person == voice or (voice, person) in self.leaves))
        if voice not in let:
            return  # the database refuses whoever was not named, has no mandate or has decided
        self.state = after(self._counted(), what, self.frozen_route)
        self.votes.append(Vote(here, person, voice, what))
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
        people = [one for vote in self.votes for one in {vote.person, vote.voice}]
        assert len(people) == len(set(people)), "nobody has decided twice, in whose name ever"
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

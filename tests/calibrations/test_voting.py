"""Quorum, majority and void votes: what can never happen."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calibrations.voting import Ballot, Choice, Outcome, outcome, tally

ballots = st.lists(
    st.builds(
        Ballot,
        st.integers(1, 9).map(lambda n: UUID(int=n)),
        st.sampled_from(Choice),
        st.booleans(),
    ),
    max_size=12,
)
quorums = st.integers(2, 9)
flags = st.booleans()


@given(ballots, quorums, flags, flags)
def test_nothing_stands_without_a_quorum_of_distinct_unconflicted_members(
    cast, quorum, authorised, void
):
    where = outcome(tally(cast, quorum), authorised=authorised, void=void)
    free = {ballot.member for ballot in cast if not ballot.void}

    if where is Outcome.AUTHORISED:
        assert len(free) >= quorum
        assert authorised
        assert not void
    if len(free) < quorum:
        assert where in (Outcome.VOTING, Outcome.VOID)


@given(ballots, quorums)
def test_nothing_is_approved_by_half_or_less(cast, quorum):
    votes = tally(cast, quorum)

    approving = {b.member for b in cast if not b.void and b.choice is Choice.APPROVE}
    assert not votes.approved or 2 * len(approving) > votes.counted


@given(ballots, quorums)
def test_one_more_approval_never_unmakes_a_majority(cast, quorum):
    more = [*cast, Ballot(UUID(int=99), Choice.APPROVE)]

    assert tally(more, quorum).approved or not tally(cast, quorum).approved


@given(ballots, quorums)
def test_a_higher_quorum_never_makes_a_majority(cast, quorum):
    assert tally(cast, quorum).approved or not tally(cast, quorum + 1).approved


@given(ballots.filter(bool), quorums, st.data())
def test_a_void_vote_counts_as_if_it_had_never_been_cast(cast, quorum, data):
    place = data.draw(st.integers(0, len(cast) - 1))
    voided = [*cast[:place], replace(cast[place], void=True), *cast[place + 1 :]]

    assert tally(voided, quorum) == tally(cast[:place] + cast[place + 1 :], quorum)


@given(ballots, quorums)
def test_no_member_counts_twice(cast, quorum):
    assert tally(cast + cast, quorum) == tally(cast, quorum)


A, R, N = Choice.APPROVE, Choice.REJECT, Choice.ABSTAIN


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([A, A], Outcome.VOTING),
        ([A, A, R], Outcome.APPROVED),
        ([A, R, N], Outcome.REJECTED),
        ([A, A, N, N], Outcome.REJECTED),
        ([N, N, N], Outcome.REJECTED),
    ],
    ids=["two of three", "two against one", "one each", "half", "nobody cares"],
)
def test_more_than_half_of_a_quorum_must_approve(choices, expected):
    cast = [Ballot(UUID(int=n), choice) for n, choice in enumerate(choices)]

    assert outcome(tally(cast, 3), authorised=False, void=False) is expected

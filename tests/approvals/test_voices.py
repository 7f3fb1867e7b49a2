"""One voice for whoever steps in and whoever is stepped in for."""

from hypothesis import given
from hypothesis import strategies as st

from app.approvals.voices import Leave, Said, reachable, speaks_for, spent

people = st.integers(0, 4)
groups = st.frozensets(people)
leaves = st.lists(st.builds(Leave, people, people), max_size=6)


@given(st.lists(st.builds(Said, people, people), max_size=4), people, groups, leaves)
def test_who_has_decided_or_was_decided_for_is_heard_no_more(said, person, named, let):
    gone = spent(said)

    assert not speaks_for(person, named, let, gone) & gone
    assert person not in gone or not speaks_for(person, named, let, gone)


@given(people, groups, leaves, groups)
def test_a_leave_reaches_no_further_than_its_deputy(person, named, let, gone):
    for giver in speaks_for(person, named, let, gone) - {person}:
        assert Leave(giver, person) in let


@given(groups, leaves, groups, groups)
def test_somebody_is_reachable_when_anybody_present_may_speak_for_them(named, let, away, gone):
    heard = {
        voice
        for person in range(5)
        for voice in speaks_for(person, named, let, gone)
        if person != voice or person not in away
    }

    assert reachable(named, [one for one in let if one.giver != one.deputy], away, gone) == {
        voice
        for voice in heard
        if voice not in away or any(x.giver == voice != x.deputy for x in let)
    }

"""The table of transitions, tried in every order."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.approvals import workflow
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.approvals.workflow import (
    EDITABLE,
    FINAL,
    TRANSITIONS,
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

stages = st.builds(
    Stage,
    st.sampled_from(["committee", "pyb", "ppk"]),
    st.just(Rule.COUNT),
    st.integers(1, 4),
    condition=st.none(),
    skipped=st.just(value=False),
)
routes = st.lists(stages, min_size=1, max_size=4).map(tuple)
actions = st.lists(st.sampled_from(Action), max_size=30)


def walk(actions, route):
    """Every state that these actions lead through; illegal ones change nothing."""
    state = State()
    yield None, state
    for action in actions:
        try:
            state = after(state, action, route)
        except IllegalAction:
            continue
        yield action, state


@given(actions, routes)
def test_a_stage_waits_exactly_while_a_request_is_submitted(actions, route):
    for _, state in walk(actions, route):
        assert (state.status is Status.SUBMITTED) == (1 <= state.stage <= len(route))


@given(actions, routes)
def test_only_an_approval_approves_and_only_with_all_that_the_route_needs(actions, route):
    approvals = 0
    for action, state in walk(actions, route):
        if action is Action.APPROVE:
            approvals += 1
        elif action is not Action.ABSTAIN:
            approvals = 0
        if state.status is Status.APPROVED:
            assert action is Action.APPROVE
            assert approvals == sum(stage.needed for stage in route)


@given(actions, routes)
def test_a_final_status_is_left_by_nothing(actions, route):
    statuses = [state.status for _, state in walk(actions, route)]
    for status, later in pairwise(statuses):
        assert status not in FINAL or later is status


@given(actions, routes)
def test_rounds_count_submissions(actions, route):
    submissions = 0
    for action, state in walk(actions, route):
        submissions += action is Action.SUBMIT
        assert state.round == submissions


@given(actions, routes)
def test_a_change_leaves_no_approval_standing(actions, route):
    for action, state in walk(actions, route):
        if action is Action.CHANGE:
            assert state.approvals == 0
            assert state.status not in {Status.SUBMITTED, Status.APPROVED}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", Action)
def test_what_the_table_does_not_name_is_refused(status, action):
    route = (Stage("ppk"),)
    state = State(status, round=1, stage=int(status is Status.SUBMITTED))

    if (status, action) in TRANSITIONS:
        assert after(state, action, route).status is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalAction):
            after(state, action, route)


def test_content_may_be_edited_where_a_change_changes_no_status():
    assert {
        status for status in Status if TRANSITIONS.get((status, Action.CHANGE)) is status
    } == EDITABLE


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_route_that_its_people_can_walk(kind):
    route = frozen(KINDS[kind].route, [{stage.role} for stage in KINDS[kind].route])

    state = after(State(), Action.SUBMIT, route)
    for _ in route:
        assert state.status is Status.SUBMITTED
        state = after(state, Action.APPROVE, route)

    assert state == State(Status.APPROVED, round=1)


people = st.lists(st.frozensets(st.integers(0, 6)), min_size=4, max_size=4)


def enough(route, people):
    """By trying everything: whether distinct people could give every approval."""
    slots = [n for n, stage in enumerate(route) for _ in range(stage.needed)]

    def placed(at, left):
        return at == len(slots) or any(
            placed(at + 1, left - {person}) for person in people[slots[at]] & left
        )

    return placed(0, frozenset(range(7)))


@given(st.lists(st.integers(1, 2), min_size=1, max_size=4), people)
def test_a_route_is_frozen_exactly_where_distinct_people_can_walk_it(counts, people):
    route = tuple(Stage("ppk", Rule.COUNT, needed) for needed in counts)
    there = people[: len(route)]

    if enough(route, there):
        assert frozen(route, there) == route
    else:
        with pytest.raises(Unstaffed):
            frozen(route, there)


def test_a_stage_of_all_needs_as_many_as_hold_the_role_when_it_is_frozen():
    assert frozen((Stage("committee", Rule.ALL),), [range(5)])[0].needed == 5
    with pytest.raises(Unstaffed):
        frozen((Stage("committee", Rule.ALL),), [()])


def test_one_person_does_not_staff_two_stages():
    two = (Stage("committee"), Stage("pyb"))

    with pytest.raises(Unstaffed) as short:
        frozen(two, [{"dewi"}, {"dewi"}])

    assert short.value.position == 2
    assert frozen(two, [{"dewi", "budi"}, {"dewi"}]) == two


def test_who_abstains_is_no_approval():
    route = (Stage("committee", Rule.ALL, 2), Stage("ppk"))
    state = after(State(), Action.SUBMIT, route)

    one = after(state, Action.ABSTAIN, route)
    both = after(one, Action.ABSTAIN, route)
    passed = after(one, Action.APPROVE, route)

    assert (one.stage, both.stage, passed.stage) == (1, 1, 2)


def test_skipped_stages_are_neither_entered_nor_returned_to():
    route = (
        Stage("pyb", skipped=True),
        Stage("committee"),
        Stage("pyb", skipped=True),
        Stage("ppk"),
    )
    first = after(State(), Action.SUBMIT, route)
    second = after(first, Action.APPROVE, route)

    assert (first.stage, second.stage) == (2, 4)
    assert after(second, Action.RETURN, route, to=2).stage == 2
    for to in (1, 3, 4, 9, -1):
        with pytest.raises(IllegalAction):
            after(second, Action.RETURN, route, to)


def test_the_module_knows_no_clock():
    assert not {"datetime", "time", "date"} & set(vars(workflow))

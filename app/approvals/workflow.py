"""The life of an approval request: statuses, actions, and the table of what leads where. Pure.

Nothing here knows the clock: no request is ever approved by silence.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple


class Status(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    APPROVED = "approved"
    VOID = "void"


class Action(StrEnum):
    """What happens to a request. `change` is a change of its content, by whomever.

    `abstain` is for a conflict of interest: it takes the person out of the stage, and never counts
    as an approval. `withdraw` is the requester's.
    """

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    ABSTAIN = "abstain"
    WITHDRAW = "withdraw"
    CHANGE = "change"


class Rule(StrEnum):
    """How many of a stage's people must approve: one, every one, or a stated number."""

    ANY = "any"
    ALL = "all"
    COUNT = "count"


class Place(StrEnum):
    """Where a stage's people are: in the agency, in its regional office of BKN, in BKN."""

    AGENCY = "agency"
    REGION = "region"
    BKN = "bkn"


PLACES: Mapping[str, Place] = {"kanreg": Place.REGION, "bkn": Place.BKN}
"""Roles that are played outside the agency."""


class Stage(NamedTuple):
    """One step of a route: so many approvals (`needed`) of people who hold `role`."""

    role: str
    rule: Rule = Rule.ANY
    needed: int = 1
    name: str = ""
    days: int = 5
    """Working days that it is given."""
    condition: Mapping[str, Any] | None = None
    """When it applies (`conditions`); None is always."""
    skipped: bool = False
    """Whether, in the round that it is frozen for, its condition does not hold."""
    escalates_to: str | None = None
    """The role that is told when it is overdue; None leaves it to the route (`deadlines.above`)."""

    @property
    def place(self) -> Place:
        """Where its people are."""
        return PLACES.get(self.role, Place.AGENCY)


Route = tuple[Stage, ...]

# An approval that does not complete its route stays `submitted`, as does a return to an earlier
# stage; see `after`.
TRANSITIONS: dict[tuple[Status, Action], Status] = {
    (Status.DRAFT, Action.CHANGE): Status.DRAFT,
    (Status.DRAFT, Action.SUBMIT): Status.SUBMITTED,
    (Status.SUBMITTED, Action.APPROVE): Status.APPROVED,
    (Status.SUBMITTED, Action.ABSTAIN): Status.SUBMITTED,
    (Status.SUBMITTED, Action.RETURN): Status.RETURNED,
    (Status.SUBMITTED, Action.WITHDRAW): Status.RETURNED,
    (Status.SUBMITTED, Action.REJECT): Status.REJECTED,
    (Status.SUBMITTED, Action.CHANGE): Status.RETURNED,
    (Status.RETURNED, Action.CHANGE): Status.RETURNED,
    (Status.RETURNED, Action.SUBMIT): Status.SUBMITTED,
    (Status.APPROVED, Action.CHANGE): Status.VOID,
}

FINAL = frozenset({Status.REJECTED, Status.VOID})
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})


class State(NamedTuple):
    """A request as the table sees it.

    `round` counts submissions; `stage` is the one that waits (1 is the first; 0 when none waits);
    `approvals` and `abstentions` are the live ones of that stage.
    """

    status: Status = Status.DRAFT
    round: int = 0
    stage: int = 0
    approvals: int = 0
    abstentions: int = 0


class IllegalAction(Exception):
    """The table has no such transition."""

    def __init__(self, status: Status, action: Action) -> None:
        super().__init__(f"a request that is {status} cannot {action}")
        self.status = status
        self.action = action


class Unstaffed(Exception):
    """A stage could never be passed: too few distinct people are there to decide."""

    def __init__(self, stage: Stage, position: int) -> None:
        super().__init__(f"too few hold the role {stage.role}")
        self.stage = stage
        self.position = position


def frozen(route: Route, people: Sequence[Collection[Hashable]]) -> Route:
    """The route with its counts fixed, as it will stand for one round whoever joins or leaves.

    `people` are those who may decide at each stage. Nobody decides twice in a round, so as many
    distinct people must be there as all stages need together, each at a stage of theirs; otherwise
    `Unstaffed` names the first stage that could not be passed.
    """
    stages: list[Stage] = []
    for stage, there in zip(route, people, strict=True):
        needed = len(set(there)) if stage.rule is Rule.ALL else stage.needed
        if not stage.skipped and needed < 1:
            raise Unstaffed(stage, len(stages) + 1)
        stages.append(stage._replace(needed=max(needed, 1)))
    short = first_short(stages, people)
    if short:
        raise Unstaffed(stages[short - 1], short)
    return tuple(stages)


def first_short(stages: Sequence[Stage], people: Sequence[Collection[Hashable]]) -> int:
    """The first stage for which no distinct people are left, or 0 where there are enough.

    A matching of people to approvals, found by augmenting paths.
    """
    taken: dict[Hashable, int] = {}

    def placed(at: int, tried: set[Hashable]) -> bool:
        for person in people[at]:
            if person in tried:
                continue
            tried.add(person)
            if person not in taken or placed(taken[person], tried):
                taken[person] = at
                return True
        return False

    for at, stage in enumerate(stages):
        if not stage.skipped and not all(placed(at, set()) for _ in range(stage.needed)):
            return at + 1
    return 0


def passed(stage: Stage, approvals: int, abstentions: int = 0) -> bool:
    """Whether a stage has the approvals that it needs; abstentions make `all` fewer, never none."""
    needed = stage.needed - abstentions if stage.rule is Rule.ALL else stage.needed
    return approvals >= max(1, needed)


def after(state: State, action: Action, route: Route, to: int = 0) -> State:
    """The state that `action` leads to; raises `IllegalAction` where the table has nothing.

    `to` is the stage that a return goes back to; 0 is the requester.
    """
    status = TRANSITIONS.get((state.status, action))
    if status is None:
        raise IllegalAction(state.status, action)
    if action is Action.SUBMIT:
        return State(status, state.round + 1, stage=next_stage(route, 0))
    if action is Action.APPROVE:
        return _onward(state._replace(approvals=state.approvals + 1), route)
    if action is Action.ABSTAIN:
        return _onward(state._replace(abstentions=state.abstentions + 1), route)
    if action is Action.RETURN and to:
        if not 1 <= to < state.stage or route[to - 1].skipped:
            raise IllegalAction(state.status, action)
        return State(state.status, state.round, stage=to)
    if status is state.status:
        return state
    return State(status, state.round)


def next_stage(route: Route, stage: int) -> int:
    """The first stage after this one that is not skipped; 0 when there is none."""
    ahead = enumerate(route[stage:], start=stage + 1)
    return next((position for position, one in ahead if not one.skipped), 0)


def _onward(state: State, route: Route) -> State:
    if not passed(route[state.stage - 1], state.approvals, state.abstentions):
        return state
    following = next_stage(route, state.stage)
    if following:
        return State(state.status, state.round, stage=following)
    return State(Status.APPROVED, state.round)

"""The life of an approval request: statuses, actions, and the table of what leads where. Pure.

Nothing here knows the clock: no request is ever approved by silence.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    APPROVED = "approved"
    VOID = "void"


class Action(StrEnum):
    """What happens to a request. `change` is a change of its content, by whomever."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    CHANGE = "change"


class Rule(StrEnum):
    """How many holders of a stage's role must approve: one, every one, or a stated number."""

    ANY = "any"
    ALL = "all"
    COUNT = "count"


class Stage(NamedTuple):
    """One step of a route: so many approvals (`needed`) of people who hold `role`."""

    role: str
    rule: Rule = Rule.ANY
    needed: int = 1


Route = tuple[Stage, ...]

# An approval that does not complete its route stays `submitted`; see `after`.
TRANSITIONS: dict[tuple[Status, Action], Status] = {
    (Status.DRAFT, Action.CHANGE): Status.DRAFT,
    (Status.DRAFT, Action.SUBMIT): Status.SUBMITTED,
    (Status.SUBMITTED, Action.APPROVE): Status.APPROVED,
    (Status.SUBMITTED, Action.RETURN): Status.RETURNED,
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
    `approvals` are the live approvals that stage has.
    """

    status: Status = Status.DRAFT
    round: int = 0
    stage: int = 0
    approvals: int = 0


class IllegalAction(Exception):
    """The table has no such transition."""

    def __init__(self, status: Status, action: Action) -> None:
        super().__init__(f"a request that is {status} cannot {action}")
        self.status = status
        self.action = action


class Unstaffed(Exception):
    """A stage asks for everybody who holds its role, and nobody does: it could never be passed."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(f"nobody holds the role {stage.role}")
        self.stage = stage


def frozen(route: Route, holders: Mapping[str, int]) -> Route:
    """The route with its counts fixed, as it will stand for one round whoever joins or leaves.

    `holders` says how many hold each role now; it matters to the stages that ask for all of them.
    """
    stages = []
    for stage in route:
        needed = holders.get(stage.role, 0) if stage.rule is Rule.ALL else stage.needed
        if needed < 1:
            raise Unstaffed(stage)
        stages.append(stage._replace(needed=needed))
    return tuple(stages)


def after(state: State, action: Action, route: Route) -> State:
    """The state that `action` leads to; raises `IllegalAction` where the table has nothing."""
    status = TRANSITIONS.get((state.status, action))
    if status is None:
        raise IllegalAction(state.status, action)
    if action is Action.SUBMIT:
        return State(status, state.round + 1, stage=1)
    if action is Action.APPROVE:
        return _approved(state, route)
    if status is state.status:
        return state
    return State(status, state.round)


def _approved(state: State, route: Route) -> State:
    approvals = state.approvals + 1
    if approvals < route[state.stage - 1].needed:
        return state._replace(approvals=approvals)
    if state.stage < len(route):
        return state._replace(stage=state.stage + 1, approvals=0)
    return State(Status.APPROVED, state.round)

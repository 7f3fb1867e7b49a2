"""What a kind has recorded on the way of a request, beside decisions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from app.core.errors import Fault
from app.core.identity import Role

Said = Mapping[str, Any]


class Record(NamedTuple):
    """One thing that was recorded, by whom and when."""

    step: str
    said: Said
    actor_name: str
    recorded_at: datetime


Records = Sequence[Record]


class Given(NamedTuple):
    """Something that is to be recorded, and what it is held against."""

    said: Said
    content: Mapping[str, Any]
    records: Records
    """Everything recorded in the round before, in its order."""
    today: date


def nothing_wrong(_given: Given) -> list[Fault]:
    """Whatever its schema lets through."""
    return []


def settled(_given: Given) -> bool:
    """Recorded is done."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """A kind of record."""

    roles: frozenset[Role]
    """Who records it."""
    stage: str | None
    """The role whose stage waits meanwhile; None: after the approval."""
    after: str | None = None
    """What must have been settled before."""
    repeats: bool = False
    """Whether it may be recorded more than once in a round."""
    faults: Callable[[Given], list[Fault]] = nothing_wrong
    """What is wrong with what is said."""
    settles: Callable[[Given], bool] = settled
    """Whether the step is done with this record; a stage that requires it passes only then."""

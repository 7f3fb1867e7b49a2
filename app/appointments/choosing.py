"""What a proposal may hold and where it may go: names, ranks, deviations and states. Pure.

At most three names go to the PPK, who decides and gives a reason when not choosing the first
(PermenPANRB 15/2019 for JPT: three candidates to the PPK; UU 20/2023 article 30: the PPK appoints;
PermenPANRB 3/2020: a suksesor comes from the kelompok rencana suksesi).
"""

from collections.abc import Hashable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from app.talent_pools.retirement import months_later

MOST_NAMES = 3
OUTCOME_MONTHS = (6, 12)
SHORTEST_EXPLANATION = 50
"""Letters that the explanation of a deviation has at least."""


class State(StrEnum):
    """How far a proposal is."""

    PROPOSED = "proposed"
    """It waits for the PPK's choice."""
    DEVIATION_PENDING = "deviation_pending"
    """Somebody else than rank 1 was chosen; the second signature is missing."""
    CHOSEN = "chosen"
    """The choice holds."""
    APPOINTED = "appointed"
    """The decree (SK) is on record."""
    WITHDRAWN = "withdrawn"
    """It was taken back, with a reason."""


class DeviationReason(StrEnum):
    """Why somebody else than rank 1 was chosen; the explanation says the rest."""

    COMPETENCE_FOR_POST = "competence_for_post"
    """A competence that the post needs and the scheme does not measure."""
    INTERVIEW = "interview"
    """The interview or the assessment for this post."""
    DECLINED = "declined"
    """Whoever stood above declined."""
    NEEDED_ELSEWHERE = "needed_elsewhere"
    """Whoever stood above is needed in the present post."""
    INTEGRITY = "integrity"
    """Something known of whoever stood above that bears on integrity, on file."""
    CONTINUITY = "continuity"
    """A task under way in the unit of the post."""


FOLLOWS: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.DEVIATION_PENDING, State.CHOSEN, State.WITHDRAWN}),
    State.DEVIATION_PENDING: frozenset({State.CHOSEN, State.WITHDRAWN}),
    State.CHOSEN: frozenset({State.APPOINTED, State.WITHDRAWN}),
    State.APPOINTED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""Where each state may go; the database holds the same table."""

Key = TypeVar("Key", bound=Hashable)


class Place(NamedTuple):
    """Where an eligible candidate stands: by the pool's ranking, and among the eligible."""

    employee_id: str
    pool_rank: int
    rank: int


def among_eligible(pool_ranks: Sequence[int]) -> list[int]:
    """Return the rank of each among the eligible, given their ranks in the pool, best first.

    Who shares a rank in the pool shares it here, and the next rank is left out (1, 2, 2, 4).
    """
    ranks: list[int] = []
    for n, pool_rank in enumerate(pool_ranks):
        tied = n > 0 and pool_ranks[n - 1] == pool_rank
        ranks.append(ranks[-1] if tied else n + 1)
    return ranks


def deviates(rank: int) -> bool:
    """Whether choosing this rank needs a reason; whoever shares rank 1 is rank 1."""
    return rank > 1


def after_choice(rank: int) -> State:
    """The state of a proposal once somebody of this rank was chosen."""
    return State.DEVIATION_PENDING if deviates(rank) else State.CHOSEN


def twice(names: Sequence[Key]) -> list[int]:
    """The places (from 0) at which somebody is named again."""
    return [n for n, name in enumerate(names) if name in names[:n]]


def outcome_due(effective_on: date, month: int) -> date:
    """The first day on which the outcome after so many months can be told."""
    return months_later(effective_on, month)

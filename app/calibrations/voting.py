"""When a move is decided and when it stands: quorum, majority, void votes. Pure.

The database decides by the same rules (migration 0017); this is their specification.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Choice(StrEnum):
    """What a member says to a move."""

    APPROVE = "approve"
    REJECT = "reject"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """Where a move stands."""

    VOTING = "voting"
    """Fewer votes count than the quorum: members may vote."""
    REJECTED = "rejected"
    """A quorum voted and the majority did not approve."""
    APPROVED = "approved"
    """The majority approved; it waits for its authoriser."""
    AUTHORISED = "authorised"
    """Approved and authorised: it stands."""
    VOID = "void"
    """A relation of the proposer or authoriser to the person became known."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote that was cast."""

    member: UUID
    choice: Choice
    void: bool = False
    """Whether a relation of the member to the person undid it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes that count: of distinct members, none of them void."""

    counted: int
    approvals: int
    quorum: int

    @property
    def quorate(self) -> bool:
        """Whether enough members voted."""
        return self.counted >= self.quorum

    @property
    def approved(self) -> bool:
        """Whether a quorum voted and more than half of it approved; who abstains does not."""
        return self.quorate and 2 * self.approvals > self.counted


def tally(ballots: Iterable[Ballot], quorum: int) -> Tally:
    """Count votes; of several by one member none but the first counts."""
    first: dict[UUID, Ballot] = {}
    for ballot in ballots:
        if not ballot.void:
            first.setdefault(ballot.member, ballot)
    approvals = sum(ballot.choice is Choice.APPROVE for ballot in first.values())
    return Tally(len(first), approvals, quorum)


def outcome(votes: Tally, *, authorised: bool, void: bool) -> Outcome:
    """Where a move stands; only AUTHORISED moves anybody."""
    if void:
        return Outcome.VOID
    if not votes.quorate:
        return Outcome.VOTING
    if not votes.approved:
        return Outcome.REJECTED
    return Outcome.AUTHORISED if authorised else Outcome.APPROVED

"""A request as somebody remembers it who saw everything; shares no code with the engine."""

from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

CAST = {"committee": (0, 1, 2), "pyb": (1, 3), "ppk": (2, 4, 5), "analyst": (5, 6)}
"""Who holds which role: some hold two, with an account for each."""


class Stage(NamedTuple):
    """A stage as it was drawn; `least` members are needed for it to apply."""

    role: str
    rule: str
    needed: int
    least: int | None


class Vote(NamedTuple):
    """What somebody did: at which stage, in person and for whom."""

    stage: int
    person: int
    voice: int
    what: str


@dataclass
class Memory:
    """Status, round, stage, votes that stand, and who may step in for whom."""

    route: list[Stage]
    authors: set[int]
    status: str = "draft"
    round: int = 0
    stage: int = 0
    members: int = 1
    votes: list[Vote] = field(default_factory=list)
    named: dict[int, set[int]] = field(default_factory=dict)
    """The people of each stage that applies."""
    leaves: dict[tuple[int, str], int] = field(default_factory=dict)

    @property
    def at(self) -> tuple[str, int, int]:
        return self.status, self.round, self.stage

    def role(self, stage: int) -> str:
        return self.route[stage - 1].role

    def needed(self, stage: int) -> int:
        drawn = self.route[stage - 1]
        if drawn.rule == "all":
            return len(self.named[stage])
        return drawn.needed if drawn.rule == "count" else 1

    def draft(self, author: int) -> bool:
        if self.status not in {"rejected", "void"}:
            return False
        self.status, self.round, self.stage = "draft", 0, 0
        self.authors, self.votes = {author}, []
        return True

    def submit(self, author: int) -> bool:
        if self.status not in {"draft", "returned"}:
            return False
        hands = self.authors | {author}
        before = self.named
        self.named = {
            n: set(CAST[one.role]) - hands
            for n, one in enumerate(self.route, 1)
            if one.least is None or self.members >= one.least
        }
        if not self.staffed():
            self.named = before
            return False
        self.authors, self.votes = hands, []
        self.status, self.round, self.stage = "submitted", self.round + 1, min(self.named)
        return True

    def staffed(self) -> bool:
        """Any stages together have as many different people as they need (Hall's theorem)."""
        stages = list(self.named)
        return all(self.named.values()) and all(
            len(set().union(*(self.named[n] for n in some))) >= sum(map(self.needed, some))
            for size in range(1, len(stages) + 1)
            for some in combinations(stages, size)
        )

    def may(self, person: int, voice: int) -> bool:
        """Whether somebody may give a voice now."""
        if self.status != "submitted" or voice not in self.named[self.stage]:
            return False
        heard = {one for vote in self.votes for one in (vote.person, vote.voice)}
        let = person == voice or self.leaves.get((voice, self.role(self.stage))) == person
        return let and not {person, voice} & (heard | self.authors)

    def vote(self, person: int, voice: int, what: str, to: int = 0) -> bool:
        if not self.may(person, voice):
            return False
        if what == "return":
            return self.back(to)
        if what == "reject":
            self.status, self.stage = "rejected", 0
            return True
        self.votes.append(Vote(self.stage, person, voice, what))
        if self.satisfied(self.stage):
            ahead = [n for n in self.named if n > self.stage]
            self.stage = min(ahead, default=0)
            self.status = "submitted" if ahead else "approved"
        return True

    def back(self, to: int) -> bool:
        if to and (to >= self.stage or to not in self.named):
            return False
        self.votes = [vote for vote in self.votes if vote.stage < to]
        self.status, self.stage = ("submitted", to) if to else ("returned", 0)
        return True

    def satisfied(self, stage: int) -> bool:
        yes = {one.voice for one in self.votes if one[0::3] == (stage, "approve")}
        out = {one.voice for one in self.votes if one[0::3] == (stage, "abstain")}
        if self.route[stage - 1].rule == "all":
            return bool(yes) and self.named[stage] <= yes | out
        return len(yes) >= self.needed(stage)

    def change(self, members: int) -> bool:
        """The pool has other members: what was decided is void."""
        self.members = members
        if self.status in {"submitted", "approved"}:
            self.status = "returned" if self.status == "submitted" else "void"
            self.stage, self.votes = 0, []
        return True

    def withdraw(self) -> bool:
        if self.status != "submitted":
            return False
        self.status, self.stage, self.votes = "returned", 0, []
        return True

"""The order that several rankings come to: by mean rank, ties shared (1, 2, 2, 4). Pure.

Every ranking counts the same and names every candidate once, so the mean rank orders them as the
Borda count does. Whose mean is equal shares the rank: nothing breaks a tie, least of all chance.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import NamedTuple


class Agreed(NamedTuple):
    """Where a candidate stands by all rankings together."""

    pseudonym: str
    rank: int
    mean: Fraction

    @property
    def shown(self) -> str:
        """The mean with two decimals, half up; ranks are compared exactly."""
        whole, hundredths = divmod(floor(self.mean * 100 + Fraction(1, 2)), 100)
        return f"{whole}.{hundredths:02}"


def agreed(rankings: Sequence[Sequence[str]]) -> list[Agreed]:
    """The agreed order of rankings, each from best to last; none make none."""
    if not rankings:
        return []
    means = {
        name: Fraction(sum(one.index(name) + 1 for one in rankings), len(rankings))
        for name in rankings[0]
    }
    return [
        Agreed(name, 1 + sum(other < mean for other in means.values()), mean)
        for name, mean in sorted(means.items(), key=lambda item: (item[1], item[0]))
    ]


def faults(ranking: Sequence[str], candidates: Sequence[str]) -> list[tuple[int | None, str]]:
    """What is wrong with a ranking: place and code; without a place, somebody is missing."""
    known, seen, found = set(candidates), set[str](), list[tuple[int | None, str]]()
    for place, name in enumerate(ranking):
        if name not in known:
            found.append((place, "pseudonym-unknown"))
        elif name in seen:
            found.append((place, "pseudonym-twice"))
        seen.add(name)
    if known - seen:
        found.append((None, "candidate-missing"))
    return found

"""The smallest change in somebody's own power that reaches a better box, or why none does. Pure.

*Better* is a cell with no level lower and one higher; from no cell, any. *Smallest* is, in this
order: the fewest levers; the fewest steps on their ladders together; the fewer steps on the harder
levers. Scores are then narrowed down to the hundredth. Along a ladder no leaf falls, and so no axis
with the same leaves present: of a set of levers all on their highest rungs decides whether the set
can do it, and the lowest rung that does is found by halving. What is found is scored again by the
rules themselves, and every smaller step is shown to fall short; otherwise nothing is answered.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from app.scoring_schemes.readings import Reading, read
from app.scoring_schemes.scheme import Axis, Leaf, Node
from app.scoring_schemes.scoring import Scores, score, score_by
from app.simulations.ladders import FINE, SCORES, Person, Rung, changed, ladder, stands_at
from app.simulations.levers import Lever, lever_of
from app.talent_maps.nine_box import Cell

Rungs = Mapping[Lever, Rung]
Steps = Mapping[Lever, int]
"""How many rungs of its ladder each lever is moved."""


class Change(NamedTuple):
    """A lever moved."""

    lever: Lever
    before: Rung | None
    """Where it stands; None when nothing is known."""
    after: Rung
    steps: int
    """How many rungs of its ladder."""
    years: tuple[int, ...]
    """The years whose facts change, where the scheme counts years."""


class Found(NamedTuple):
    """A change that does it, and that no smaller one does."""

    before: Scores
    after: Scores
    changes: tuple[Change, ...]
    smaller_steps_tried: int


class Impossible(NamedTuple):
    """No set of levers does it, each on its highest rung."""

    before: Scores
    reachable: Scores
    """The best that levers reach together."""


class Unverified(Exception):
    """What the search found is not what the rules say: a fault of ours, never an answer."""


def cell_of(scores: Scores) -> Cell | None:
    """Where scores put a person; None without a score on an axis."""
    performance, potential = scores.performance.level, scores.potential.level
    return None if performance is None or potential is None else Cell(performance, potential)


def is_better(cell: Cell, than: Cell | None) -> bool:
    """No level lower, one higher; anything is better than no cell."""
    return than is None or (
        cell != than and cell.performance >= than.performance and cell.potential >= than.potential
    )


def search(person: Person, wanted: Cell | None = None) -> Found | Impossible:
    """The smallest change that reaches `wanted` or better; or any better cell, if none is given."""
    return _Search(person, score(*person), wanted).run()


@dataclass
class _Search:
    """One search; each leaf is read once for each rung of its lever."""

    person: Person
    before: Scores
    wanted: Cell | None
    ladders: dict[Lever, list[Rung]] = field(default_factory=dict)
    _readings: dict[tuple[int, Rung | None], Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ladders = ((lever, ladder(self.person, lever)) for lever in Lever)
        self.ladders = {lever: rungs for lever, rungs in ladders if rungs}

    def run(self) -> Found | Impossible:
        best = self.before
        for size in range(1, len(self.ladders) + 1):
            found: list[Steps] = []
            for levers in combinations(self.ladders, size):
                top = self.scored({lever: self.ladders[lever][-1] for lever in levers})
                best = max(best, top, key=_worth)
                if self.reaches(top):
                    found += self.climbs(sorted(levers, key=lambda one: len(self.ladders[one])), {})
            if found:
                return self.verified(self.narrowed(min(found, key=_cost)))
        return Impossible(self.before, best)

    def climbs(self, levers: Sequence[Lever], fixed: Steps) -> Iterator[Steps]:
        """Steps on the levers that do it; the last lever takes as few as can be."""
        lever, *others = levers
        taken = range(1, len(self.ladders[lever]) + 1)
        if not others:
            fewest = bisect_left(taken, x=True, key=lambda n: self.does({**fixed, lever: n}))
            if fewest < len(taken):
                yield {**fixed, lever: taken[fewest]}
            return
        highest = {other: len(self.ladders[other]) for other in others}
        for n in taken:
            if self.does({**fixed, lever: n, **highest}):
                yield from self.climbs(others, {**fixed, lever: n})

    def narrowed(self, steps: Steps) -> tuple[Steps, Rungs]:
        """The rungs of steps, scores among them lowered as far as they still do it, in order."""
        rungs = self.at({lever: steps[lever] for lever in Lever if lever in steps})
        for lever in SCORES:
            if lever not in steps:
                continue
            below = self.below(lever, steps[lever])
            units = range(below + 1, _units(rungs[lever]) + 1)
            fewest = bisect_left(
                units, x=True, key=lambda n: self.reaches(self.scored({**rungs, lever: n * FINE}))
            )
            rungs = {**rungs, lever: units[fewest] * FINE}
        return steps, rungs

    def verified(self, narrowed: tuple[Steps, Rungs]) -> Found:
        """What was found, once the rules say the same and every smaller step falls short."""
        steps, rungs = narrowed
        after = score(self.person.scheme, changed(self.person, rungs), self.person.as_of)
        if not self.reaches(after) or _outcome(after) != _outcome(self.scored(rungs)):
            raise Unverified(rungs)
        tried = 0
        for lever in rungs:
            for fewer in self.smaller(lever, steps[lever], rungs):
                facts = changed(self.person, fewer)
                if self.reaches(score(self.person.scheme, facts, self.person.as_of)):
                    raise Unverified(fewer)
                tried += 1
        changes = (self.change(lever, rungs[lever], steps[lever]) for lever in rungs)
        return Found(self.before, after, tuple(changes), tried)

    def smaller(self, lever: Lever, steps: int, rungs: Rungs) -> Iterator[Rungs]:
        """The same with one lever left alone, or on any lower rung, or a hundredth lower."""
        yield {other: rung for other, rung in rungs.items() if other is not lever}
        for rung in self.ladders[lever][: steps - 1]:
            yield {**rungs, lever: rung}
        if lever in SCORES and _units(rungs[lever]) - 1 > self.below(lever, steps):
            yield {**rungs, lever: Decimal(rungs[lever]) - FINE}

    def change(self, lever: Lever, rung: Rung, steps: int) -> Change:
        years = tuple(self.person.years(lever))
        return Change(lever, stands_at(self.person, lever), rung, steps, years)

    def below(self, lever: Lever, steps: int) -> int:
        """Where a score stands before its last step, in hundredths; less than 0 for none."""
        if steps > 1:
            return _units(self.ladders[lever][steps - 2])
        stands = stands_at(self.person, lever)
        return -1 if stands is None else _units(stands)

    def at(self, steps: Steps) -> Rungs:
        return {lever: self.ladders[lever][n - 1] for lever, n in steps.items()}

    def does(self, steps: Steps) -> bool:
        return self.reaches(self.scored(self.at(steps)))

    def reaches(self, scores: Scores) -> bool:
        """Whether scores are in the cell that is wanted or above it; higher scores then are too."""
        cell = cell_of(scores)
        if cell is None:
            return False
        if self.wanted is None:
            return is_better(cell, cell_of(self.before))
        return cell == self.wanted or is_better(cell, self.wanted)

    def scored(self, rungs: Rungs) -> Scores:
        """The scores with levers on rungs."""

        def reader(_: Axis, node: Node) -> Reading | None:
            if not isinstance(node, Leaf):
                return None
            lever = lever_of(node)
            rung = None if lever is None else rungs.get(lever)
            known = self._readings.get((id(node), rung))
            if known is None:
                facts = self.person.facts
                if lever is not None and rung is not None:
                    facts = changed(self.person, {lever: rung})
                known = read(node, facts, self.person.as_of)
                self._readings[id(node), rung] = known
            return known

        return score_by(self.person.scheme, reader)


def _cost(steps: Steps) -> tuple[int, ...]:
    """What is compared between ways with equally many levers."""
    return (sum(steps.values()), *(steps.get(lever, 0) for lever in reversed(Lever)))


def _units(score_: Rung) -> int:
    """A score in whole hundredths."""
    return int(Decimal(score_) / FINE)


def _worth(scores: Scores) -> tuple[Decimal, int]:
    """The value; without one, how little is missing for it."""
    return (Decimal(-1) if scores.value is None else scores.value, -len(scores.missing))


def _outcome(scores: Scores) -> tuple[Decimal | None, ...]:
    return (scores.performance.score, scores.potential.score, scores.value)

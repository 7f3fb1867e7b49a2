"""Chance that always falls the same way: one source of randomness per thing, by number. Pure."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Odds(Generic[T]):
    """Things with their weights, ready to be drawn from."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.things = list(weights)
        self.steps = list(accumulate(weights.values()))


class Luck(random.Random):
    """Draws that the demonstration needs; equal seeds give equal draws on every machine."""

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.random() < probability

    def below(self, number: int) -> int:
        """An integer from 0 to number - 1."""
        return int(self.random() * number)

    def between(self, low: int, high: int) -> int:
        """An integer from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, each as likely as another."""
        return things[int(self.random() * len(things))]

    def draw(self, odds: Odds[T]) -> T:
        """One of the things by its weight."""
        return self.choices(odds.things, cum_weights=odds.steps)[0]

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included; first when last is earlier."""
        return first + timedelta(days=self.below(max((last - first).days, 0) + 1))

    def identifier(self) -> str:
        """An identifier as SIASN writes them: a UUID in capitals."""
        digits = f"{self.getrandbits(128):032X}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def luck_of(seed: int, topic: int, number: int = 0) -> Luck:
    """The luck of the number-th thing of a topic: what befalls one depends on no other."""
    return Luck((seed << 40) ^ (topic << 32) ^ number)

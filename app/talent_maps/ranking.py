"""Ranks: descending by keys; equal keys share a rank (1, 2, 2, 4). Pure."""

from collections.abc import Iterable
from decimal import Decimal


def ranks(keys: Iterable[tuple[Decimal, ...]]) -> list[int]:
    """The rank of each entry, in the order given; the highest keys have rank 1."""
    given = list(keys)
    best_first = sorted(given, reverse=True)
    first: dict[tuple[Decimal, ...], int] = {}
    for place, key in enumerate(best_first, 1):
        first.setdefault(key, place)
    return [first[key] for key in given]

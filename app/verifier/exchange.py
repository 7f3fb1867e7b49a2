"""Which two leaves changed places, found by exchanging them back. Pure."""

from collections.abc import Sequence
from itertools import combinations

from app.verifier.tree import Tree

WIDEST = 48
"""Leaves among which a pair is looked for; each of the thousand pairs is tried."""


def exchanged(before: Tree, leaves: Sequence[bytes], root: bytes) -> tuple[int, int] | None:
    """The places of two among the `leaves` that follow a tree, if their exchange gives the root."""
    if len(leaves) > WIDEST:
        return None
    for one, other in combinations(range(len(leaves)), 2):
        tried, tree = list(leaves), before.copy()
        tried[one], tried[other] = tried[other], tried[one]
        for leaf in tried:
            tree.append(leaf)
        if tree.root() == root:
            return before.size + one, before.size + other
    return None

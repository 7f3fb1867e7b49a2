"""Pseudonyms of one session: drawn by chance, and from nothing about the person. Pure."""

from collections.abc import Callable, Sequence

LABELS = tuple(f"K-{number}" for number in range(10, 100))
"""K for kandidat."""

Draw = Callable[[Sequence[str], int], Sequence[str]]


def dealt(count: int, draw: Draw) -> list[str]:
    """So many different pseudonyms; `draw` takes some by chance, in the order of chance."""
    return list(draw(LABELS, count))

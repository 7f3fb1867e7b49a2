"""Which rows of a file of units fit into the tree: every parent exists, nothing circles. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

PARENT_UNKNOWN, CYCLE = "parent-unknown", "unit-cycle"

Link = tuple[str, str | None]
"""A unit and its parent; None is the root."""


def judge(rows: Sequence[Link], known: Mapping[str, str | None]) -> list[str | None]:
    """The code of every row, None for one that fits; `known` is the tree that is there already.

    Of rows with the same id the last one counts, and its code is that of them all. A rejected row
    leaves a known unit where it is; whoever relies on a new unit whose row is rejected is rejected
    too.
    """
    wanted = dict(rows)
    tree = {**known, **wanted}
    rejected = _without_parent(tree, wanted, known)
    circling = _circling(tree)
    return [
        PARENT_UNKNOWN if unit in rejected else CYCLE if unit in circling else None
        for unit, _ in rows
    ]


def _without_parent(
    tree: dict[str, str | None], wanted: Mapping[str, str | None], known: Mapping[str, str | None]
) -> set[str]:
    """Take the rows whose parent does not exist out of the tree, and those that rely on them."""
    children: dict[str, list[str]] = defaultdict(list)
    for unit, parent in wanted.items():
        if parent is not None:
            children[parent].append(unit)
    rejected: set[str] = set()
    pending = [u for u, parent in wanted.items() if parent is not None and parent not in tree]
    while pending:
        unit = pending.pop()
        if unit in rejected:
            continue
        rejected.add(unit)
        if unit in known:
            tree[unit] = known[unit]
        else:
            del tree[unit]
            pending += children[unit]
    return rejected


def _circling(tree: Mapping[str, str | None]) -> set[str]:
    """The units from which the way up never reaches a root."""
    settled: dict[str, bool] = {}
    for start in tree:
        way: list[str] = []
        on_way: set[str] = set()
        at: str | None = start
        while at is not None and at not in settled and at not in on_way:
            way.append(at)
            on_way.add(at)
            at = tree[at]
        circles = at is not None and settled.get(at, True)
        for unit in way:
            settled[unit] = circles
    return {unit for unit, circles in settled.items() if circles}

"""Which rows of a file of units fit into the tree: every parent exists, nothing circles. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

PARENT_UNKNOWN, CYCLE = "parent-unknown", "unit-cycle"

Link = tuple[str, str | None]
"""A unit and its parent; None is the root."""


def judge(rows: Sequence[Link | None], known: Mapping[str, str | None]) -> list[str | None]:
    """The code of every row, None for one that fits; `known` is the tree that is there already.

    Of rows with the same id the last one counts. A rejected row leaves a known unit where it is;
    whoever relies on a new unit whose row is rejected is rejected too.
    """
    last = {link[0]: n for n, link in enumerate(rows) if link is not None}
    wanted = {rows[n][0]: rows[n][1] for n in last.values()}  # type: ignore[index]
    tree = {**known, **wanted}
    rejected = _without_parent(tree, wanted, known)
    circling = _circling(tree)
    codes: list[str | None] = [None] * len(rows)
    for unit, n in last.items():
        if unit in rejected:
            codes[n] = PARENT_UNKNOWN
        elif unit in circling:
            codes[n] = CYCLE
    return codes


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

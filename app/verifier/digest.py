"""The hash of all placements that the log has kept since the map was computed.

A line a placement, in order; blocks of 10,000 lines are hashed, and the hashes hashed together.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from app.verifier.placing import CELLS

BLOCK = 10_000
PLAIN = ("performance", "potential", "value")


class Digest:
    """The hash of the lines so far."""

    def __init__(self) -> None:
        self._whole, self._block, self._lines = sha256(), sha256(), 0

    def add(self, line: Mapping[str, Any]) -> None:
        cell = line.get("cell")
        values = [
            line.get("place"),
            line.get("employee_id"),
            *(line.get(name) for name in PLAIN),
            CELLS.index(cell) if cell in CELLS else None,
            line.get("rank"),
            line.get("cohort"),
            ",".join(map(str, line.get("missing") or ())),
        ]
        self._block.update(("|".join("" if one is None else str(one) for one in values)).encode())
        self._block.update(b"\n")
        self._lines += 1
        if self._lines == BLOCK:
            self._close()

    def hexdigest(self) -> str:
        if self._lines:
            self._close()
        return self._whole.hexdigest()

    def _close(self) -> None:
        self._whole.update(self._block.digest())
        self._block, self._lines = sha256(), 0

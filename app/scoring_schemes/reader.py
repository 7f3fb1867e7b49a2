"""Reading a JSON document place by place, collecting faults instead of stopping at the first.

Pure.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from app.core.errors import Fault
from app.scoring_schemes.faults import FAULTS

Member = TypeVar("Member", bound=StrEnum)

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
NUMBER = re.compile(r"(-?)[0-9]{1,12}(?:\.([0-9]{1,30}))?\Z")
MOST_DECIMALS = 6
HUNDRED = Decimal(100)
LONGEST_TEXT = 1_000
DEEPEST_JSON = 64
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
ABSENT = object()


class Repeating(dict[str, Any]):
    """An object in which names stand more than once: readers disagree on what that means."""

    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a document, and its JSON pointer."""

    value: Any
    pointer: str = ""

    def at(self, key: str | int) -> "Place":
        """The place below; `given` is False there when the document has nothing."""
        token = str(key).replace("~", "~0").replace("/", "~1")
        value = ABSENT
        if isinstance(self.value, dict):
            value = self.value.get(key, ABSENT)
        elif isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            value = self.value[key]
        return Place(value, f"{self.pointer}/{token}")

    @property
    def name(self) -> str:
        """The last step of the pointer."""
        return self.pointer.rpartition("/")[2]

    @property
    def given(self) -> bool:
        return self.value is not ABSENT

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, list)

    @property
    def is_object(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def keys(self) -> list[str]:
        return list(self.value) if isinstance(self.value, dict) else []


class Reader:
    """Reads typed values from places; what is absent is a fault of `fields`, not of its reader."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, place: Place, code: str, /, **values: object) -> None:
        self.faults.append(Fault(place.pointer, code, FAULTS[code].filled(**values)))

    def clean(self, place: Place, depth: int = 0) -> bool:
        """Whether the document can be kept and everybody reads it alike.

        All text can be stored (no NUL, no half of a pair), no name stands twice in an object, and
        nothing is too deep.
        """
        if depth > DEEPEST_JSON:
            self.fault(place, "nesting-too-deep", most=DEEPEST_JSON)
            return False
        if isinstance(place.value, str) and UNSTORABLE.search(place.value):
            self.fault(place, "text-invalid")
            return False
        if any(UNSTORABLE.search(str(key)) for key in place.keys):
            self.fault(place, "text-invalid")
            return False
        if isinstance(place.value, Repeating):
            for name in place.value.repeated:
                self.fault(place.at(name), "field-duplicate", name=name)
            return False
        below: Collection[str | int] = place.keys
        if isinstance(place.value, list):
            below = range(len(place.value))
        # A list, not a generator: every place is looked at, so that all faults come at once.
        return all([self.clean(place.at(key), depth + 1) for key in below])  # noqa: C419 - see above

    def is_object(self, place: Place) -> bool:
        if place.given and not place.is_object:
            self.fault(place, "type-wrong", expected="{}")
        return place.is_object

    def fields(
        self, place: Place, known: Collection[str], optional: Collection[str] = frozenset()
    ) -> None:
        """Every known field that is not optional is there, and no other."""
        for name in known:
            if name not in optional and not place.at(name).given:
                self.fault(place.at(name), "field-missing", name=name)
        for name in place.keys:
            if name not in known:
                self.fault(place.at(name), "field-unknown", name=name)

    def items(self, place: Place, least: int = 0, most: int | None = None) -> list[Place]:
        """The items of a list; empty when it is none."""
        if not place.given:
            return []
        if not place.is_list:
            self.fault(place, "type-wrong", expected="[]")
            return []
        count = len(place.value)
        if count < least:
            self.fault(place, "text-empty")
        if most is not None and count > most:
            self.fault(place, "components-too-many", most=most)
            return []
        return [place.at(index) for index in range(count)]

    def text(self, place: Place) -> str:
        if not place.given:
            return ""
        if not isinstance(place.value, str) or len(place.value) > LONGEST_TEXT:
            self.fault(place, "type-wrong", expected=f'"..." (<= {LONGEST_TEXT})')
            return ""
        if not place.value.strip():
            self.fault(place, "text-empty")
        return place.value

    def code(self, place: Place) -> str:
        if not place.given:
            self.fault(place, "field-missing", name="code")
            return ""
        if not isinstance(place.value, str) or not CODE.match(place.value):
            self.fault(place, "code-invalid")
            return ""
        return place.value

    def whole(self, place: Place, low: int, high: int) -> int | None:
        if not place.given:
            return None
        if not isinstance(place.value, int) or isinstance(place.value, bool):
            self.fault(place, "type-wrong", expected="1, 2, 3, ...")
            return None
        if not low <= place.value <= high:
            self.fault(place, "out-of-range", low=low, high=high)
            return None
        return place.value

    def decimal(self, place: Place, high: Decimal = HUNDRED) -> Decimal | None:
        """A decimal of 0 to `high`, at most six decimals; text or a JSON integer."""
        if not place.given:
            return None
        if isinstance(place.value, float):
            self.fault(place, "number-as-text")
            return None
        written = place.value
        if isinstance(written, int) and not isinstance(written, bool):
            written = str(written)
        matched = NUMBER.match(written) if isinstance(written, str) else None
        if matched is None:
            self.fault(place, "number-invalid")
            return None
        if len(matched[2] or "") > MOST_DECIMALS:
            self.fault(place, "decimals-too-many")
            return None
        number = Decimal(written)
        if matched[1] or number > high:
            self.fault(place, "out-of-range", low=0, high=high)
            return None
        return number

    def member(
        self, place: Place, kind: type[Member], code: str, *, required: bool = False
    ) -> Member | None:
        """The member of an enumeration that the text names."""
        if not place.given:
            if required:
                self.fault(place, "field-missing", name=place.name)
            return None
        if isinstance(place.value, str) and place.value in list(kind):
            return kind(place.value)
        self.fault(place, code, name=place.value)
        return None

    def has_pairs(self, place: Place) -> bool:
        """Whether ranges are written as pairs [low, high]; gaps and overlaps become faults."""
        below = place.keys or range(len(place.value) if place.is_list else 0)
        pairs = [(item, pair) for key in below if (pair := _pair(item := place.at(key)))]
        if not pairs:
            return False
        before = len(self.faults)
        for (_, (_, high)), (item, (low, _)) in pairwise(pairs):
            ends = {"before": high, "after": low}
            self.fault(item, "ranges-gap" if low > high else "ranges-overlap", **ends)
        if len(self.faults) == before:
            self.fault(place, "ranges-as-pairs")
        return True


def _pair(place: Place) -> tuple[Decimal, Decimal] | None:
    """The ends of a range written as a pair.

    `[low, high]`, `{"range": [low, high]}` or `{"from": low, "to": high}`.
    """
    ends = place.value
    if isinstance(ends, dict):
        ends = ends.get("range", [ends.get("from"), ends.get("to")])
    if not isinstance(ends, list) or len(ends) != 2:  # noqa: PLR2004 - a pair
        return None
    written = [str(end) for end in ends if not isinstance(end, bool)]
    if len(written) != 2 or not all(NUMBER.match(end) for end in written):  # noqa: PLR2004 - a pair
        return None
    return (Decimal(written[0]), Decimal(written[1]))

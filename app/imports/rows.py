"""A row's fields as typed values, and the judgement of a row by its kind. Pure.

Text is trimmed and an empty text is missing. Dates are `dd-mm-yyyy` or ISO; numbers may be text,
with a decimal comma or point. The first check that fails raises `Refused`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import orjson

from app.core.words import Words
from app.imports.records import Record

NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,12})?")
PLAIN_INTEGERS = {str(n): n for n in range(2200)}
"""Most whole numbers in personnel files: years, hours, levels."""
LONGEST = 4000
"""Characters of a field without a limit of its own."""
LONGEST_KEY = 100
"""Characters by which anything is identified."""
MOST_SHAPES = 10_000
"""Different sets of keys that are remembered for one file."""
DMY_LENGTH = ISO_LENGTH = 10


class Refused(Exception):
    """A check failed: the verdict of the row is this code, and the field is to blame."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code, self.field = code, field


def text_of(cell: Any) -> str | None:
    """A cell as text, or None when it is missing."""
    if cell is None or cell == "":
        return None
    if type(cell) is str:
        return cell.strip() or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    return orjson.dumps(cell).decode()


def date_of(text: str) -> date | None:
    """The day that a text names, or None when there is no such day."""
    try:
        if len(text) == DMY_LENGTH and text[2] == "-" and text[5] == "-":
            return date(int(text[6:]), int(text[3:5]), int(text[:2]))
        if len(text) == ISO_LENGTH and text[4] == "-" and text[7] == "-":
            return date(int(text[:4]), int(text[5:7]), int(text[8:]))
        if len(text) > ISO_LENGTH and text[4] == "-" and text[10] in "T ":
            return datetime.fromisoformat(text).date()
    except (ValueError, IndexError):
        return None
    return None


def folded(key: str) -> str:
    """A field's name as it is compared: without regard to case, spaces and underscores."""
    return "".join(c for c in key.lower() if c.isalnum())


class Row:
    """The fields of one record, by the names of its kind."""

    __slots__ = ("cells", "days", "findings", "places", "seen", "today")

    def __init__(
        self, places: Mapping[str, int], days: dict[str, date | None], seen: set[str], today: date
    ) -> None:
        self.places, self.days, self.seen, self.today = places, days, seen, today
        self.cells: Sequence[Any] = ()
        self.findings: list[tuple[str, str]] = []

    def key(self, field: str) -> str | None:
        """What a field names something by; a text too long to name anything is missing."""
        place = self.places.get(field)
        text = None if place is None else text_of(self.cells[place])
        return text if text is None or len(text) <= LONGEST_KEY else None

    def text(self, field: str, longest: int = LONGEST) -> str | None:
        """The text of a field; too long a one is left out and reported as a finding."""
        place = self.places.get(field)
        if place is None:
            return None
        cell = self.cells[place]
        text = cell.strip() if type(cell) is str else text_of(cell)
        if not text:
            return None
        if len(text) > longest:
            self.findings.append(("text-too-long", field))
            return None
        return text

    def needed(self, field: str, longest: int = LONGEST, code: str = "value-missing") -> str:
        """The text of a field that must be there."""
        text = self.text(field)
        if text is None:
            raise Refused(code, field)
        if len(text) > longest:
            raise Refused("text-too-long", field)
        return text

    def day(self, field: str) -> date | None:
        """The day in a field; what is no day is refused as `date-invalid`."""
        text = self.text(field)
        if text is None:
            return None
        if text not in self.days:
            self.days[text] = date_of(text)
        day = self.days[text]
        if day is None:
            raise Refused("date-invalid", field)
        return day

    def needed_day(self, field: str) -> date:
        """The day in a field that must be there."""
        day = self.day(field)
        if day is None:
            raise Refused("date-invalid", field)
        return day

    def number(self, field: str, low: int, high: int) -> Decimal | None:
        """A number within low..high; anything else is refused as `out-of-scale`."""
        text = self.text(field)
        if text is None:
            return None
        if not NUMBER.fullmatch(text):
            raise Refused("out-of-scale", field)
        value = Decimal(text.replace(",", "."))
        if not low <= value <= high:
            raise Refused("out-of-scale", field)
        return value

    def integer(self, field: str, low: int, high: int) -> int | None:
        """A whole number within low..high; anything else is refused as `out-of-scale`."""
        text = self.text(field)
        if text is None:
            return None
        value = PLAIN_INTEGERS.get(text)
        if value is None:
            number = self.number(field, low, high)
            if number is None or number != int(number):
                raise Refused("out-of-scale", field)
            value = int(number)
        if not low <= value <= high:
            raise Refused("out-of-scale", field)
        return value

    def needed_integer(self, field: str, low: int, high: int, code: str = "value-missing") -> int:
        """A whole number that must be there."""
        value = self.integer(field, low, high)
        if value is None:
            raise Refused(code, field)
        return value

    def lenient_integer(self, field: str, low: int, high: int) -> int | None:
        """A whole number; one that cannot be read is left out and reported as a finding."""
        try:
            return self.integer(field, low, high)
        except Refused:
            self.finding("value-unreadable", field)
            return None

    def finding(self, code: str, field: str) -> None:
        """Note something that is applied all the same."""
        self.findings.append((code, field))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the fields it may have and how a row of it is judged."""

    name: str
    title: Words
    fields: Mapping[str, tuple[str, ...]]
    """Names of fields and, for each, the headings under which files have it."""
    needed: tuple[str, ...]
    """Fields without whose heading a table is refused."""
    identity: tuple[str, ...]
    """Fields that are read whatever the verdict, so that the database can look them up."""
    judge: Callable[[Row], tuple[Any, ...]]
    """The typed values of a row. Raises `Refused` at the first check that fails."""
    before: frozenset[str] = frozenset()
    """Codes of the checks that come before what the database must look up."""


class Judged(NamedTuple):
    """A row after the checks that need no database."""

    line: int
    identity: tuple[str | None, ...]
    values: tuple[Any, ...] | None
    """None when the row is refused."""
    before: str | None
    """Code of a check that failed before what the database looks up."""
    after: str | None
    """Code of a check that failed after it."""
    finding: str | None
    pointer: str | None
    """JSON pointer to the field that the code is about."""


class Judge:
    """Judges the records of one file of a kind."""

    def __init__(self, kind: Kind, today: date) -> None:
        self.kind, self.today = kind, today
        self._days: dict[str, date | None] = {}
        self._seen: set[str] = set()
        self._rows: dict[tuple[str, ...], Row] = {}
        self._fields = {folded(h): name for name, headings in kind.fields.items() for h in headings}

    def missing(self, header: tuple[str, ...]) -> list[str]:
        """The usual headings of needed fields that a table's header does not have."""
        places = self.places(header)
        return [self.kind.fields[field][0] for field in self.kind.needed if field not in places]

    def places(self, keys: tuple[str, ...]) -> dict[str, int]:
        """Where each field stands in a record with these keys; the first of a name counts."""
        places: dict[str, int] = {}
        for n, key in enumerate(keys):
            field = self._fields.get(folded(key))
            if field is not None:
                places.setdefault(field, n)
        return places

    def needs(self, key: str) -> bool:
        """Whether a heading is one of the kind; what stands under any other is not kept."""
        return folded(key) in self._fields

    def pointer(self, keys: tuple[str, ...], field: str) -> str:
        """JSON pointer to a field under the name that it has in the file."""
        place = self._row(keys).places.get(field)
        name = self.kind.fields[field][0] if place is None else keys[place]
        return "/" + name.replace("~", "~0").replace("/", "~1")

    def judge(self, record: Record) -> Judged:
        """The typed values of a record, or the code of the first check that it fails."""
        kind = self.kind
        if record.broken is not None:
            nothing = (None,) * len(kind.identity)
            return Judged(record.line, nothing, None, "row-malformed", None, None, None)
        row = self._row(record.keys)
        row.cells = record.cells
        row.findings.clear()
        identity = tuple([row.key(field) for field in kind.identity])
        try:
            values = kind.judge(row)
        except Refused as refused:
            pointer = self.pointer(record.keys, refused.field)
            if refused.code in kind.before:
                return Judged(record.line, identity, None, refused.code, None, None, pointer)
            return Judged(record.line, identity, None, None, refused.code, None, pointer)
        if row.findings:
            code, field = row.findings[0]
            pointer = self.pointer(record.keys, field)
            return Judged(record.line, identity, values, None, None, code, pointer)
        return Judged(record.line, identity, values, None, None, None, None)

    def _row(self, keys: tuple[str, ...]) -> Row:
        row = self._rows.get(keys)
        if row is None:
            if len(self._rows) >= MOST_SHAPES:
                self._rows.clear()
            row = self._rows[keys] = Row(self.places(keys), self._days, self._seen, self.today)
        return row

"""Judged rows on their way into the database: their columns, and the rows of a file. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import orjson

from app.core.file_content import Unreadable
from app.employees import nip
from app.employees.histories import HISTORIES, PERSON
from app.imports import reading
from app.imports.kinds import KINDS
from app.imports.records import Record
from app.imports.rejects import CODE
from app.imports.rows import Judge, text_of

MAX_ROWS = 5_000_000
"""Rows of one file; they are held in memory until the database has them."""
HEAD = {
    "in_file": "smallint",
    "row_no": "integer",
    "line": "integer",
    "before": "text",
    "after": "text",
    "finding": "text",
    "pointer": "text",
}
UNIT = {"siasn_id": "text", "parent": "text", "name": "text", "head_title": "text", "code": "text"}
POSITION = {
    "code": "text",
    "name": "text",
    "kind": "text",
    "level": "text",
    "cohort": "integer",
    "echelon_id": "text",
    "echelon": "text",
    "grade": "integer",
    "critical": "boolean",
    "retirement_age": "integer",
    "required_rank": "text",
    "required_education": "text",
    "required_training": "text",
    "required_experience_years": "integer",
    "admits_pppk": "boolean",
}
UNREADABLE = "unreadable"
"""Under this name stands the text of a row that could not be taken apart."""
COMPUTED = {"other_agency": "agency_code"}
"""Columns of a history that SQL works out, and what is staged in their stead."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The temporary table of a kind."""

    kind: str
    identity: tuple[str, ...]
    values: Mapping[str, str]

    @property
    def table(self) -> str:
        return f"stage_{self.kind}"

    @property
    def columns(self) -> Mapping[str, str]:
        return {**HEAD, **dict.fromkeys(self.identity, "text"), **self.values}

    @property
    def ddl(self) -> str:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in self.columns.items())
        return f"create temp table {self.table} ({columns}) on commit drop"


def _history(kind: str) -> Stage:
    columns = {COMPUTED.get(c, c): t for c, t in HISTORIES[kind].columns.items()}
    if "agency_code" in columns:
        columns["agency_code"] = "text"
    return Stage(kind, ("nip", "pns_id"), {"source_id": "text", **columns})


STAGES: dict[str, Stage] = {
    "ref_unor": Stage("ref_unor", ("reference",), UNIT),
    "jabatan": Stage("jabatan", ("unit",), POSITION),
    "pegawai": Stage("pegawai", ("unit",), PERSON),
    **{kind: _history(kind) for kind in HISTORIES},
}


class Parsed(NamedTuple):
    """The rows of a file as tuples in the order of its stage's columns, or why there are none."""

    rows: list[tuple[Any, ...]]
    reference: str | None = None
    """JSON pointer to the field that names what the database must know."""
    code: str | None = None
    line: int | None = None
    missing: list[str] | None = None
    dropped: tuple[str, ...] = ()
    """Headings of the file that the product does not need: what stands there is not kept."""


MOST_DROPPED = 500
"""Headings that are named at most; JSON may have as many as it has records."""


def parse(content: bytes, kind: str, file: int, today: date) -> Parsed:
    """Read and judge every row of a file."""
    judge, stage = Judge(KINDS[kind], today), STAGES[kind]
    nothing = (None,) * len(stage.values)
    by_nip = stage.identity[0] == "nip"
    rows: list[tuple[Any, ...]] = []
    reference: str | None = None
    dropped: dict[str, None] = {}
    shapes: set[tuple[str, ...]] = set()
    try:
        header, records = reading.read(content)
        if header is not None and (missing := missing_columns(judge, header)):
            return Parsed([], None, "column-missing", 1, missing)
        for number, record in enumerate(records, start=1):
            if number > MAX_ROWS:
                return Parsed([], None, "file-too-long", record.line)
            if record.keys not in shapes and len(dropped) < MOST_DROPPED:
                shapes.add(record.keys)
                dropped.update(dict.fromkeys(unneeded(judge, record.keys)))
            row = judge.judge(record)
            identity = row.identity
            if reference is None and record.broken is None:
                reference = _reference(judge, record, identity)
            if by_nip and identity[0] is not None:
                identity = (nip.normalised(identity[0]), *identity[1:])
            rows.append(
                (file, number, row.line, row.before, row.after, row.finding, row.pointer)
                + identity
                + (nothing if row.values is None else row.values)
            )
    except Unreadable as unreadable:
        return Parsed([], None, unreadable.code, unreadable.line)
    return Parsed(rows, reference, dropped=tuple(dropped))


def unneeded(judge: Judge, keys: tuple[str, ...]) -> list[str]:
    """The headings that the product does not need; the column of our own codes is not one."""
    return [key for key in keys if key.strip() and key != CODE and not judge.needs(key)]


def missing_columns(judge: Judge, header: tuple[str, ...]) -> list[str]:
    """The needed columns that a header lacks; who a row is about may be told by either id."""
    missing = judge.missing(header)
    if judge.kind.identity == ("nip", "pns_id") and not judge.places(header).keys() & {
        "nip",
        "pns_id",
    }:
        missing.insert(0, judge.kind.fields["nip"][0])
    return missing


def _reference(judge: Judge, record: Record, identity: tuple[str | None, ...]) -> str:
    """The pointer to the field by which rows name what must exist, as the first row writes it."""
    fields = judge.kind.identity
    given = next((f for f, value in zip(fields, identity, strict=True) if value), fields[0])
    return judge.pointer(record.keys, given)


def originals(content: bytes, kind: str, wanted: set[int]) -> list[tuple[int, str]]:
    """Number and text of the wanted rows: a JSON object from the headings of the kind to cells."""
    judge = Judge(KINDS[kind], date.min)
    found: list[tuple[int, str]] = []
    for number, record in enumerate(reading.read(content).records, start=1):
        if number in wanted:
            found.append((number, original(record, judge.needs)))
            if len(found) == len(wanted):
                break
    return found


def original(record: Record, needs: Callable[[str], bool] = bool) -> str:
    """A record as it came, as JSON; of its headings only those that are needed.

    One that cannot be taken apart is kept as it came, for it must be corrected by hand.
    """
    if record.broken is not None:
        return orjson.dumps({UNREADABLE: record.broken.replace("\0", "\ufffd")}).decode()
    cells = [c if isinstance(c, str) else text_of(c) for c in record.cells]
    pairs = zip(record.keys, cells, strict=False)
    return orjson.dumps({key: cell for key, cell in pairs if needs(key)}).decode()


def agency_in(content: bytes) -> tuple[str, str] | None:
    """Code and name of the agency that a file of units names: its InstansiId, its root unit."""
    judge = Judge(KINDS["ref_unor"], date.min)
    code: str | None = None
    root: str | None = None
    try:
        for record in reading.read(content).records:
            places = judge.places(record.keys)
            values = {
                field: text_of(record.cells[place])
                for field, place in places.items()
                if place < len(record.cells)
            }
            code = code or values.get("agency")
            if root is None and values.get("name") and not values.get("parent"):
                root = values["name"]
            if code and root:
                break
    except Unreadable:
        return None
    return (code, root or code) if code else None

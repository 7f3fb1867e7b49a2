"""A record that is known, corrected: judged like a row of the file that it came in. Pure.

What follows from other values (a quadrant, a predicate, a rank's name) follows by the same rules.
What tells a record from others stays: who corrected it would find it doubled by the next import.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.employees import ranks
from app.employees.histories import HISTORIES
from app.imports.codes import ROW_CODES
from app.imports.histories import MATRIX
from app.imports.kinds import KINDS
from app.imports.rows import Refused, Row

Record = Mapping[str, Any]
"""The own columns of a history with their values."""


@dataclass(frozen=True, slots=True)
class Correctable:
    """A history whose records may be corrected by request."""

    file: str
    """The kind of file that brings them."""
    what: str
    """What people call it."""
    fields: tuple[str, ...]
    """Columns that a request may name."""
    follows: Mapping[str, str]
    """Columns that are found anew from another, where that is corrected and they are not."""

    @property
    def types(self) -> Mapping[str, str]:
        """All columns of the history with their SQL types."""
        return HISTORIES[self.file].columns

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.types)


def _of(file: str, what: str, fields: str, **follows: str) -> Correctable:
    return Correctable(file, what, tuple(fields.split()), follows)


CORRECTABLE: Mapping[str, Correctable] = {
    "performances": _of("rw_skp22", "Kinerja (SKP)", "result conduct"),
    "positions": _of(
        "rw_jabatan",
        "Riwayat Jabatan",
        "started_on ended_on kind name echelon assignment decree_no decree_on",
    ),
    "ranks": _of(
        "rw_golongan",
        "Riwayat Golongan",
        "since rank_code rank_name decree_no decree_on service_years service_months",
        rank_code="rank_name",
        rank_name="rank_code",
    ),
    "educations": _of(
        "rw_pendidikan",
        "Riwayat Pendidikan",
        "graduated_on graduation_year level level_name field school diploma_no",
        graduation_year="graduated_on",
        level_name="level",
    ),
    "courses": _of(
        "rw_kursus",
        "Riwayat Kursus",
        "held_on year name hours certificate_no institution",
        year="held_on",
    ),
    "structural-trainings": _of(
        "rw_diklat", "Riwayat Diklat Struktural", "held_on year name number hours", year="held_on"
    ),
    "awards": _of(
        "rw_penghargaan",
        "Riwayat Penghargaan",
        "awarded_on year name scale decree_no",
        year="awarded_on",
    ),
    "team-assignments": _of("tim_kerja", "Tim Kerja", "decree_on decree_no role scope team_name"),
}
"""Histories by the names that addresses have. Discipline, feedback and assessments are not there:
a request is read by more people than those are for, and they are corrected at their source."""
FIELD_OF = {"unit_siasn_id": "unit", "other_agency": "agency_code"}
"""Columns that files have under another name."""
KEPT = {"other_agency"}
"""Columns that only a merge works out; nothing that they follow from is corrected here."""
LATER = (("started_on", "ended_on"),)
"""Days of which the second is not before the first."""


class Wrong(NamedTuple):
    """What is wrong with a correction: a code, and the column that is to blame."""

    code: str
    column: str


WORDS = ROW_CODES


def corrected(
    history: str, source_id: str, known: Record, values: Record, today: date
) -> tuple[Record, list[Wrong]]:
    """A record with other values, and all that is wrong with it; nothing of it counts then."""
    kind = CORRECTABLE[history]
    strange = [Wrong("not-correctable", name) for name in values if name not in kind.fields]
    if strange:
        return known, strange
    try:
        key, after = _judged(kind, known, {}, today)
        # A key of SIASN's own stays with its record whatever is corrected.
        own_key = {} if key == source_id else {"id": source_id}
        key, after = _judged(kind, known, {**_anew(kind, values), **own_key}, today)
    except Refused as refused:
        named = {FIELD_OF.get(column, column): column for column in kind.columns}
        return known, [Wrong(refused.code, named.get(refused.field, refused.field))]
    wrong = list(_wrong(kind, after, values))
    if not wrong and key != source_id:
        wrong = [Wrong("key-stays", name) for name in values if after[name] != known[name]]
    if not wrong and after == known:
        wrong = [Wrong("changes-nothing", name) for name in values]
    return after, wrong


def _anew(kind: Correctable, values: Record) -> dict[str, Any]:
    """The values, without those that follow from them."""
    gone = {
        column: None
        for column, of in kind.follows.items()
        if values.get(of) is not None and column not in values
    }
    return {**gone, **values}


def _judged(
    kind: Correctable, known: Record, values: Record, today: date
) -> tuple[str, dict[str, Any]]:
    """Key and columns as the rules of the file's kind have them."""
    cells = {FIELD_OF.get(name, name): _cell(v) for name, v in {**known, **values}.items()}
    if kind.file == "rw_skp22":
        cells["quadrant"] = _quadrant(cells)
    row = Row({name: n for n, name in enumerate(cells)}, {}, set(), today)
    row.cells = list(cells.values())
    key, *after = KINDS[kind.file].judge(row)
    if row.findings:
        raise Refused(*row.findings[0])
    columns = dict(zip(kind.columns, after, strict=True))
    return key, {**columns, **{name: known[name] for name in KEPT & columns.keys()}}


def _cell(value: Any) -> str | None:
    """A value as a file has it."""
    return None if value is None else str(value)


def _quadrant(cells: Mapping[str, str | None]) -> str | None:
    """The quadrant of the matrix; none where result or conduct is no rating."""
    try:
        return str(MATRIX[int(cells["result"] or ""), int(cells["conduct"] or "")])
    except (KeyError, ValueError):
        return None


def _wrong(kind: Correctable, after: Record, values: Record) -> list[Wrong]:
    """What a file may say and a document does not."""
    wrong = []
    code = after.get("rank_code")
    if "rank_code" in values and code is not None and code not in ranks.NAMES:
        wrong.append(Wrong("code-unknown", "rank_code"))
    for first, last in LATER:
        if first in kind.fields and after[last] is not None and after[last] < after[first]:
            wrong.append(Wrong("days-reversed", last))
    return wrong

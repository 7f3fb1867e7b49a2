"""What is received about imports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.schemas import Read
from app.imports.kinds import KindName
from app.imports.models import State, Verdict


class KindCounts(Read):
    """What became of the rows of one kind: accepted + unchanged + rejected = rows."""

    kind: KindName
    """The kind of file."""
    rows: int
    """Rows that were read."""
    accepted: int
    """Rows that were applied: new, or different from what was known."""
    unchanged: int
    """Rows that said what was known already."""
    findings: int
    """Rows, accepted or unchanged, that carry a finding."""
    rejected: int
    """Rows that changed nothing."""


class FileRead(Read):
    """A file of an import."""

    number: int
    """Its place among the files, from 0."""
    name: str
    """Its name as it was sent."""
    kind: KindName | None
    """What it holds; null when its name does not tell."""
    size: int
    """Its size in bytes."""
    sha256: str
    """Its SHA-256, in hexadecimal."""
    code: str | None
    """Why it could not be used as a whole; null when it could."""
    detail: str | None
    """What to do about it, in the language asked for."""
    line: int | None
    """The line on which it could not be read further."""
    columns: list[str] | None
    """The columns that are missing, where that is why."""
    dropped_columns: list[str] | None
    """The columns that the product does not need: nothing of them was kept, not even of rejected
    rows. Null until the file was read, and where there are none."""


class ImportSummary(Read):
    """An import: files that were sent together and are applied together, or not at all."""

    id: UUID
    agency_id: UUID
    """The agency that the files are imported into."""
    actor_name: str
    """Who sent them."""
    dry_run: bool
    """Whether every row is judged and nothing changed."""
    state: State
    """queued, running, finished, or failed (then nothing was applied)."""
    phase: str
    """What is being done: reading, one of the kinds, verdicts."""
    percent: int
    """How much is done, 0..100."""
    counts: list[KindCounts]
    """By kind, once it is finished."""
    created_at: datetime
    finished_at: datetime | None


class ImportRead(ImportSummary):
    """An import with its files."""

    files: list[FileRead]
    """The files, as they were sent."""


class RowRead(Read):
    """The verdict of one row of a file."""

    file: str
    """The file's name."""
    kind: KindName
    """What the file holds."""
    line: int
    """The line on which the row begins, as an editor counts; the header of a CSV is line 1."""
    verdict: Verdict
    """What became of the row."""
    code: str | None
    """Why, for programs: the first check that failed, or the finding."""
    pointer: str | None
    """JSON pointer to the field that is meant, by the name it has in the file."""
    detail: str | None
    """What to do about it, in the language asked for."""
    row: dict[str, Any] | None
    """The row as it came, when it was rejected; only for those who may import."""

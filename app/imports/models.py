"""What is kept of imports: the files that were sent and the verdict of every row."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, Model, names_of


class State(StrEnum):
    """How far an import is."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class Verdict(StrEnum):
    """What became of a row."""

    ACCEPTED = "accepted"
    """Applied: it is new or differs from what was known."""
    UNCHANGED = "unchanged"
    """Known already, exactly so."""
    FINDING = "finding"
    """Applied (or known already), with something to look at."""
    REJECTED = "rejected"
    """Not applied; it changed nothing."""


class Import(Identified):
    """One import: files that arrived together and are applied together."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint(
            "state in ('queued', 'running', 'finished', 'failed')", name="import_state_known"
        ),
        CheckConstraint("percent between 0 and 100", name="import_percent_in_scale"),
        Index("ix_imports_actor_id", "actor_id", "id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(200))
    dry_run: Mapped[bool]
    state: Mapped[State] = mapped_column(names_of(State, 16), default=State.QUEUED)
    phase: Mapped[str] = mapped_column(String(32), default="queued")
    percent: Mapped[int] = mapped_column(SmallInteger, default=0)
    counts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class File(Model):
    """A file of an import. Its content is kept until the import has ended, and no longer."""

    __tablename__ = "import_files"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str | None] = mapped_column(String(32))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    code: Mapped[str | None] = mapped_column(String(40))
    """Why the file could not be used as a whole."""
    line: Mapped[int | None]
    columns: Mapped[list[str] | None] = mapped_column(JSONB)
    """The columns that are missing, where that is why."""
    dropped_columns: Mapped[list[str] | None] = mapped_column(JSONB)
    """The columns that the product does not need, and so did not keep."""


class Verdicts(Model):
    """The verdict of one row; the row as it came only when it was rejected."""

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint(
            "verdict in ('accepted', 'unchanged', 'finding', 'rejected')",
            name="import_verdict_known",
        ),
        Index(
            "ix_import_rows_verdict",
            "import_id",
            "verdict",
            "file",
            "number",
            postgresql_where="verdict in ('finding', 'rejected')",
        ),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    file: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int]
    agency_id: Mapped[UUID]
    verdict: Mapped[Verdict] = mapped_column(names_of(Verdict, 10))
    code: Mapped[str | None] = mapped_column(String(40))
    pointer: Mapped[str | None] = mapped_column(String(300))
    raw: Mapped[str | None] = mapped_column(Text)

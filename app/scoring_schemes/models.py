"""What is kept of scoring schemes: the canonical document and its hash."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CheckConstraint, Computed, String, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified


class State(StrEnum):
    """How far a scheme is."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Scheme(Identified):
    """A scheme document; a draft until it is published, and unchanged from then on."""

    __tablename__ = "scoring_schemes"
    __table_args__ = (
        UniqueConstraint("code", "version", name="one_scheme_per_version"),
        CheckConstraint(
            "code = canonical::json ->> 'code' and version::text = canonical::json ->> 'version'",
            name="scheme_named_as_it_says",
        ),
        CheckConstraint(
            "(published_at is null) = (published_by is null)", name="publication_has_a_publisher"
        ),
    )

    code: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(1000))
    numbering: Mapped[str] = mapped_column(String(32))
    canonical: Mapped[str] = mapped_column(Text)
    """The RFC 8785 form, whose SHA-256 is the scheme's identity."""
    sha256: Mapped[str] = mapped_column(
        String(64), Computed("scheme_sha256(canonical)", persisted=True)
    )
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_by: Mapped[UUID | None]
    published_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        """`CODE@VERSION`, by which people ask for it."""
        return f"{self.code}@{self.version}"

    @property
    def state(self) -> State:
        return State.DRAFT if self.published_at is None else State.PUBLISHED

    @property
    def document(self) -> dict[str, Any]:
        """What the scheme says."""
        said: dict[str, Any] = orjson.loads(self.canonical)
        return said

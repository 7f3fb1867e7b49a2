"""How scoring schemes are worded."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.core.schemas import Read
from app.scoring_schemes.models import State
from app.scoring_schemes.scheme import Numbering


class SchemeSummary(Read):
    """A scheme without its document."""

    id: UUID
    code: Annotated[str, Field(examples=["bkn-411-2025"])]
    """Which scheme; with `@` and the version it names one document, alone the newest published."""
    version: Annotated[int, Field(examples=[1])]
    """A correction of a published scheme is a new version."""
    title: str
    numbering: Numbering
    """Which number is printed on which cell of the nine-box."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """SHA-256 of the document's canonical form (RFC 8785): the scheme's identity."""
    state: State
    """`draft` until it is published; only a published scheme can be used, and it never changes."""
    created_at: datetime
    published_at: datetime | None
    """When it was published; null for a draft."""


class SchemeRead(SchemeSummary):
    """A scheme with its document."""

    document: dict[str, Any]
    """What was sent, in canonical order; hash its RFC 8785 form to check `sha256`."""

"""How movements are worded."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Read
from app.movements.reasons import Why

Box = Annotated[int, Field(ge=1, le=9, examples=[8])]


class ComparedMap(Read):
    """One of two maps."""

    map_id: UUID
    name: str
    scheme: str
    scheme_sha256: str
    as_of: date
    population: int


class ComparisonRead(Read):
    """Two maps side by side: from where everybody went where."""

    before: ComparedMap
    after: ComparedMap
    same_scheme: bool
    """Whether both were made by one scheme; then facts alone can have moved anybody."""
    stayed: int
    """People on both maps in the same cell, or without a box on both."""
    moved: int
    """People on both maps in another cell."""
    entered: int
    """People who are on the later map only."""
    left: int
    """People who were on the earlier map only."""
    lines: list[str]
    """What the lines of the matrix are: boxes `1` to `9`, `without_box`, `not_on_map`."""
    matrix: list[list[int]]
    """People by where they stood before (rows) and stand after (columns)."""


class ReasonsRead(Read):
    """How many people were moved by what."""

    facts: int
    """The changed facts alone would have moved them there."""
    scheme: int
    """The changed scheme alone would have."""
    either: int
    """Each of them alone would have."""
    both: int
    """Neither alone would have: it took both."""


class ChangeRead(Read):
    """A person who stands elsewhere than before."""

    employee_id: UUID
    nip: str
    """NIP; masked except for personnel systems."""
    name: str
    change: Literal["moved", "entered", "left"]
    from_box: Box | None
    """Box on the earlier map, in its numbering; null without a box or not on it."""
    to_box: Box | None
    """Box on the later map, in its numbering; null without a box or not on it."""
    why: Why | None
    """What moved them; null for those who entered or left."""


class WaypointRead(Read):
    """Where a person stood on one map."""

    map_id: UUID
    name: str
    as_of: date
    known_at: datetime
    scheme: str
    scheme_sha256: str
    box: Box | None
    """The computed box."""
    calibrated_box: Box | None
    """Where a closed calibration moved the person on that map; null where none did."""
    value: Annotated[str, Field(examples=["92.2500"])] | None
    rank: int | None
    population: int
    break_: Annotated[bool, Field(alias="break")]
    """Whether the scheme is another than on the map before: values on either side of a break
    cannot be compared."""

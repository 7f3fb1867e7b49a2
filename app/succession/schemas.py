"""How comparisons are worded."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.core.schemas import Body, Read
from app.talent_pools.schemas import JudgedRead


class Compared(Body):
    """Somebody to be compared: a member of a pool."""

    pool_id: UUID
    employee_id: UUID


class NewComparison(Body):
    """Two to five members of pools, and the position that they are held against."""

    position_id: UUID
    """The target position."""
    candidates: Annotated[list[Compared], Field(min_length=2, max_length=5)]
    """Members of one pool or of several; all scored by the same scheme."""


class ComparedRead(JudgedRead):
    """A candidate with everything that the comparison rests on."""

    pool_id: UUID
    map_id: UUID
    """The pool's map: its day and its facts."""
    as_of: date
    """The day of the map."""
    axes: list[dict[str, Any]]
    """For each axis: score, level, weight, contribution, and its nodes with raw value, points,
    weight and contribution, as in the trace of a placement."""


class ComparisonRead(Read):
    """Candidates side by side, in the order in which they were named."""

    position_id: UUID
    scheme: str
    """Code and version of the scheme that scored them all."""
    scheme_sha256: str
    candidates: list[ComparedRead]
    """`rank` is that within the candidate's own pool."""

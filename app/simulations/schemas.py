"""How simulations are worded."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.core.schemas import Body, Read, Score
from app.scoring_schemes.examples import DOCUMENT
from app.simulations.levers import Lever

Purpose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=20, max_length=1000),
    Field(examples=["Bahan rapat komite: dampak menaikkan bobot kompetensi."]),
]


class NewSimulation(Body):
    """A changed scheme to be tried on a finished map."""

    map_id: UUID
    """The map whose people are scored again, from the facts as they were known when it was made."""
    scheme: Annotated[dict[Any, Any], Field(examples=[DOCUMENT])]
    """A complete scheme document, as for a draft; it is not kept as one."""
    pool_id: UUID | None = None
    """A pool of the map, whose rule is applied to both results."""
    purpose: Purpose
    """What it is tried for, in a sentence; colleagues and auditors read it."""


class BoxCounts(Read):
    """How many people stand in a box."""

    box: int | None
    """The number of the box; null: without a box."""
    before: int
    after: int


class FlowRead(Read):
    """How many people went from one box to another, or stayed."""

    box_before: int | None
    """Null: without a box."""
    cell_before: str | None
    box_after: int | None
    cell_after: str | None
    people: int


class RankChanges(Read):
    """What became of the ranks."""

    unchanged: int
    up: int
    """People with a better rank than before."""
    down: int
    newly_ranked: int
    """People without a rank before."""
    no_longer_ranked: int
    largest_rise: int
    """Ranks that the one who rose most gained."""
    largest_fall: int


class PoolChanges(Read):
    """What the pool's rule makes of the changed result.

    Whom a closed calibration moved on this map stands there by either scheme, as in the pool.
    """

    gained: int
    """People whom the rule would take, and did not."""
    lost: int
    """People whom the rule took, and would not."""


class ResultRead(Read):
    """What came of a simulation, as counts."""

    population: int
    moved: int
    """People whose cell changes, those included who gain or lose any."""
    boxes: list[BoxCounts]
    """All nine, each in its scheme's numbering, and null."""
    flows: list[FlowRead]
    """The matrix of boxes before and after, without its zeros."""
    ranks: RankChanges
    pool: PoolChanges | None
    """Null without a pool."""


class SimulationSummary(Read):
    """A run, without its scheme."""

    id: UUID
    created_at: datetime
    actor_id: UUID
    actor_name: str
    agency_id: UUID
    map_id: UUID
    pool_id: UUID | None
    scheme: str
    """`CODE@VERSION`, as the changed document calls itself."""
    scheme_sha256: str
    """SHA-256 of its RFC 8785 form: two runs with one hash tried the same weights."""
    purpose: str
    population: int
    moved: int
    gained: int | None
    """People gained by the pool; null without one."""
    lost: int | None


class SimulationRead(SimulationSummary):
    """A run with its scheme and what came of it."""

    result: ResultRead
    document: dict[str, Any]
    """The changed scheme."""


class MoveRead(Read):
    """A person whom the changed scheme puts elsewhere, or into the pool, or out of it."""

    employee_id: UUID
    nip: str
    """Masked except for personnel systems."""
    name: str
    box_before: int | None
    """Both boxes are computed ones."""
    cell_before: str | None
    box_after: int | None
    cell_after: str | None
    calibrated_box: int | None
    """Where a closed calibration put them on the map, in its numbering: for the pool they stand
    there by either scheme. Null where none moved them."""
    value_before: Score | None
    value_after: Score | None
    rank_before: int | None
    rank_after: int | None
    rank_change: int | None
    """Ranks gained; negative when lost; null without a rank on both sides."""
    pool: Literal["gained", "lost"] | None
    """What it means for the pool; null when nothing, or without a pool."""


class ActorRuns(Read):
    """How often somebody tried weights."""

    actor_id: UUID
    actor_name: str
    runs: int
    schemes: int
    """Different schemes among them."""
    maps: int
    """Different maps among them."""
    first_at: datetime
    last_at: datetime


class Question(Body):
    """Which box is to be reached."""

    target_box: Annotated[int, Field(ge=1, le=9, examples=[8])] | None = None
    """This box or a better one; without it, any better box, whichever takes the smallest change."""


class StandingRead(Read):
    """Where scores put a person."""

    performance: Score | None
    potential: Score | None
    value: Score | None
    box: int | None
    cell: str | None
    """Performance, then potential: `high/mid`."""
    missing: list[str]
    """Codes of the leaves for want of which there is no score."""


class EffectRead(Read):
    """What a change does to a leaf of the scheme."""

    axis: str
    code: str
    title: str
    score_before: Score | None
    score_after: Score | None


class ChangeRead(Read):
    """One thing to do."""

    lever: Lever
    """`training` hours, `feedback` score, `team` role, `certificate` of technical competence or
    level of `education`."""
    what: str
    """The same in words."""
    years: list[int]
    """The years that count for this map. For the map a year on they are a year later."""
    before: str | None
    """Where it stands: hours, a score, `role.scope` or a `tkPendidikanId`; null: not known."""
    after: str
    steps: int
    """How many steps that could matter lie between; a score has one for every five points."""
    effects: list[EffectRead]


class FixedRead(Read):
    """A leaf below its best that nothing in one's own power moves, and why."""

    axis: str
    code: str
    title: str
    score: Score | None
    reason: str


class ImpossibleRead(Read):
    """Why nothing in one's own power is enough."""

    code: Literal["highest-box", "data-missing", "out-of-reach"]
    reason: str
    reachable: StandingRead
    """The best that everything in one's own power comes to."""


class CounterfactualRead(Read):
    """The smallest change in a person's own power that reaches a better box, or why none does."""

    map_id: UUID
    employee_id: UUID
    scheme: str
    scheme_sha256: str
    as_of: date
    known_at: datetime
    target_box: int | None
    """What was asked for; null: any better box."""
    before: StandingRead
    possible: bool
    changes: list[ChangeRead]
    """All of them together, and no less: the fewest things, then the smallest steps."""
    after: StandingRead | None
    """Scored anew by the rules, with the changes made; null when it is impossible."""
    verified: bool
    """Whether the rules give the better box, and every smaller step tried does not."""
    smaller_steps_tried: int
    impossible: ImpossibleRead | None
    fixed: list[FixedRead]

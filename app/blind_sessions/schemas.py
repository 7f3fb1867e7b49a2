"""How blind sessions are worded."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.blind_sessions.models import State
from app.core.schemas import Body, Read
from app.talent_pools.eligibility import Verdict
from app.talent_pools.readiness import Readiness

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]
Pseudonym = Annotated[str, Field(min_length=1, max_length=8, examples=["K-47"])]


class NewBlindSession(Body):
    """A session in which the committee ranks the eligible of a pool without their names."""

    pool_id: UUID
    """The pool whose members are ranked."""
    position_id: UUID
    """The position for which they are ranked; only its eligible take part."""
    purpose: Words
    """What for, as it stays on record."""
    members: Annotated[list[UUID], Field(min_length=2, max_length=50)]
    """Ids of the committee who rank: of clients, or `actor_id` of memberships."""
    quorum: Annotated[int, Field(ge=2, le=50)]
    """How many rankings it takes to close the session."""
    most: Annotated[int, Field(ge=3, le=60)] = 30
    """At most so many candidates, from the best of the pool on."""


class Cancellation(Body):
    """Why a session ends without a ranking."""

    reason: Words


class NewMark(Body):
    """A candidate in a ranking, and why there."""

    pseudonym: Pseudonym
    reason: Words
    """Why; names of civil servants and NIPs are refused."""


class NewRanking(Body):
    """Every candidate of a session, best first."""

    ranking: Annotated[list[NewMark], Field(min_length=1, max_length=60)]
    """Each candidate once; no two share a place."""


class MemberRead(Read):
    """Who ranks in a session."""

    actor_id: UUID
    name: str


class PostRead(Read):
    """What the position asks, as of the opening."""

    name: str
    level: str | None
    required_rank: str | None
    required_education: str | None
    required_training: str | None
    required_experience_years: int | None


class BlindSessionRead(Read):
    """A session; nothing in it says who the candidates are."""

    id: UUID
    agency_id: UUID
    pool_id: UUID
    position_id: UUID
    pool_revision: int
    """The revision of the pool when its members were frozen."""
    purpose: str
    post: PostRead
    quorum: int
    state: State
    owner_id: UUID
    owner_name: str
    created_at: datetime
    ended_at: datetime | None
    cancelled_because: str | None
    candidates: int
    """How many are ranked."""
    members: list[MemberRead]


class RuleRead(Read):
    """How a rule of eligibility ended, without the datum behind it."""

    rule: str
    result: Verdict


class GapRead(Read):
    """A rule that does not pass, and how far it is from passing; no day."""

    rule: str
    readiness: Readiness


class ProfileRead(Read):
    """All that is shown of a candidate; coarse, so that no earlier list tells who it is."""

    box: int | None
    performance: Annotated[str | None, Field(examples=["85-90"])]
    """Five points in which the score lies: from the first, and below the last."""
    potential: Annotated[str | None, Field(examples=["80-85"])]
    value: Annotated[str | None, Field(examples=["80-85"])]
    readiness: Readiness
    rules: list[RuleRead]
    gaps: list[GapRead]
    education: Annotated[str | None, Field(examples=["S-2"])]
    """Level of the highest education; neither school nor subject."""
    golongan: Annotated[str | None, Field(examples=["IV"])]
    """Golongan without its ruang."""
    years_in_position: Annotated[str | None, Field(examples=["5-9"])]
    """Band of full years in the position, as of the day of the map."""
    training: Annotated[str | None, Field(examples=["PKA"])]
    """Highest leadership training that could be read."""


class CandidateRead(Read):
    """A candidate under a pseudonym."""

    pseudonym: Pseudonym
    profile: ProfileRead


class MarkRead(Read):
    """The place that a member gave to a candidate, and why."""

    pseudonym: Pseudonym
    place: int
    reason: str


class RankingRead(Read):
    """A member's ranking."""

    session_id: UUID
    actor_id: UUID
    counts: bool
    """False when the member's relation to a candidate became known."""
    given_at: datetime
    marks: list[MarkRead]


class AgreedRead(Read):
    """Where a candidate stands by all rankings together."""

    rank: int
    """Shared by those whose mean is equal: 1, 2, 2, 4."""
    pseudonym: Pseudonym
    mean: Annotated[str, Field(examples=["1.67"])]
    """The mean place, with two decimals; ranks are compared exactly."""


class ResultRead(Read):
    """What the rankings come to."""

    session_id: UUID
    counted: int
    """How many rankings count."""
    order: list[AgreedRead]
    rankings: list[RankingRead]


class IdentityRead(Read):
    """Who a pseudonym was."""

    pseudonym: Pseudonym
    rank: int | None
    """By the committee; null where no ranking counts."""
    pool_rank: int | None
    """In the pool, when the session was opened."""
    employee_id: UUID
    nip: str
    name: str


class RegisterRead(Read):
    """The register of a closed session."""

    session_id: UUID
    items: list[IdentityRead]

"""How routes of requests are worded."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.approvals.kinds.names import Kind
from app.approvals.workflow import Place, Rule
from app.core.schemas import Body, Read


class PersonRead(Read):
    """Somebody who acted."""

    id: UUID
    """The actor's id."""
    name: str
    """The actor's name."""


class StandInRead(PersonRead):
    """Somebody who may step in for another now."""

    acting: Literal["plt", "plh"] | None
    """Whether they act in the office; null is by delegation."""
    until: date
    """The last day on which they may (UTC)."""


class DeciderRead(PersonRead):
    """Somebody who may decide at a stage."""

    acting: Literal["plt", "plh"] | None
    """Whether they were named because they act in the office."""
    absent_until: date | None
    """The last day of their absence, while they are away."""
    stand_ins: list[StandInRead]
    """Who may decide for them now, in their place and never beside them."""


class RouteStage(Body):
    """A stage of a route."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    """What people call it."""
    role: Literal["analyst", "committee", "pyb", "ppk", "kanreg", "bkn"]
    """Who decides here."""
    where: Place = Place.AGENCY
    """Where they are: `region` for kanreg, `bkn` for bkn, `agency` for the others."""
    rule: Rule = Rule.ANY
    """`any` of them, `all` of them, or a `count`."""
    needed: Annotated[int, Field(ge=1, le=20)] | None = None
    """Approvals needed, with the rule `count` and no other."""
    days: Annotated[int, Field(ge=1, le=90)] = 5
    """Working days that the stage is given."""
    condition: dict[str, Any] | None = None
    """When the stage applies to a content: `{"all": [..]}`, `{"any": [..]}`, `{"not": ..}` or
    `{"pointer": "/pool/members", "is": "size_at_least", "value": 10}` (also `equals`, `in`,
    `present`, `at_least`, `at_most`, `size_at_most`). Null is always; where the answer is not
    known, the stage applies."""
    escalates_to: Annotated[
        Literal["analyst", "committee", "pyb", "ppk", "kanreg", "bkn"] | None,
        Field(exclude_if=lambda role: role is None),
    ] = None
    """The role that is told when the stage is overdue. Null is the role of the next stage, and for
    the last one the PPK, unless it is theirs."""


class RouteDraft(Body):
    """The whole route of a kind."""

    kind: Kind
    """The kind whose requests take it."""
    stages: Annotated[list[RouteStage], Field(min_length=1, max_length=12)]
    """Its stages, in their order."""


class StageRead(Read):
    """One step of the route."""

    position: int
    """Its place, counted from 1."""
    name: str
    """What people call it."""
    role: str
    """Who decides here."""
    where: Place
    """Where they are."""
    rule: Rule
    """`any` of them, `all` of them, or a `count`."""
    needed: int | None
    """Approvals needed; null where it is counted at submission."""
    days: int
    """Working days that it is given."""
    condition: dict[str, Any] | None
    """When it applies; null is always."""
    escalates_to: str | None
    """The role that is told when it is overdue; null where nobody stands above."""
    people: list[DeciderRead]
    """Who may decide here, as found at submission; nobody before."""
    approvals: int
    """Live approvals so far."""
    state: Literal["ahead", "waiting", "passed", "skipped"]
    """Whether it is done, waits, is still to come, or does not apply to this content."""
    blocked: bool
    """Whether it cannot pass as things stand: too few of its people are left who have not abstained
    or decided elsewhere, and are there or have somebody who may step in for them. The way out is a
    stand-in, or to withdraw the request, or to return it."""


class PlannedStage(StageRead):
    """One step of the route with its day."""

    due_on: date | None
    """The working day by which it is due, if those before it take all their days."""
    unstaffed: bool
    """Whether too few different people are there for it; it cannot be submitted then."""


class RequestRoute(Read):
    """The route of a request: frozen, or as a submission now would freeze it."""

    frozen: bool
    """Whether it is the one of the submission."""
    version: int | None
    """The version of the agency's own route; 0 is the one of the kind."""
    sha256: str | None
    """SHA-256 of the canonical route, kept with the submission."""
    stages: list[PlannedStage]
    """Its stages."""


class RouteRead(Read):
    """The route that an agency's requests of a kind take."""

    agency_id: UUID
    """The agency."""
    kind: Kind
    """The kind."""
    version: int
    """Its version; 0 is the one of the kind, before the agency approved one of its own."""
    sha256: str
    """SHA-256 of its canonical form (RFC 8785)."""
    stages: list[dict[str, Any]]
    """Its stages, as they are sent to change it."""
    request_id: UUID | None
    """The request that approved it."""

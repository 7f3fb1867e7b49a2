"""How calibrations are worded."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.calibrations.models import ReasonCode, State
from app.calibrations.voting import Choice, Outcome
from app.core.schemas import Body, Read

Box = Annotated[int, Field(ge=1, le=9, examples=[8])]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]


AGENDA = 500
"""Items that an agenda holds at most."""


class NewAgendaItem(Body):
    """A person to be discussed, or everybody in a box."""

    employee_id: UUID | None = None
    box: Box | None = None


class NewCalibration(Body):
    """A session to be held on a finished map."""

    map_id: UUID
    """The finished talent map."""
    name: Annotated[str, Field(min_length=3, max_length=200)]
    """Name, unique within the agency."""
    held_on: date
    """The day of the session."""
    members: Annotated[list[UUID], Field(min_length=2, max_length=50)]
    """Ids of the committee, PyB and PPK who decide: of clients, or `actor_id` of memberships."""
    quorum: Annotated[int, Field(ge=2, le=50)]
    """How many members must attend, and how many votes open those on a move."""
    agenda: Annotated[list[NewAgendaItem], Field(min_length=1, max_length=AGENDA)]
    """Whom or which boxes the session is about, in order; moves are for these alone."""


class MoreAgenda(Body):
    """Further people or boxes for the agenda of an open session."""

    agenda: Annotated[list[NewAgendaItem], Field(min_length=1, max_length=AGENDA)]
    """They come behind those that are there; 500 together at most."""
    reason: Reason
    """Why they are taken up; kept in the event log."""


class NewMove(Body):
    """Another box for one person, with reasons."""

    employee_id: UUID
    """The person; must have a box on the map and be on the agenda."""
    to_box: Box
    """The box to move to, in the map's numbering."""
    reason_code: ReasonCode
    """Why, from a closed list."""
    justification: Annotated[str, Field(max_length=4000)]
    """Why, in sentences: at least 40 characters that are no filler."""
    authoriser_id: UUID
    """The member, other than the proposer, who authorises the move if it is approved."""


class NewVote(Body):
    """What a member says to a move."""

    vote: Choice
    reason: Reason
    """Why; seen by others once the votes are opened."""


class Cancellation(Body):
    """That a session will move nobody."""

    reason: Reason


class MemberRead(Read):
    """A member of the session."""

    actor_id: UUID
    name: str
    attended_at: datetime | None
    """When the member put the own attendance on record."""


class AgendaItemRead(Read):
    """A person or a box on the agenda."""

    place: int
    employee_id: UUID | None
    box: Box | None


class CalibrationRead(Read):
    """A calibration session on a finished map."""

    id: UUID
    agency_id: UUID
    map_id: UUID
    name: str
    held_on: date
    quorum: int
    state: State
    """`open`, then `closed` for good or `cancelled`."""
    owner_id: UUID
    """Who called the session; closes it or cancels it."""
    owner_name: str
    members: list[MemberRead]
    agenda: list[AgendaItemRead]
    created_at: datetime
    ended_at: datetime | None
    cancelled_because: str | None
    register_sha256: str | None
    """SHA-256 of the register's `content` at closing; the event of the closing names it too."""


class MoveRead(Read):
    """A move and how far it is; how its votes went is in the register once they are opened."""

    id: UUID
    session_id: UUID
    employee_id: UUID
    box: Box
    """The computed box."""
    to_box: Box
    reason_code: ReasonCode
    justification: str
    proposed_by: UUID
    authoriser_id: UUID
    counted: int
    """How many votes count so far."""
    revealed_at: datetime | None
    """When the votes were opened, all at once."""
    outcome: Outcome
    created_at: datetime


class VoteRecord(Read):
    """An opened vote."""

    actor_id: UUID
    vote: Choice
    reason: str
    counts: bool
    """False when a relation of the member undid it before the session was closed."""


class MoveRecord(Read):
    """What is hashed of a move, as it was when the session was closed (RFC 8785, SHA-256)."""

    id: UUID
    employee_id: UUID
    cell: str
    calibrated_cell: str
    reason_code: ReasonCode
    justification: str
    proposed_by: UUID
    authoriser_id: UUID
    authorised_at: str | None
    votes: list[VoteRecord] | None
    """By member; null while they are sealed."""


class RegisterItem(Read):
    """A person before and after."""

    employee_id: UUID
    nip: str
    """NIP, masked."""
    name: str
    box: Box
    """The computed box."""
    calibrated_box: Box
    """The box that the move proposes; the person's once it stands."""
    outcome: Outcome
    """As of now: a relation that became known after the closing counts."""
    standing: bool
    """Whether the move stands (in an open session: would stand if it were closed now)."""
    void_votes: list[UUID]
    """Members whose votes a relation undid, whenever it became known."""
    record: MoveRecord
    sha256: str | None
    """SHA-256 of `record` at closing; null before."""


class RegisterRead(Read):
    """The before/after register of a session."""

    id: UUID
    state: State
    register_sha256: str | None
    content: dict[str, Any]
    """What `register_sha256` is the hash of (RFC 8785): the session, who attended, and the hash of
    each move's record."""
    items: list[RegisterItem]


class CalibratedBox(Read):
    """How many people stand in a box before and after."""

    box: Box
    cell: str
    """Performance, then potential: `high/mid`."""
    computed: int
    calibrated: int


class CalibratedNineBox(Read):
    """The nine boxes of the map before and after the session."""

    map_id: UUID
    state: Literal["open", "closed", "cancelled"]
    moved: int
    """How many moves stand."""
    boxes: list[CalibratedBox]

"""How requests for approval are worded."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StrictFloat, StrictInt, StrictStr

from app.access.schemas import KeyRead
from app.approvals.checklist import Item, Readiness
from app.approvals.kinds.names import Kind
from app.approvals.reasons import Reason
from app.approvals.route_schemas import DeciderRead, PersonRead, RouteDraft, StageRead
from app.approvals.workflow import Action, Status
from app.core.schemas import Body, Read
from app.employees.history_queries import HistoryKind

Sha256 = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{64}$",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]
Note = Annotated[str, Field(max_length=2000)]


class ChecklistEntry(Body):
    """How far one item of the readiness checklist is."""

    code: Item
    """The item."""
    status: Readiness
    """`missing`, `in_progress` or `ready`; all must be `ready` to submit."""
    note: Note | None = None
    """What the examiner should know, for example where the document is."""
    attachment_sha256: Sha256 | None = None
    """SHA-256 of a file attached to the request, so that the decision binds to it too."""


Checklist = Annotated[list[ChecklistEntry], Field(max_length=len(Item))]


Value = StrictStr | StrictInt | StrictFloat | None


class CorrectionDraft(Body):
    """What is wrong in a record of a person, and the document that shows it."""

    employee_id: UUID
    """The person."""
    history: HistoryKind
    """The history that the record is of. Discipline, feedback and assessments are corrected at
    their source, by an import: requests are read by more people than they are for."""
    record_id: UUID
    """The record, by its id in `GET /v1/employees/{id}/histories/{kind}`; one that is known now."""
    values: Annotated[dict[str, Value], Field(min_length=1, max_length=12)]
    """What it should say, by the names of its fields; null empties one. They are judged by the
    rules of imports, and what follows from them (quadrant, predicate, a rank's name) follows."""
    reason: Annotated[str, Field(min_length=10, max_length=1000)]
    """What the document shows."""
    document_no: Annotated[str, Field(min_length=1, max_length=100)]
    """Number of the decree or other document."""
    document_date: date
    """Its date."""
    attachment_sha256: Sha256 | None = None
    """SHA-256 of the document, attached to the request."""


class ApprovalRequestDraft(Body):
    """A request to begin. It is a draft until it is submitted."""

    kind: Kind
    """`talent_pool`: fix a kelompok rencana suksesi. `implementation`: *persetujuan penerapan*,
    the readiness of an agency, decided by BKN. `route_change`: how requests of a kind are
    decided in the agency. `talent_map`: fix a talent map. `scoring_scheme`: measure the
    agency's people by a scheme. `placement`: appoint whom the PPK chose. `correction`: correct a
    record of a person that a document shows to be wrong."""
    subject_id: UUID | None = None
    """What is asked about: the talent pool, map, scheme or placement proposal; absent for the
    other kinds."""
    agency_id: UUID | None = None
    """The agency that asks, where the subject does not say it: `implementation`, `route_change`
    and `scoring_scheme`; needed where one's roles hold in several."""
    checklist: Checklist | None = None
    """The readiness checklist, for `implementation`; items left out are `missing`."""
    route: RouteDraft | None = None
    """The new route, for `route_change`."""
    correction: CorrectionDraft | None = None
    """What to correct, for `correction`."""


class Amendment(Body):
    """What to change in the content of a request that holds its content itself."""

    checklist: Checklist | None = None
    """Items of the checklist to replace, each as a whole; the others stay as they are."""
    route: RouteDraft | None = None
    """The new route, as a whole."""
    correction: CorrectionDraft | None = None
    """The correction, as a whole; of the same record."""
    content_sha256: Sha256
    """The content that was read and is changed, as the request shows it."""


class CauseRead(Read):
    """Why decisions lost their force."""

    cause: str
    """What happened: `content_changed`, or what became of the subject (`talent_pool_revised`,
    `talent_map_calibrated`, `placement_withdrawn`)."""
    before: str
    """The hash or the revision that was decided on."""
    after: str
    """The hash or the revision after the change."""


class DecisionRead(Read):
    """One person's decision. It is never changed; a change of content voids it."""

    id: UUID
    """The decision."""
    round: int
    """The submission that it belongs to, counted from 1."""
    stage: int
    """The stage that it was made at, counted from 1."""
    role: str
    """The role that it was made in."""
    actor: PersonRead
    """Who decided."""
    on_behalf_of: PersonRead | None
    """For whom they decided, where it was not for themselves; both have decided then."""
    acting: Literal["plt", "plh"] | None
    """Whether they acted in the office."""
    decision: Action
    """`approve`, `return`, `reject` or `abstain`."""
    reason_code: Reason
    """Why, from a closed list."""
    reason: str | None
    """Why; always there unless approved."""
    to_stage: int | None
    """The earlier stage that a return went back to; null is the requester."""
    content_sha256: str
    """What was decided on."""
    decided_at: datetime
    """When, by the database's clock."""
    voided_at: datetime | None
    """When it lost its force, if it did."""
    voided_by: CauseRead | None
    """What changed, if it lost its force."""


class ChangeRead(Read):
    """One difference between the content last submitted and the content now."""

    pointer: str
    """JSON pointer; `key=value` names an item of a list."""
    kind: Literal["added", "removed", "changed", "reordered"]
    """What happened to it."""
    before: Any
    """The value that was submitted; null where it was added."""
    after: Any
    """The value now; null where it was removed."""


class LetterRead(Read):
    """The letter of an approved request."""

    number: str
    """Its number."""
    date: date
    """Its date, in Western Indonesian time."""
    sha256: str
    """SHA-256 of the PDF."""
    verify_code: str
    """The code that it is verified by."""
    verify_url: str
    """The public page that says whether it is valid."""


class ApprovalRequestRead(Read):
    """A request with its route, its decisions and its content."""

    id: UUID
    """The request."""
    kind: Kind
    """What is asked for."""
    agency_id: UUID
    """The agency that asks."""
    subject_id: UUID
    """What is asked about: a pool, map, scheme, proposal or record; else the agency itself."""
    title: str
    """What is asked for, in one line."""
    status: Status
    """Where it stands."""
    round: int
    """How often it has been submitted."""
    stage: int
    """The stage that waits, counted from 1; 0 when none waits."""
    content: dict[str, Any]
    """What is decided on; its RFC 8785 form is what `content_sha256` is the hash of."""
    content_sha256: str
    """SHA-256 of the canonical content; a decision must name it."""
    requester: PersonRead
    """Who asked."""
    created_at: datetime
    """When it was drafted."""
    closed_at: datetime | None
    """When it was approved or rejected."""
    route: list[StageRead]
    """Who decides in which order: frozen at submission, a preview before."""
    waits_for: list[DeciderRead]
    """Whose decision is open at the stage that waits: named at submission, and neither they nor
    anybody in their place has decided in this round. Who may step in is named under each."""
    decisions: list[DecisionRead]
    """Every decision of every round, oldest first."""
    change: CauseRead | None
    """Why it fell back, until it is submitted again."""
    changes: list[ChangeRead]
    """What differs now from what was last submitted, at most 200 differences."""
    letter: LetterRead | None
    """The letter, once approved."""


class ApprovalRequestItem(Read):
    """A request in the list."""

    id: UUID
    """The request."""
    kind: Kind
    """What is asked for."""
    agency_id: UUID
    """The agency that asks."""
    subject_id: UUID
    """What is asked about: a pool, map, scheme, proposal or record; else the agency itself."""
    title: str
    """What is asked for, in one line."""
    status: Status
    """Where it stands."""
    round: int
    """How often it has been submitted."""
    stage: int
    """The stage that waits, counted from 1; 0 when none waits."""
    waiting_role: str | None
    """The role that the request waits for."""
    content_sha256: str
    """SHA-256 of the canonical content."""
    requester_name: str
    """Who asked."""
    created_at: datetime
    """When it was drafted."""
    closed_at: datetime | None
    """When it was approved or rejected."""
    letter_number: str | None
    """The letter's number, once approved."""


class SignatureRead(Read):
    """A signature over the hash of a PDF."""

    algorithm: str
    """`Ed25519` (RFC 8032)."""
    key_id: str
    """Which of the keys in `/.well-known/letter-keys.json`."""
    value: str
    """The signature of the 32 bytes of the PDF's SHA-256, in base64url without padding."""


class LetterKeySet(Read):
    """The keys with which letters were signed."""

    keys: list[KeyRead]
    """All that there ever were, the newest first."""


class VerificationRead(Read):
    """What anybody may know of a letter."""

    code: str
    """The code."""
    status: Literal["valid", "void"]
    """`void` when the approved content changed afterwards."""
    number: str
    """The letter's number."""
    date: date
    """The letter's date."""
    kind: Kind
    """What was approved."""
    agency: str
    """The agency whose request it was."""
    content_sha256: str
    """SHA-256 of the canonical content that was approved."""
    letter_sha256: str
    """SHA-256 of the PDF as it was issued."""
    signature: SignatureRead | None
    """Who has the PDF and the key verifies it without us; null for letters from before."""

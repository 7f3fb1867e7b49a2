"""What is kept of requests: the request, its rounds and frozen stages, decisions, the letter."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.approvals import by_mandate
from app.approvals.reasons import Reason
from app.approvals.workflow import Action, Rule, Status
from app.core.db import Identified, Model, names_of

REASON_OF_ACTION = """
case decision
  when 'approve' then reason_code in ('in_order', 'in_order_with_notes')
  when 'return' then reason_code in ('incomplete', 'data_wrong', 'unclear', 'procedure')
  when 'reject' then reason_code in ('not_eligible', 'not_lawful', 'not_needed', 'procedure')
  when 'abstain' then reason_code in ('family', 'business', 'subordinate', 'other_interest')
end"""
HASHED = "approval_content_sha256(content)"


class KindRow(Model):
    """A kind of request that there is; what it means is code."""

    __tablename__ = "approval_kinds"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    definitive_last_word: Mapped[bool] = mapped_column(server_default=true())
    """Whether nobody who only acts in an office gives the last word."""


class Request(Identified):
    """A request for approval and where it stands."""

    __tablename__ = "approval_requests"
    __table_args__ = (
        CheckConstraint(
            "status in ('draft', 'submitted', 'returned', 'rejected', 'approved', 'void')",
            name="request_status_known",
        ),
        CheckConstraint("(status = 'submitted') = (stage > 0)", name="stage_waits_when_submitted"),
        CheckConstraint(
            "(status in ('approved', 'void')) = (verify_code is not null)",
            name="letter_comes_with_approval",
        ),
        CheckConstraint(
            "num_nulls(verify_code, letter_year, letter_serial, letter_number, letter_date)"
            " in (0, 5)",
            name="letter_whole",
        ),
        UniqueConstraint("verify_code", name="verify_code_unique"),
        UniqueConstraint("agency_id", "id", name="request_in_agency"),
        UniqueConstraint(
            "agency_id", "kind", "letter_year", "letter_serial", name="letter_serial_unique"
        ),
        Index(
            "one_live_request_per_subject",
            "kind",
            "subject_id",
            "agency_id",
            unique=True,
            postgresql_where=text(
                "status in ('draft', 'submitted', 'returned')"
                " or (exclusive and status = 'approved')"
            ),
        ),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    kind: Mapped[str] = mapped_column(ForeignKey("approval_kinds.name"))
    subject_id: Mapped[UUID]
    """What is asked about; of which table, the kind knows."""
    exclusive: Mapped[bool]
    """Whether an approval keeps the subject taken, until it is void."""
    title: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(Text, Computed(HASHED, persisted=True))
    status: Mapped[Status] = mapped_column(names_of(Status), default=Status.DRAFT)
    round: Mapped[int] = mapped_column(default=0)
    stage: Mapped[int] = mapped_column(default=0)
    change: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Why the request fell back: cause, before, after. Gone when it is submitted again."""
    requester_id: Mapped[UUID]
    requester_name: Mapped[str] = mapped_column(Text)
    authors: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    """Everybody who asked for, edited or submitted it, as actors and as civil servants where
    those are known; none of them decides."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    closed_at: Mapped[datetime | None]
    """When it was approved or rejected."""
    verify_code: Mapped[str | None] = mapped_column(Text)
    letter_year: Mapped[int | None]
    letter_serial: Mapped[int | None]
    letter_number: Mapped[str | None] = mapped_column(Text)
    letter_date: Mapped[date | None]


def _of_request(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["agency_id", "request_id"],
        ["approval_requests.agency_id", "approval_requests.id"],
        name=name,
    )


class Round(Identified):
    """One submission: the content as it went out, and who sent it."""

    __tablename__ = "approval_rounds"
    __table_args__ = (
        _of_request("round_of_request"),
        UniqueConstraint("request_id", "round", name="one_row_per_round"),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    round: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(Text, Computed(HASHED, persisted=True))
    route_version: Mapped[int | None]
    """0 is the kind's own route; NULL was before routes had versions."""
    route_sha256: Mapped[str | None] = mapped_column(Text)
    last_editor: Mapped[UUID | None]
    """Who changed the subject last, where it is not the request that holds the content."""
    submitter_id: Mapped[UUID]
    submitter_name: Mapped[str] = mapped_column(Text)
    submitted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class StageRow(Identified):
    """A stage of a round's route, frozen at submission."""

    __tablename__ = "approval_stages"
    __table_args__ = (
        _of_request("stage_of_request"),
        CheckConstraint("position >= 1", name="stage_position_from_one"),
        CheckConstraint("needed >= 1", name="stage_needs_somebody"),
        CheckConstraint("rule in ('any', 'all', 'count')", name="stage_rule_known"),
        CheckConstraint("days between 1 and 90", name="stage_given_days"),
        CheckConstraint("not skipped or condition is not null", name="skipped_by_a_condition"),
        UniqueConstraint("request_id", "round", "position", name="one_row_per_stage"),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    round: Mapped[int]
    position: Mapped[int]
    role: Mapped[str] = mapped_column(Text)
    rule: Mapped[Rule] = mapped_column(names_of(Rule))
    needed: Mapped[int]
    name: Mapped[str] = mapped_column(Text, server_default="")
    days: Mapped[int] = mapped_column(server_default="5")
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    skipped: Mapped[bool] = mapped_column(server_default=false())
    prerequisites: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    """What must be recorded before it approves."""
    escalates_to: Mapped[str | None] = mapped_column(Text)
    """The role that is told when it is overdue; NULL where nobody stands above."""


class StagePerson(Identified):
    """Somebody who may decide at a stage, as they were found at submission."""

    __tablename__ = "approval_stage_people"
    __table_args__ = (
        _of_request("person_of_request"),
        UniqueConstraint("request_id", "round", "position", "actor_id", name="one_place_per_actor"),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    round: Mapped[int]
    position: Mapped[int]
    actor_id: Mapped[UUID]
    person_id: Mapped[UUID]
    """The civil servant where one is known, else the actor: the same for all their accounts."""
    name: Mapped[str] = mapped_column(Text)
    acting: Mapped[str | None] = mapped_column(String(3))


class RouteRow(Identified):
    """A route of an agency's own, as it was approved; the newest version is in force."""

    __tablename__ = "approval_routes"
    __table_args__ = (
        _of_request("route_of_request"),
        UniqueConstraint("agency_id", "kind", "version", name="one_route_per_version"),
    )

    agency_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(ForeignKey("approval_kinds.name"))
    version: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(
        Text, Computed("approval_content_sha256(document)", persisted=True)
    )
    request_id: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Decision(by_mandate.ByMandate, Identified):
    """What one person decided on one content. Never changed; voided when the content changes."""

    __tablename__ = "approval_decisions"
    __table_args__ = (
        _of_request("decision_of_request"),
        CheckConstraint(
            "decision in ('approve', 'return', 'reject', 'abstain')", name="decision_known"
        ),
        CheckConstraint(REASON_OF_ACTION, name="reason_code_of_action"),
        CheckConstraint(
            "to_stage is null or (decision = 'return' and to_stage between 1 and stage - 1)",
            name="only_a_return_goes_back",
        ),
        CheckConstraint(
            "decision = 'approve' or coalesce(btrim(reason), '') <> ''",
            name="reason_unless_approved",
        ),
        CheckConstraint(
            "(voided_at is null) = (voided_by is null)", name="void_decision_has_a_cause"
        ),
        Index(
            "one_decision_per_person",
            "request_id",
            "round",
            "person_id",
            unique=True,
            postgresql_where=text("voided_at is null"),
        ),
        *by_mandate.rules(),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    round: Mapped[int]
    stage: Mapped[int]
    role: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(Text)
    person_id: Mapped[UUID]
    """The civil servant where one is known, else the actor; the database says who."""
    decision: Mapped[Action] = mapped_column(names_of(Action))
    reason_code: Mapped[Reason] = mapped_column(names_of(Reason))
    reason: Mapped[str | None] = mapped_column(Text)
    to_stage: Mapped[int | None]
    """The earlier stage that a return goes back to; NULL is the requester."""
    content_sha256: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """What changed: cause, before, after."""


class LetterFile(Identified):
    """The letter as it was issued."""

    __tablename__ = "approval_letters"
    __table_args__ = (
        _of_request("letter_of_request"),
        UniqueConstraint("request_id", name="one_letter_per_request"),
        CheckConstraint(
            "num_nulls(signature, signature_algorithm, key_id) in (0, 3)",
            name="letter_signature_whole",
        ),
    )

    agency_id: Mapped[UUID]
    request_id: Mapped[UUID]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str] = mapped_column(
        Text, Computed("encode(sha256(pdf), 'hex')", persisted=True)
    )
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Over the 32 bytes of the PDF's SHA-256; NULL for letters from before they were signed."""
    signature_algorithm: Mapped[str | None] = mapped_column(Text)
    key_id: Mapped[str | None] = mapped_column(
        ForeignKey("letter_keys.key_id", name="letter_signed_with_a_known_key")
    )
    issued_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

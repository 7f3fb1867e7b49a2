"""What happened to a request, read from what is kept of it: one list, oldest first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Integer,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by

from app.approvals.examining_models import Attachment, StepRecord
from app.approvals.inbox_models import Comment, Told, Wait
from app.approvals.models import Decision, Request, Round, StageRow
from app.approvals.queries import SEEN
from app.core.queries import Key, PageQuery, json_object

NOBODY: Any = cast(null(), JSON)
NOWHERE: Any = cast(null(), Integer)


def _word(name: str) -> Any:
    return literal_column(f"'{name}'", Text)


def _entry(
    what: Any,
    at: Any,
    row: Any,
    by: Any = NOBODY,
    where: tuple[Any, Any] = (NOWHERE,) * 2,
    **data: Any,
) -> Select[*tuple[Any, ...]]:
    """Something that happened to the request asked for, if it may be seen."""
    return (
        select(
            cast(what, Text).label("what"),
            at.label("at"),
            row.label("id"),
            where[0].label("round"),
            where[1].label("stage"),
            by.label("by"),
            json_object(**data).label("data"),
        )
        .select_from(Request)
        .where(Request.id == bindparam("request_id", type_=Uuid), SEEN)
    )


_stage = (
    (StageRow.request_id == Wait.request_id)
    & (StageRow.round == Wait.round)
    & (StageRow.position == Wait.stage)
)
_route = (
    select(
        func.json_agg(
            aggregate_order_by(
                json_object(
                    position=StageRow.position,
                    name=StageRow.name,
                    role=StageRow.role,
                    days=StageRow.days,
                    skipped=StageRow.skipped,
                ),
                StageRow.position,
            )
        )
    )
    .where(StageRow.request_id == Round.request_id, StageRow.round == Round.round)
    .correlate(Round)
    .scalar_subquery()
)
_decided = Decision.round, Decision.stage
_waited = Wait.round, Wait.stage


def _person(person: Any, name: Any) -> Any:
    return json_object(id=person, name=name)


_stood_for = case(
    (
        Decision.on_behalf_of.is_not(None),
        _person(Decision.on_behalf_of, Decision.on_behalf_of_name),
    ),
    else_=NOBODY,
)
_parts = (
    _entry(
        _word("drafted"),
        Request.created_at,
        Request.id,
        _person(Request.requester_id, Request.requester_name),
        title=Request.title,
    ),
    _entry(
        _word("submitted"),
        Round.submitted_at,
        Round.id,
        _person(Round.submitter_id, Round.submitter_name),
        (Round.round, NOWHERE),
        content_sha256=Round.content_sha256,
        stages=_route,
    ).join(Round, Round.request_id == Request.id),
    _entry(
        _word("stage_began"),
        Wait.began_at,
        Wait.id,
        where=_waited,
        name=StageRow.name,
        role=StageRow.role,
        days=StageRow.days,
        due_on=Wait.due_on,
    )
    .join(Wait, Wait.request_id == Request.id)
    .join(StageRow, _stage),
    _entry(
        _word("stage_ended"),
        Wait.ended_at,
        Wait.id,
        where=_waited,
        cause=Wait.ended_by["cause"].astext,
    )
    .join(Wait, Wait.request_id == Request.id)
    .where(Wait.ended_at.is_not(None)),
    _entry(
        case((Decision.decision == "return", _word("returned")), else_=_word("decided")),
        Decision.decided_at,
        Decision.id,
        _person(Decision.actor_id, Decision.actor_name),
        _decided,
        role=Decision.role,
        decision=Decision.decision,
        reason_code=Decision.reason_code,
        reason=Decision.reason,
        to_stage=Decision.to_stage,
        on_behalf_of=_stood_for,
        acting=Decision.acting,
    ).join(Decision, Decision.request_id == Request.id),
    _entry(
        _word("decision_voided"),
        Decision.voided_at,
        Decision.id,
        where=_decided,
        cause=Decision.voided_by["cause"].astext,
    )
    .join(Decision, Decision.request_id == Request.id)
    .where(Decision.voided_at.is_not(None)),
    _entry(
        _word("step_recorded"),
        StepRecord.recorded_at,
        StepRecord.id,
        _person(StepRecord.actor_id, StepRecord.actor_name),
        (StepRecord.round, NOWHERE),
        step=StepRecord.step,
        settles=StepRecord.settles,
    ).join(StepRecord, StepRecord.request_id == Request.id),
    _entry(
        _word("attached"),
        Attachment.uploaded_at,
        Attachment.id,
        _person(Attachment.uploaded_by, Attachment.uploaded_by_name),
        name=Attachment.name,
        sha256=Attachment.sha256,
    ).join(Attachment, Attachment.request_id == Request.id),
    _entry(
        _word("commented"),
        Comment.said_at,
        Comment.id,
        _person(Comment.actor_id, Comment.actor_name),
        body=Comment.body,
    ).join(Comment, Comment.request_id == Request.id),
    _entry(
        case((Told.notice == "overdue", _word("escalated")), else_=_word("reminded")),
        Told.told_at,
        Told.id,
        where=_waited,
        notice=Told.notice,
        to_role=Told.to_role,
    )
    .join(Wait, Wait.request_id == Request.id)
    .join(Told, Told.wait_id == Wait.id),
    _entry(
        case((Request.status == "rejected", _word("rejected")), else_=_word("approved")),
        Request.closed_at,
        Request.id,
        letter_number=Request.letter_number,
    ).where(Request.closed_at.is_not(None)),
)
_all = union_all(*_parts).subquery("happened")
TIMELINE = PageQuery(
    "approval-timeline",
    select(*_all.c),
    keys=(Key("at", datetime), Key("id", UUID), Key("what", str)),
)

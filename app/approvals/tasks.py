"""What waits for somebody, as tasks in the order in which they are due, and how many there are."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    column,
    distinct,
    false,
    func,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import array

from app.approvals.comment_queries import UNSEEN_COUNT
from app.approvals.examining_models import StepRecord
from app.approvals.inbox_models import Wait
from app.approvals.models import KindRow, Request, StageRow
from app.approvals.queries import SEEN
from app.core.queries import Key, PageQuery, Query, json_object
from app.organisation.models import Agency

VOICES = func.approval_tasks().table_valued(
    column("place_id", Uuid),
    column("request_id", Uuid),
    column("capacity", Text),
    column("acting", Text),
    column("until", Date),
    column("giver_id", Uuid),
    column("giver_name", Text),
    column("last", Boolean),
    name="voice",
)
ME = func.context_actor(type_=Uuid)
OVERDUE = Wait.due_on < bindparam("today", type_=Date)
_required = (
    func.unnest(StageRow.prerequisites)
    .table_valued(column("step", Text), name="required")
    .render_derived()
)
_settled = (
    select(StepRecord.settles)
    .where(
        StepRecord.request_id == Request.id,
        StepRecord.round == Request.round,
        StepRecord.step == _required.c.step,
    )
    .order_by(StepRecord.recorded_at.desc(), StepRecord.id.desc())
    .limit(1)
    .correlate(Request, _required)
    .scalar_subquery()
)
MISSING = func.array(
    select(_required.c.step)
    .where(~func.coalesce(_settled, false()))
    .correlate(StageRow, Request)
    .scalar_subquery(),
    type_=StageRow.prerequisites.type,
)
"""Steps that the stage requires before it approves, and that are not settled yet."""
WHO = array([ME, func.coalesce(VOICES.c.giver_id, ME)])
RELATED = func.approval_conflicts(Request.id, WHO, bindparam("today", type_=Date)) > 0
ALONE = and_(VOICES.c.last, func.approval_alone(Request.id, WHO))
NO_LAST_WORD = and_(VOICES.c.acting.is_not(None), VOICES.c.last, KindRow.definitive_last_word)


def _of_me(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(VOICES)
        .join(Request, Request.id == VOICES.c.request_id)
        .join(KindRow, KindRow.name == Request.kind)
        .join(
            StageRow,
            and_(
                StageRow.request_id == Request.id,
                StageRow.round == Request.round,
                StageRow.position == Request.stage,
            ),
        )
        .join(Agency, Agency.id == Request.agency_id)
        .join(Wait, and_(Wait.request_id == Request.id, Wait.ended_at.is_(None)))
        .where(SEEN)
    )


TASKS = PageQuery(
    "approval-tasks",
    _of_me(
        json_object(
            id=Request.id,
            kind=Request.kind,
            title=Request.title,
            agency_id=Request.agency_id,
            agency=Agency.name,
            content_sha256=Request.content_sha256,
        ).label("request"),
        Request.round,
        Request.stage,
        StageRow.name.label("stage_name"),
        StageRow.role,
        Wait.began_at.label("since"),
        StageRow.days,
        Wait.due_on,
        OVERDUE.label("overdue"),
        VOICES.c.capacity.label("as"),
        VOICES.c.acting,
        json_object(id=func.context_actor(), name=bindparam("actor_name", type_=Text)).label(
            "actor"
        ),
        case(
            (
                VOICES.c.giver_id.is_not(None),
                json_object(id=VOICES.c.giver_id, name=VOICES.c.giver_name),
            ),
            else_=null(),
        ).label("on_behalf_of"),
        VOICES.c.until,
        case(
            (RELATED, "abstain"),
            (NO_LAST_WORD, "return_or_abstain"),
            (ALONE, "return_or_reject"),
            (func.cardinality(MISSING) > 0, "record_steps"),
            else_="decide",
        ).label("next"),
        MISSING.label("missing_steps"),
        Request.id.label("_request_id"),
        VOICES.c.place_id.label("_place_id"),
    ),
    keys=(Key("due_on", date), Key("_request_id", UUID), Key("_place_id", UUID)),
    filters={
        "capacity": VOICES.c.capacity == bindparam("capacity", type_=Text),
        "overdue": bindparam("overdue", type_=Boolean) == OVERDUE,
        "kind": Request.kind == bindparam("kind", type_=Request.kind.type),
    },
)


def _as(capacity: str) -> Any:
    return func.count().filter(VOICES.c.capacity == capacity)


COUNTS = Query(
    _of_me(
        func.count(distinct(Request.id)).label("requests"),
        func.count(distinct(Request.id)).filter(OVERDUE).label("overdue"),
        _as("self").label("self"),
        _as("delegate").label("delegate"),
        _as("acting").label("acting"),
        UNSEEN_COUNT.label("mentions"),
    )
)

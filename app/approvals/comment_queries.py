"""What is said about requests, and who is called, as it is read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Uuid, bindparam, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by

from app.approvals.inbox_models import Comment, Mention
from app.approvals.models import Request
from app.approvals.queries import SEEN
from app.core.queries import Key, PageQuery, json_object

ME = select(func.approval_person(func.context_actor())).scalar_subquery()
CALLS_ME = or_(Mention.actor_id == func.context_actor(), Mention.person_id == ME)
UNSEEN = Mention.seen_at.is_(None)
_called = (
    select(
        func.coalesce(
            func.json_agg(
                aggregate_order_by(
                    json_object(id=Mention.actor_id, name=Mention.name),
                    Mention.name,
                    Mention.actor_id,
                )
            ),
            literal_column("'[]'::json"),
            type_=JSON,
        )
    )
    .where(Mention.comment_id == Comment.id)
    .scalar_subquery()
)
_said_by = json_object(id=Comment.actor_id, name=Comment.actor_name)
COMMENTS = PageQuery(
    "approval-comments",
    select(
        Comment.id,
        _said_by.label("actor"),
        Comment.body,
        Comment.said_at,
        _called.label("mentions"),
        select(Mention.id)
        .where(Mention.comment_id == Comment.id, CALLS_ME, UNSEEN)
        .exists()
        .label("unseen"),
    )
    .join(Request, Request.id == Comment.request_id)
    .where(Comment.request_id == bindparam("request_id", type_=Uuid), SEEN),
    keys=(Key("said_at", datetime), Key("id", UUID)),
)
MENTIONS = PageQuery(
    "approval-mentions",
    select(
        Mention.id,
        json_object(
            id=Request.id, kind=Request.kind, title=Request.title, agency_id=Request.agency_id
        ).label("request"),
        Comment.id.label("comment_id"),
        _said_by.label("actor"),
        Comment.body,
        Comment.said_at,
        Mention.seen_at,
    )
    .join(Comment, Comment.id == Mention.comment_id)
    .join(Request, Request.id == Mention.request_id)
    .where(CALLS_ME, SEEN),
    keys=(Key("said_at", datetime, descends=True), Key("id", UUID, descends=True)),
    filters={"seen": bindparam("seen", type_=Boolean) == Mention.seen_at.is_not(None)},
)
UNSEEN_COUNT = (
    select(func.count())
    .select_from(Mention)
    .join(Request, Request.id == Mention.request_id)
    .where(CALLS_ME, UNSEEN, SEEN)
    .scalar_subquery()
)

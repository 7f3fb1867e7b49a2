"""What can be read of requests: the list, which is also everybody's inbox."""

from sqlalchemy import Boolean, Uuid, and_, bindparam, case, or_, select

from app.approvals.examining_models import Attachment
from app.approvals.kinds.registry import SENT_OUT
from app.approvals.models import Request, StageRow
from app.core.queries import Key, PageQuery

waiting_role = (
    select(StageRow.role)
    .where(
        StageRow.request_id == Request.id,
        StageRow.round == Request.round,
        StageRow.position == Request.stage,
    )
    .scalar_subquery()
)

# `policy.visible_to`, with its answers bound by `policy.seen_by`.
SEEN = or_(
    bindparam("inside", type_=Boolean),
    and_(bindparam("outside", type_=Boolean), SENT_OUT),
)
REQUESTS = PageQuery(
    "approval-requests",
    select(
        Request.id,
        Request.kind,
        Request.agency_id,
        Request.subject_id,
        Request.title,
        Request.status,
        Request.round,
        Request.stage,
        case((Request.stage > 0, waiting_role)).label("waiting_role"),
        Request.content_sha256,
        Request.requester_name,
        Request.created_at,
        Request.closed_at,
        Request.letter_number,
    ).where(SEEN),
    keys=(Key("id", str, descends=True),),
    filters={
        "kind": Request.kind == bindparam("kind", type_=Request.kind.type),
        "status": Request.status == bindparam("status", type_=Request.status.type),
        "subject_id": Request.subject_id == bindparam("subject_id", type_=Request.subject_id.type),
        "waiting_role": waiting_role == bindparam("waiting_role", type_=StageRow.role.type),
    },
)
ATTACHMENTS = PageQuery(
    "approval-attachments",
    select(
        Attachment.id,
        Attachment.sha256,
        Attachment.name,
        Attachment.media_type,
        Attachment.size,
        Attachment.uploaded_by_name,
        Attachment.uploaded_at,
    )
    .join(Request, Request.id == Attachment.request_id)
    .where(Attachment.request_id == bindparam("request_id", type_=Uuid), SEEN),
    keys=(Key("id", str),),
)

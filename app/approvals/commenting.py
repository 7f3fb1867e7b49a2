"""What happens when people talk about a request: it is said once, and who is called is told."""

from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import handling, people, policy
from app.approvals.comment_schemas import CommentDraft, CommentRead
from app.approvals.examining_errors import COMMENT_UNKNOWN, NOT_A_READER, MayNotComment
from app.approvals.inbox_models import Comment, Mention
from app.approvals.models import Request
from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Fault, InvalidRequest
from app.core.identity import Actor

READERS = text("select actor_id, name, outside from approval_readers(:request)")
COMMENTED, MENTIONED = "approval_request.commented", "approval_request.mentioned"


async def say(
    session: AsyncSession, actor: Actor, request_id: UUID, draft: CommentDraft
) -> CommentRead:
    """Say something about a request, and call people who may read it."""
    request = await handling.find(session, actor, request_id)
    if not policy.can_comment(actor):
        raise MayNotComment
    called = await _called(session, request, draft.mentions)
    comment = Comment(
        agency_id=request.agency_id,
        request_id=request.id,
        actor_id=actor.id,
        actor_name=actor.name,
        body=draft.body,
    )
    session.add(comment)
    await session.flush()
    await session.refresh(comment)
    for each in called:
        session.add(
            Mention(
                agency_id=request.agency_id,
                request_id=request.id,
                comment_id=comment.id,
                actor_id=each,
                person_id=each,
                name=called[each],
            )
        )
    gone = InvalidRequest(errors=[Fault("/mentions", "person-unknown", NOT_A_READER)])
    with violations({"mentioned_may_read": gone}):
        await session.flush()
    await _tell(session, actor, request, comment, list(called))
    return CommentRead.model_validate(
        {
            "id": comment.id,
            "actor": {"id": actor.id, "name": actor.name},
            "body": comment.body,
            "said_at": comment.said_at,
            "mentions": sorted(
                ({"id": one, "name": name} for one, name in called.items()),
                key=lambda one: (str(one["name"]), str(one["id"])),
            ),
            "unseen": actor.id in called,
        }
    )


async def _called(session: AsyncSession, request: Request, mentions: list[UUID]) -> dict[UUID, str]:
    """Those who are called, with their names; whoever may not read is as if they were not there."""
    if not mentions:
        return {}
    rows = await session.execute(READERS, {"request": request.id})
    sent_out = policy.is_sent_out(request)
    readers = {row.actor_id: row.name for row in rows if sent_out or not row.outside}
    faults = [
        Fault(f"/mentions/{n}", "person-unknown", NOT_A_READER)
        for n, one in enumerate(mentions)
        if one not in readers
    ]
    if faults:
        raise InvalidRequest(errors=faults)
    return {one: readers[one] for one in mentions}


async def _tell(
    session: AsyncSession, actor: Actor, request: Request, comment: Comment, called: list[UUID]
) -> None:
    """The comment, and each call apart; the words themselves are in no event."""
    agency_id, said = request.agency_id, str(comment.id)
    await audit.record(
        session,
        actor,
        COMMENTED,
        request.id,
        agency_id=agency_id,
        comment_id=said,
        mentions=len(called),
    )
    for one in called:
        await audit.record(
            session,
            actor,
            MENTIONED,
            request.id,
            agency_id=agency_id,
            comment_id=said,
            person=str(one),
        )


async def see(session: AsyncSession, actor: Actor, request_id: UUID, until: UUID) -> int:
    """Mark what calls the actor, up to a comment, as seen; count what was not."""
    request = await handling.find(session, actor, request_id)
    last = await session.scalar(
        select(Comment.said_at).where(Comment.request_id == request.id, Comment.id == until)
    )
    if last is None:
        raise InvalidRequest(errors=[Fault("/until", "comment-unknown", COMMENT_UNKNOWN)])
    person = await people.person_of(session, actor.id)
    read = select(Comment.id).where(Comment.request_id == request.id, Comment.said_at <= last)
    seen = await session.scalars(
        update(Mention)
        .where(
            Mention.request_id == request.id,
            Mention.seen_at.is_(None),
            (Mention.actor_id == actor.id) | (Mention.person_id == person),
            Mention.comment_id.in_(read),
        )
        .values(seen_at=func.clock_timestamp())
        .returning(Mention.id)
    )
    return len(seen.all())

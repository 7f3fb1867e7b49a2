"""What can be asked about objections (sanggah)."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader, Reading
from app.core.routing import ReadRoute
from app.employees import accesses
from app.publications import examples, objections, policy, queries
from app.publications.errors import (
    DecidedBefore,
    InConflict,
    NoRemedy,
    NotPublished,
    ObjectionClosed,
    ObjectionNotFound,
    ObjectionOpen,
    ObjectionRefused,
    PublicationNotFound,
    ResultNotFound,
    WindowClosed,
)
from app.publications.models import Status
from app.publications.schemas import Answer, Followed, NewObjection, ObjectionRead

router = APIRouter(prefix="/objections", tags=["objections"])
reads = APIRouter(prefix="/objections", tags=["objections"], route_class=ReadRoute)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=ObjectionRead,
    responses={
        **problems(
            Forbidden,
            PublicationNotFound,
            ResultNotFound,
            NotPublished,
            ObjectionRefused,
            ObjectionOpen,
            WindowClosed,
        ),
        201: answers(examples.OBJECTION, "The objection, open."),
    },
)
async def file_objection(session: Session, actor: CurrentActor, new: NewObjection) -> Any:
    """Object to one's own published result (sanggah).

    In time, and one at a time. While it is open one is placed in no post. For civil servants.
    """
    return await objections.file(session, actor, new, now=datetime.now(UTC))


@reads.get(
    "",
    response_model=Page[ObjectionRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.OBJECTION))},
)
async def list_objections(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    status: Annotated[Status, Field(description="Only objections that stand here.")] | None = None,
    overdue: Annotated[bool, Field(description="Only those past their day, or not.")] | None = None,
    publication_id: Annotated[UUID, Field(description="Only of this publication.")] | None = None,
) -> bytes:
    """List objections, newest first.

    Civil servants see their own; analysts, the committee and auditors those of the agency.
    """
    if not policy.can_list_objections(reader.actor):
        raise Forbidden
    return await queries.OBJECTIONS.page(
        reader,
        limit,
        cursor,
        **_readable(reader),
        status=status,
        overdue=overdue,
        publication_id=publication_id,
    )


@reads.get(
    "/{objection_id}",
    response_model=ObjectionRead,
    responses={**problems(ObjectionNotFound), 200: answers(examples.UPHELD)},
)
async def get_objection(reader: Reader, objection_id: UUID) -> bytes:
    """Get an objection and what became of it."""
    body = None
    if policy.can_list_objections(reader.actor):
        values = {**_readable(reader), "objection_id": objection_id}
        body = await queries.ONE_OBJECTION.one(reader, **values)
    if body is None:
        raise ObjectionNotFound(id=objection_id)
    await accesses.note(reader, UUID(orjson.loads(body)["employee_id"]), "objection")
    return body


@router.post(
    "/{objection_id}/withdrawal",
    response_model=ObjectionRead,
    responses={
        **problems(Forbidden, ObjectionNotFound, ObjectionClosed),
        200: answers(examples.WITHDRAWN),
    },
)
async def withdraw_objection(session: Session, actor: CurrentActor, objection_id: UUID) -> Any:
    """Withdraw one's own objection. For civil servants."""
    return await objections.withdraw(session, actor, objection_id)


@router.post(
    "/{objection_id}/answer",
    response_model=ObjectionRead,
    responses={
        **problems(
            Forbidden,
            DecidedBefore,
            InConflict,
            ObjectionNotFound,
            ObjectionRefused,
            ObjectionClosed,
        ),
        200: answers(examples.UPHELD),
    },
)
async def answer_objection(
    session: Session, actor: CurrentActor, objection_id: UUID, answer: Answer
) -> Any:
    """Answer an objection, with a reason.

    By an analyst or the committee: somebody who did not announce, compute, publish or calibrate
    this person's result, has no conflict of interest with the person and is not the person. The
    map stays as it is; `remedy` says what follows.
    """
    return await objections.answer(session, actor, objection_id, answer)


@router.post(
    "/{objection_id}/remedy",
    response_model=ObjectionRead,
    responses={
        **problems(Forbidden, ObjectionNotFound, ObjectionRefused, NoRemedy),
        200: answers(examples.REMEDIED),
    },
)
async def link_remedy(
    session: Session, actor: CurrentActor, objection_id: UUID, followed: Followed
) -> Any:
    """Say what followed from an objection that was upheld: the new map, or the calibration.

    Once, and it has to be newer than the answer. For analysts and the committee.
    """
    return await objections.follow(session, actor, objection_id, followed.remedy_id)


def _readable(reader: Reading) -> dict[str, Any]:
    """What of the objections the reader may see."""
    actor = reader.actor
    return {"all": policy.can_list_all(actor), "own": actor.employee_id}

"""What can be asked about the agency's own duties: the register of breaches, and retention."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.core.words import language_of
from app.organisation.errors import AgencyUnclear
from app.privacy import breaches, examples, policy, queries, retention
from app.privacy.errors import (
    AlreadyNotified,
    BreachInvalid,
    BreachNotFound,
    RetentionTooShort,
    RetentionUnknown,
)
from app.privacy.schemas import (
    BreachRead,
    NewBreach,
    Notified,
    RetentionPatch,
    RetentionRead,
    RunRead,
)

router = APIRouter(tags=["privacy"])
reads = APIRouter(tags=["privacy"], route_class=ReadRoute)

Overdue = Annotated[bool, Field(description="Only what is, or is not, past its 3 x 24 hours.")]
AcceptLanguage = Annotated[str | None, Header(description="`id` (default) or `en`.")]
Code = Annotated[str, Field(max_length=32, description="Name of the class.")]


@router.post(
    "/breaches",
    status_code=status.HTTP_201_CREATED,
    response_model=BreachRead,
    responses={201: answers(examples.BREACH), **problems(Forbidden, AgencyUnclear, BreachInvalid)},
)
async def register_breach(session: Session, actor: CurrentActor, breach: NewBreach) -> Any:
    """Put a failure to protect personal data into the register.

    Its clock runs from `discovered_at`: within 3 x 24 hours the authority and the people concerned
    are to be told in writing (UU 27/2022, Pasal 46). For administrators and analysts.
    """
    return await breaches.register(session, actor, breach)


@reads.get(
    "/breaches",
    response_model=Page[BreachRead],
    responses={200: answers({"items": [examples.BREACH], "next": None}), **problems(Forbidden)},
)
async def list_breaches(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    overdue: Overdue | None = None,
) -> bytes:
    """List the register of breaches, newest first.

    For administrators, analysts and auditors. `overdue` are those of which somebody has still to
    be told although the 3 x 24 hours are over.
    """
    if not policy.can_see_breaches(reader.actor):
        raise Forbidden
    return await queries.BREACHES.page(reader, limit, cursor, overdue=overdue)


@reads.get(
    "/breaches/{breach_id}",
    response_model=BreachRead,
    responses={200: answers(examples.BREACH), **problems(BreachNotFound)},
)
async def get_breach(reader: Reader, breach_id: UUID) -> bytes:
    """Show a breach with its clock."""
    body = None
    if policy.can_see_breaches(reader.actor):
        body = await queries.ONE_BREACH.one(reader, breach_id=breach_id)
    if body is None:
        raise BreachNotFound(id=breach_id)
    return body


@router.post(
    "/breaches/{breach_id}/notifications",
    response_model=BreachRead,
    responses={
        200: answers(examples.TOLD),
        **problems(Forbidden, BreachNotFound, AlreadyNotified, BreachInvalid),
    },
)
async def notify_of_breach(
    session: Session, actor: CurrentActor, breach_id: UUID, notified: Notified
) -> Any:
    """Put on record that the authority, or the people concerned, were told.

    Each once: what is on record does not change. For administrators and analysts.
    """
    return await breaches.notified(session, actor, breach_id, notified)


@router.get(
    "/retention-classes",
    response_model=list[RetentionRead],
    responses={200: answers([examples.RETENTION]), **problems(Forbidden)},
)
async def list_retention(
    session: Session, actor: CurrentActor, accept_language: AcceptLanguage = None
) -> Any:
    """List how long each class of data is kept, and how much of it is due now.

    What is due is destroyed every night. For administrators, analysts and auditors.
    """
    return await retention.classes(session, actor, language_of(accept_language))


@router.patch(
    "/retention-classes/{code}",
    response_model=RetentionRead,
    responses={
        200: answers(examples.RETENTION),
        **problems(Forbidden, RetentionUnknown, RetentionTooShort),
    },
)
async def change_retention(
    session: Session,
    actor: CurrentActor,
    code: Code,
    patch: RetentionPatch,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Set how long a class of data is kept, never under its minimum.

    For administrators of the whole installation; it holds for every agency.
    """
    language = language_of(accept_language)
    return await retention.change(session, actor, code, patch.years, language)


@router.post(
    "/retention-runs",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=RunRead,
    responses={202: answers(examples.RUN, "Taken in; a job does it."), **problems(Forbidden)},
)
async def run_retention(session: Session, actor: CurrentActor) -> dict[str, str]:
    """Let a job destroy what is due now, instead of tonight.

    For administrators of the whole installation. What would go: `GET /v1/retention-classes`.
    """
    return {"job": await retention.ask(session, actor)}

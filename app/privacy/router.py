"""What a person can ask about their own data; corrections and restrictions."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.employees import accesses, restrictions
from app.employees.errors import AlreadyRestricted, NotRestricted
from app.privacy import examples, policy, queries, service
from app.privacy.errors import (
    CorrectionDecided,
    CorrectionNotFound,
    NoCivilServant,
    RecordUnknown,
)
from app.privacy.models import Status
from app.privacy.schemas import (
    CorrectionDecision,
    CorrectionRead,
    MeRead,
    NewCorrection,
    NewRestriction,
    PersonExport,
    RestrictionRead,
)

me = APIRouter(prefix="/me", tags=["me"])
router = APIRouter(tags=["privacy"])
reads = APIRouter(tags=["privacy"], route_class=ReadRoute)

OfStatus = Annotated[Status, Field(description="Only requests that stand here.")]
Overdue = Annotated[bool, Field(description="Only what is, or is not, past its 3 x 24 hours.")]
Live = Annotated[bool, Field(description="Only restrictions that hold now, or that were lifted.")]


@me.get("", response_model=MeRead, responses={200: answers(examples.ME)})
async def get_me(response: Response, session: Session, actor: CurrentActor) -> Any:
    """Show who is asking and, to a civil servant, their own record with nothing masked."""
    response.headers["Cache-Control"] = "no-store"
    return await service.me(session, actor)


@me.get(
    "/export",
    response_class=Response,
    responses={
        **problems(NoCivilServant),
        200: {
            "model": PersonExport,
            "description": "Everything, table by table.",
            "content": {"application/json": {"example": examples.EXPORT}},
        },
    },
)
async def export_me(session: Session, actor: CurrentActor) -> Response:
    """Take away everything that is kept about oneself, as it is kept.

    Master record, histories, places in maps and groups, who looked, requests, events: whatever
    table refers to the person is in it. UU 27/2022, Pasal 7 and 13.
    """
    body = await service.exported(session, actor)
    name = f'attachment; filename="talenta-{actor.employee_id}.json"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


@me.post(
    "/restriction",
    status_code=status.HTTP_201_CREATED,
    response_model=RestrictionRead,
    responses={201: answers(examples.RESTRICTION), **problems(Forbidden, AlreadyRestricted)},
)
async def restrict_me(session: Session, actor: CurrentActor, restriction: NewRestriction) -> Any:
    """Restrict the use of one's data: new talent maps leave one out, from now on.

    For civil servants. Maps that are there stay as they are; every new one says how many people
    it left out. UU 27/2022, Pasal 11.
    """
    return await restrictions.restrict(session, actor, restriction.reason)


@me.delete(
    "/restriction",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, NotRestricted),
)
async def lift_my_restriction(session: Session, actor: CurrentActor) -> None:
    """Lift the restriction: new talent maps take one in again."""
    await restrictions.lift(session, actor)


@reads.get(
    "/restrictions",
    response_model=Page[RestrictionRead],
    responses={
        200: answers({"items": [examples.RESTRICTION], "next": None}),
        **problems(Forbidden),
    },
)
async def list_restrictions(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    live: Live | None = None,
) -> bytes:
    """List whom new maps leave out, newest first.

    For analysts and auditors.
    """
    if not policy.can_see_restrictions(reader.actor):
        raise Forbidden
    return await queries.RESTRICTIONS.page(reader, limit, cursor, live=live)


@router.post(
    "/correction-requests",
    status_code=status.HTTP_201_CREATED,
    response_model=CorrectionRead,
    responses={201: answers(examples.CORRECTION), **problems(NoCivilServant, RecordUnknown)},
)
async def ask_correction(session: Session, actor: CurrentActor, correction: NewCorrection) -> Any:
    """Say that something kept about oneself is wrong.

    For civil servants, about themselves. It is to be answered within 3 x 24 hours (UU 27/2022,
    Pasal 30).
    """
    request = await service.ask_correction(session, actor, correction)
    return await service.correction(session, request.id)


@reads.get(
    "/correction-requests",
    response_model=Page[CorrectionRead],
    responses={
        200: answers({"items": [examples.CORRECTION], "next": None}),
        **problems(Forbidden),
    },
)
async def list_corrections(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    status: OfStatus | None = None,
    overdue: Overdue | None = None,
) -> bytes:
    """List requests for correction, newest first.

    A civil servant sees their own; analysts and auditors those of their agency.
    """
    if not policy.can_see_corrections(reader.actor):
        raise Forbidden
    filters = {"status": status, "overdue": overdue}
    return await queries.CORRECTIONS.page(reader, limit, cursor, **filters)


@reads.get(
    "/correction-requests/{correction_id}",
    response_model=CorrectionRead,
    responses={200: answers(examples.CORRECTION), **problems(CorrectionNotFound)},
)
async def get_correction(reader: Reader, correction_id: UUID) -> bytes:
    """Show a request for correction and what became of it."""
    body = None
    if policy.can_see_corrections(reader.actor):
        body = await queries.ONE_CORRECTION.one(reader, correction_id=correction_id)
    if body is None:
        raise CorrectionNotFound(id=correction_id)
    employee_id = UUID(orjson.loads(body)["employee_id"])
    await accesses.note(reader, employee_id, "correction-request")
    return body


@router.post(
    "/correction-requests/{correction_id}/decision",
    response_model=CorrectionRead,
    responses={
        200: answers(examples.CORRECTED),
        **problems(Forbidden, CorrectionNotFound, CorrectionDecided),
    },
)
async def decide_correction(
    session: Session, actor: CurrentActor, correction_id: UUID, decision: CorrectionDecision
) -> Any:
    """Accept or reject a request for correction, with a reason.

    For analysts. Accepted means that the record is wrong: it is put right in the personnel system
    it comes from, and the next import brings it.
    """
    await service.decide_correction(session, actor, correction_id, decision)
    return await service.correction(session, correction_id)

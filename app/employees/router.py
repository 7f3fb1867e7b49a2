"""What can be asked about people and their histories."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Response, status
from pydantic import AwareDatetime, Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.masking import View, view_of
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.queries import Reader
from app.core.routing import ReadRoute
from app.employees import accesses, examples, policy, queries, service
from app.employees import nip as nips
from app.employees.errors import (
    EmployeeNotFound,
    NipInvalid,
    NipNotFound,
    NipTaken,
    PnsIdTaken,
    UnitUnknown,
)
from app.employees.history_queries import HISTORIES, HistoryKind
from app.employees.history_schemas import HistoryRead
from app.employees.schemas import (
    AccessRead,
    EmployeeCreation,
    EmployeeRead,
    IdentityRead,
    Unmasking,
)

router = APIRouter(prefix="/employees", tags=["employees"])
reads = APIRouter(prefix="/employees", tags=["employees"], route_class=ReadRoute)

Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        description="Only people whose name contains this, in whatever case.",
    ),
]
OfUnit = Annotated[UUID, Field(description="Only people of this unit.")]
Cohort = Annotated[int, Field(ge=1, le=4, description="Only people of this talent level.")]
KnownAt = Annotated[AwareDatetime, Field(description="As it was known at this instant (RFC 3339).")]
AsOf = Annotated[
    date,
    Field(description="Only facts dated on or before this day; a mere year counts from its end."),
]
Nip = Annotated[str, Field(description="NIP, 18 digits.")]


@reads.get(
    "",
    response_model=Page[EmployeeRead],
    responses={200: answers({"items": [examples.MASKED], "next": None}), **problems(Forbidden)},
)
async def list_employees(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    name: Name | None = None,
    unit_id: OfUnit | None = None,
    cohort: Cohort | None = None,
) -> bytes:
    """List people, by name.

    NIP, birth date, phone and email are masked; personnel systems see the NIP.
    """
    if not policy.can_view(reader.actor):
        raise Forbidden
    query = queries.EMPLOYEES[view_of(reader.actor)]
    pattern = None if name is None else queries.containing(name)
    filters = {"name": pattern, "unit_id": unit_id, "cohort": cohort}
    return await query.page(reader, limit, cursor, **filters)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=EmployeeRead,
    responses={
        201: answers(examples.KEYED),
        **problems(Forbidden, NipTaken, PnsIdTaken, NipInvalid, UnitUnknown),
    },
)
async def add_employee(session: Session, actor: CurrentActor, creation: EmployeeCreation) -> Any:
    """Add a person.

    Roles `simpeg` and `analyst`. Many people at once are better sent as an import.
    """
    return await service.add(session, actor, creation)


@reads.get(
    "/by-nip/{nip}",
    response_model=EmployeeRead,
    responses={200: answers(examples.KEYED), **problems(Forbidden, NipInvalid, NipNotFound)},
)
async def get_employee_by_nip(reader: Reader, nip: Nip) -> bytes:
    """Show the person who has a NIP, or had it formerly.

    Roles `simpeg` and `analyst`. Keep the `id` of the answer: it stays when the NIP changes.
    """
    if not policy.can_look_up_by_nip(reader.actor):
        raise Forbidden
    number = nips.read(nip)
    if number is None:
        raise NipInvalid("path:nip")
    person = await queries.BY_NIP[view_of(reader.actor)].one(reader, nip=number.digits)
    if person is None:
        raise NipNotFound
    await accesses.note(reader, UUID(orjson.loads(person)["id"]), "by-nip")
    return person


@reads.get(
    "/{employee_id}",
    response_model=EmployeeRead,
    responses={200: answers(examples.MASKED), **problems(EmployeeNotFound)},
)
async def get_employee(reader: Reader, employee_id: UUID, known_at: KnownAt | None = None) -> bytes:
    """Show a person.

    NIP, birth date, phone and email are masked; personnel systems see the NIP, the person sees
    everything. That it was read is recorded, and the person can see by whom.
    """
    own = employee_id == reader.actor.employee_id
    view = View.FULL if own else view_of(reader.actor)
    if known_at is None:
        person = await queries.EMPLOYEE[view].one(reader, employee_id=employee_id)
    else:
        person = await queries.EMPLOYEE_KNOWN_AT[view].one(
            reader, employee_id=employee_id, known_at=known_at
        )
    if person is None:
        raise EmployeeNotFound(id=employee_id)
    await accesses.note(reader, employee_id, "record")
    return person


@router.post(
    "/{employee_id}/unmasking",
    response_model=IdentityRead,
    responses={200: answers(examples.IDENTITY), **problems(Forbidden, EmployeeNotFound)},
)
async def unmask_employee(
    response: Response,
    session: Session,
    actor: CurrentActor,
    employee_id: UUID,
    unmasking: Unmasking,
) -> Any:
    """Show a person's identity in full, for a stated purpose.

    NIP, birth date, phone and email. Roles `simpeg`, `analyst` and `auditor`. Who asked, when and
    why is recorded; the person reads it too.
    """
    response.headers["Cache-Control"] = "no-store"
    return await service.unmask(session, actor, employee_id, unmasking)


@reads.get(
    "/{employee_id}/accesses",
    response_model=Page[AccessRead],
    responses={
        200: answers({"items": [examples.ACCESS], "next": None}),
        **problems(Forbidden, EmployeeNotFound),
    },
)
async def list_employee_accesses(
    reader: Reader, employee_id: UUID, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List who looked at a person's data, newest first.

    For the person themself and for auditors.
    """
    if await queries.KNOWN_EMPLOYEE.one(reader, employee_id=employee_id) is None:
        raise EmployeeNotFound(id=employee_id)
    if not policy.can_see_accesses(reader.actor, employee_id):
        raise Forbidden
    page = await accesses.ACCESSES.page(reader, limit, cursor, employee_id=employee_id)
    await accesses.note(reader, employee_id, "accesses")
    return page


@reads.get(
    "/{employee_id}/histories/{kind}",
    response_model=Page[HistoryRead],
    responses={
        200: answers({"items": [examples.PERFORMANCE], "next": None}),
        **problems(EmployeeNotFound),
    },
)
async def list_employee_history(
    reader: Reader,
    employee_id: UUID,
    kind: HistoryKind,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    as_of: AsOf | None = None,
    known_at: KnownAt | None = None,
) -> bytes:
    """List one history of a person, newest first.

    What is known now, or with `known_at` what was known then: a correction never destroys what
    was known before it.
    """
    if await queries.KNOWN_EMPLOYEE.one(reader, employee_id=employee_id) is None:
        raise EmployeeNotFound(id=employee_id)
    filters = {
        "employee_id": employee_id,
        "as_of": as_of,
        "known_at": known_at,
        "current": True if known_at is None else None,
    }
    page = await HISTORIES[kind].page(reader, limit, cursor, **filters)
    await accesses.note(reader, employee_id, f"histories/{kind}")
    return page

"""What can be asked about people and their histories."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.literal import Day, Instant
from app.core.masking import View, view_of
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import ChoosingReader
from app.core.routing import ReadRoute
from app.core.words import language_of
from app.employees import accesses, batches, examples, policy, queries, service
from app.employees import nip as nips
from app.employees.errors import (
    BatchRejected,
    EmployeeNotFound,
    NipInvalid,
    NipNotFound,
    NipTaken,
    PnsIdTaken,
    UnitUnknown,
)
from app.employees.history_queries import HISTORIES, HistoryKind
from app.employees.history_schemas import HistoryRead
from app.employees.record_schemas import Batch, BatchRead, RecordedRead
from app.employees.recording import Verdict
from app.employees.schemas import (
    AccessRead,
    EmployeeCreation,
    EmployeeRead,
    EmployeeRecord,
    IdentityRead,
    Unmasking,
)

router = APIRouter(prefix="/employees", tags=["employees"])
reads = APIRouter(prefix="/employees", tags=["employees"], route_class=ReadRoute)

KnownAt = Annotated[Instant, Field(description="As it was known at this instant (RFC 3339).")]
AsOf = Annotated[
    Day,
    Field(description="Only facts dated on or before this day; a mere year counts from its end."),
]
Nip = Annotated[str, Field(description="NIP, 18 digits.")]
AcceptLanguage = Annotated[str | None, Header(include_in_schema=False)]


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


@router.post(
    "/batch",
    response_model=BatchRead,
    responses={200: answers(examples.VERDICTS), **problems(Forbidden, NipTaken, BatchRejected)},
)
async def record_employees(
    session: Session,
    actor: CurrentActor,
    batch: Batch,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Record up to 1,000 people at once, new ones and known ones.

    Each item is what `PUT /v1/employees/by-nip/{nip}` takes, with its NIP, and is judged by itself:
    the answer has a verdict for each, in the order sent. What is rejected changes nothing; the
    others are recorded, or with `atomic` none. Roles `simpeg` and `analyst`.
    """
    return await batches.record(session, actor, batch, language_of(accept_language))


@router.put(
    "/by-nip/{nip}",
    response_model=RecordedRead,
    responses={
        200: answers(examples.RECORDED, "The person was known; `verdict` says whether so."),
        201: answers({**examples.RECORDED, "verdict": "created", "changes": []}, "Added."),
        **problems(Forbidden, NipInvalid, UnitUnknown, NipTaken, PnsIdTaken),
    },
)
async def record_employee(
    response: Response, session: Session, actor: CurrentActor, nip: Nip, record: EmployeeRecord
) -> Any:
    """Record a person as they are, whether or not they are known.

    The body is the whole record: what is left out is empty from now on, but for `pns_id`, which
    stays. The answer says field by field what differs from what was known; that is kept, and
    `known_at` shows it. The same again changes nothing. Roles `simpeg` and `analyst`.
    """
    recorded = await service.record_by_nip(session, actor, nip, record)
    if recorded["verdict"] is Verdict.CREATED:
        response.status_code = status.HTTP_201_CREATED
    return recorded


@reads.get(
    "/by-nip/{nip}",
    response_model=EmployeeRead,
    responses={200: answers(examples.KEYED), **problems(Forbidden, NipInvalid, NipNotFound)},
)
async def get_employee_by_nip(reader: ChoosingReader, nip: Nip) -> bytes:
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
async def get_employee(
    reader: ChoosingReader, employee_id: UUID, known_at: KnownAt | None = None
) -> bytes:
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
    reader: ChoosingReader,
    employee_id: UUID,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
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
    reader: ChoosingReader,
    employee_id: UUID,
    kind: Annotated[HistoryKind, Field(description="Which history.")],
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

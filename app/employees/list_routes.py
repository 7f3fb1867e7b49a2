"""Everybody as a list, and whoever changed: reads of many people at once."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.core.errors import Forbidden
from app.core.masking import view_of
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import ChoosingReader, Reader
from app.core.routing import ReadRoute
from app.employees import changes, examples, policy, queries, searching
from app.employees.errors import LinkTooOld
from app.employees.schemas import ChangesPage, EmployeeRead, FoundPeople

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
Sought = Annotated[
    str,
    Field(min_length=2, max_length=200, description="A name, or part of one, as you have it."),
]
Rank = Annotated[
    str, Field(max_length=8, description="Only people of this golongan, by its SIASN code.")
]
Employment = Annotated[Literal["PNS", "PPPK"], Field(description="Only PNS, or only PPPK.")]
LegalStatus = Annotated[
    str, Field(max_length=64, description="Only people of this kedudukan hukum, such as `Aktif`.")
]
Order = Annotated[queries.Sort, Field(description="By name; `-name` from the last to the first.")]
AtMost = Annotated[int, Field(ge=1, le=50, description="People at most.")]
Cohort = Annotated[int, Field(ge=1, le=4, description="Only people of this talent level.")]


@reads.get(
    "",
    response_model=Page[EmployeeRead],
    responses={200: answers({"items": [examples.MASKED], "next": None}), **problems(Forbidden)},
)
async def list_employees(  # noqa: PLR0913, PLR0917 - a route's parameters are its documentation
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    name: Name | None = None,
    unit_id: OfUnit | None = None,
    cohort: Cohort | None = None,
    rank_code: Rank | None = None,
    employment: Employment | None = None,
    legal_status: LegalStatus | None = None,
    sort: Order = queries.Sort.NAME,
) -> bytes:
    """List people, by name.

    NIP, birth date, phone and email are masked; personnel systems see the NIP.
    """
    if not policy.can_view(reader.actor):
        raise Forbidden
    query = queries.EMPLOYEES[view_of(reader.actor), sort]
    pattern = None if name is None else queries.containing(name)
    filters = {
        "name": pattern,
        "unit_id": unit_id,
        "cohort": cohort,
        "rank_code": rank_code,
        "employment": employment,
        "legal_status": legal_status,
    }
    return await query.page(reader, limit, cursor, **filters)


@reads.get(
    "/changes",
    response_model=ChangesPage,
    responses={200: answers(examples.CHANGES), **problems(Forbidden, LinkTooOld)},
)
async def list_employee_changes(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """Follow who came, changed or went, to keep a copy that is equal to what is here.

    Without `cursor` the pages hold everybody once; follow `next`. A page with fewer items than
    `limit` is up to date: keep its `next`, and ask with it again later for what changed since.
    A change of a person's histories counts as one of the person. No change is missed, whatever
    happens meanwhile; a person who changes again may be told again. A link leads on for 90 days;
    after that 410 `link-too-old` says to begin again. Roles `simpeg` and `analyst` of a whole
    agency.
    """
    if not policy.can_follow(reader.actor):
        raise Forbidden
    return await changes.page(reader, view_of(reader.actor), limit, cursor)


@reads.get(
    "/search",
    response_model=FoundPeople,
    responses={200: answers({"items": [examples.MASKED]}), **problems(Forbidden)},
)
async def search_employees(reader: Reader, name: Sought, limit: AtMost = 20) -> bytes:
    """Search people by name, the likest first.

    Forgiving: titles before and after a name, accents, the order of its words, a missing word and
    slips of the keyboard do not matter. A `%` or `_` is a character like others. Masked as in the
    list.
    """
    if not policy.can_view(reader.actor):
        raise Forbidden
    return await searching.page(reader, view_of(reader.actor), name, limit)

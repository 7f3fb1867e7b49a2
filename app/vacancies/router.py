"""What can be asked about vacancies."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Response
from pydantic import BeforeValidator, Field

from app.core.errors import Forbidden
from app.core.literal import CHECKS
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import ChoosingReader, Reader
from app.core.routing import ReadRoute
from app.core.words import language_of
from app.core.working_days import today_in_office
from app.vacancies import examples, pictures, policy, queries
from app.vacancies.forecast import State
from app.vacancies.schemas import Cohort, Month, VacancyCalendar, VacancyRead, VacancySummary

router = APIRouter(prefix="/vacancies", tags=["vacancies"])
reads = APIRouter(prefix="/vacancies", tags=["vacancies"], route_class=ReadRoute)

# Within what dates of PostgreSQL and of Python both can be reckoned on with.
First = Annotated[
    Annotated[
        date, Field(ge=date(1950, 1, 1), le=date(2100, 1, 1)), BeforeValidator(CHECKS["date"])
    ]
    | None,
    Query(alias="from", description="First day looked at; today when left out."),
]
Years = Annotated[int, Field(ge=1, le=50, description="How many years are looked at.")]
OfUnit = Annotated[UUID, Field(description="Only positions of this unit and the units below it.")]
OfCohort = Annotated[Cohort, Field(description="Only positions of this talent level.")]
AcceptLanguage = Annotated[str | None, Header(description="`id` (default) or `en`.")]
YEARS = 5


@reads.get(
    "",
    response_model=Page[VacancyRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.POST))},
)
async def list_vacancies(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    first: First = None,
    years: Years = YEARS,
    cohort: OfCohort | None = None,
    unit_id: OfUnit | None = None,
    state: Annotated[State, Field(description="Only posts that stand like this.")] | None = None,
    year: Annotated[
        int, Field(ge=1950, le=2200, description="Only posts whose holder retires in this year.")
    ]
    | None = None,
    month: Annotated[Month, Field(description="Only posts whose holder retires in this month.")]
    | None = None,
    critical: Annotated[bool, Field(description="Only critical positions, or only the others.")]
    | None = None,
    position_id: Annotated[UUID, Field(description="Only this position.")] | None = None,
) -> bytes:
    """List positions that are vacant or fall vacant when their holders retire.

    In order of the day, vacant ones first; a position with several holders comes once for each.
    The holders are those of today's files; a post that is held beyond the years is left out.
    """
    _check(reader)
    filters = {
        "cohort": cohort,
        "unit_id": unit_id,
        "state": state,
        "year": year,
        "month": month,
        "critical": critical,
        "position_id": position_id,
    }
    pages = queries.vacancies_for(reader.actor)
    return await pages.page(reader, limit, cursor, **_window(first, years), **filters)


@reads.get(
    "/summary",
    response_model=VacancySummary,
    responses={**problems(Forbidden), 200: answers(examples.SUMMARY)},
)
async def summarise_vacancies(
    reader: Reader,
    first: First = None,
    years: Years = YEARS,
    cohort: OfCohort | None = None,
    unit_id: OfUnit | None = None,
) -> bytes | None:
    """Count the posts that fall vacant, by year and talent level.

    Each number is the number of rows of `/v1/vacancies` with the same filters.
    """
    _check(reader)
    about = {**_window(first, years), "cohort": cohort, "unit_id": unit_id}
    return await queries.SUMMARY.one(reader, **about)


@reads.get(
    "/calendar",
    response_model=VacancyCalendar,
    responses={**problems(Forbidden), 200: answers(examples.CALENDAR)},
)
async def get_vacancy_calendar(
    reader: Reader,
    first: First = None,
    years: Years = YEARS,
    cohort: OfCohort | None = None,
    unit_id: OfUnit | None = None,
) -> bytes | None:
    """Count the posts that fall vacant, month by month.

    The data of the picture `/v1/vacancies/calendar.svg`.
    """
    _check(reader)
    about = {**_window(first, years), "cohort": cohort, "unit_id": unit_id}
    return await queries.CALENDAR.one(reader, **about)


@router.get(
    "/calendar.svg",
    response_class=Response,
    responses={
        **problems(Forbidden),
        200: {
            "description": "The picture.",
            "content": {"image/svg+xml": {"example": "<svg role='img'>…</svg>"}},
        },
    },
)
async def draw_vacancy_calendar(
    reader: Reader,
    first: First = None,
    years: Years = YEARS,
    cohort: OfCohort | None = None,
    unit_id: OfUnit | None = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Draw the months in which posts fall vacant as an SVG with all its figures in words.

    A row a year, a cell a month; legible in grey.
    """
    _check(reader)
    about = {**_window(first, years), "cohort": cohort, "unit_id": unit_id}
    calendar = await queries.CALENDAR.one(reader, **about)
    picture = pictures.calendar_svg(orjson.loads(calendar or b""), language_of(accept_language))
    return Response(picture, media_type="image/svg+xml")


def _check(reader: Reader) -> None:
    if not policy.can_view(reader.actor):
        raise Forbidden


def _window(first: date | None, years: int) -> dict[str, Any]:
    return {"first": first or today_in_office(datetime.now(UTC)), "years": years}

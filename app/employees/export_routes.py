"""Everybody as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import problems
from app.core.reading import Reader
from app.core.tables import Format, described, download
from app.employees import exporting, queries
from app.employees.exporting import Wanted
from app.employees.list_routes import (
    Cohort,
    Employment,
    LegalStatus,
    Name,
    OfUnit,
    Order,
    Rank,
)

router = APIRouter(prefix="/employees", tags=["employees"])


def wanted(  # noqa: PLR0913, PLR0917 - a route's parameters are its documentation
    name: Name | None = None,
    unit_id: OfUnit | None = None,
    cohort: Cohort | None = None,
    rank_code: Rank | None = None,
    employment: Employment | None = None,
    legal_status: LegalStatus | None = None,
    sort: Order = queries.Sort.NAME,
) -> Wanted:
    """Which people are asked for."""
    return Wanted(name, unit_id, cohort, rank_code, employment, legal_status, sort)


Filters = Annotated[Wanted, Depends(wanted)]


@router.get(
    "/export.csv",
    response_class=StreamingResponse,
    responses={**problems(Forbidden), **described(Format.CSV, "id,agency_id,nip,name,…")},
)
async def export_employees_csv(
    session: Session, actor: CurrentActor, reader: Reader, filters: Filters
) -> StreamingResponse:
    """Download people as CSV.

    Everybody whom the list has, with its filters, columns and masks, as they are at one instant.
    UTF-8, commas; cells that a spreadsheet would run begin with an apostrophe. A spreadsheet makes
    numbers of NIPs: for one, take the XLSX. Roles `simpeg`, `analyst` and `auditor`; the download
    is recorded in the log.
    """
    file = await exporting.written(session, actor, reader, filters, Format.CSV)
    return download(file, Format.CSV, "employees")


@router.get(
    "/export.xlsx",
    response_class=StreamingResponse,
    responses={**problems(Forbidden), **described(Format.XLSX, "PK…")},
)
async def export_employees_xlsx(
    session: Session, actor: CurrentActor, reader: Reader, filters: Filters
) -> StreamingResponse:
    """Download people as a workbook.

    The rows of the CSV; NIPs are text and keep all their digits. Roles `simpeg`, `analyst` and
    `auditor`; the download is recorded in the log.
    """
    file = await exporting.written(session, actor, reader, filters, Format.XLSX)
    return download(file, Format.XLSX, "employees")


@router.get(
    "/export.ndjson",
    response_class=StreamingResponse,
    responses={**problems(Forbidden), **described(Format.NDJSON, '{"id":"…","name":"…"}\n')},
)
async def export_employees_ndjson(
    session: Session, actor: CurrentActor, reader: Reader, filters: Filters
) -> StreamingResponse:
    """Download people as NDJSON.

    A line for each, the JSON object of the list. Roles `simpeg`, `analyst` and `auditor`; the
    download is recorded in the log.
    """
    file = await exporting.written(session, actor, reader, filters, Format.NDJSON)
    return download(file, Format.NDJSON, "employees")

"""The placements of a map as a file."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import problems
from app.core.reading import Reader
from app.core.tables import Format, described, download
from app.talent_maps import exporting
from app.talent_maps.errors import MapNotFound, MapNotReady
from app.talent_maps.router import Box, Cohort, Missing

router = APIRouter(prefix="/talent-maps", tags=["talent maps"])
PROBLEMS = problems(Forbidden, MapNotFound, MapNotReady)


def wanted(
    box: Box | None = None, cohort: Cohort | None = None, missing: Missing | None = None
) -> dict[str, Any]:
    """Which placements are asked for."""
    return {"box": box, "cohort": cohort, "missing": missing}


Filters = Annotated[dict[str, Any], Depends(wanted)]


@router.get(
    "/{map_id}/placements.csv",
    response_class=StreamingResponse,
    responses={**PROBLEMS, **described(Format.CSV, "employee_id,nip,name,performance,…")},
)
async def export_placements_csv(
    session: Session, actor: CurrentActor, reader: Reader, map_id: UUID, filters: Filters
) -> StreamingResponse:
    """Download the placements of a map as CSV.

    All of them in rank order, with the list's filters, columns and masks. UTF-8, commas; cells that
    a spreadsheet would run begin with an apostrophe. A spreadsheet makes numbers of NIPs: for one,
    take the XLSX. Roles `analyst`, `simpeg` and `auditor`; the download is recorded in the log.
    """
    file = await exporting.written(session, actor, reader, map_id, filters, Format.CSV)
    return download(file, Format.CSV, f"placements-{map_id}")


@router.get(
    "/{map_id}/placements.xlsx",
    response_class=StreamingResponse,
    responses={**PROBLEMS, **described(Format.XLSX, "PK…")},
)
async def export_placements_xlsx(
    session: Session, actor: CurrentActor, reader: Reader, map_id: UUID, filters: Filters
) -> StreamingResponse:
    """Download the placements of a map as a workbook.

    The rows of the CSV; NIPs are text and keep all their digits, scores are numbers. Roles
    `analyst`, `simpeg` and `auditor`; the download is recorded in the log.
    """
    file = await exporting.written(session, actor, reader, map_id, filters, Format.XLSX)
    return download(file, Format.XLSX, f"placements-{map_id}")


@router.get(
    "/{map_id}/placements.ndjson",
    response_class=StreamingResponse,
    responses={**PROBLEMS, **described(Format.NDJSON, '{"employee_id":"…","box":9}\n')},
)
async def export_placements_ndjson(
    session: Session, actor: CurrentActor, reader: Reader, map_id: UUID, filters: Filters
) -> StreamingResponse:
    """Download the placements of a map as NDJSON.

    A line for each, the JSON object of the list. Roles `analyst`, `simpeg` and `auditor`; the
    download is recorded in the log.
    """
    file = await exporting.written(session, actor, reader, map_id, filters, Format.NDJSON)
    return download(file, Format.NDJSON, f"placements-{map_id}")

"""What can be asked about monitoring and the merit worksheet."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response, status

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.words import language_of
from app.monitoring import examples, service, workbook
from app.monitoring.errors import FollowUpRefused
from app.monitoring.models import FollowUp
from app.monitoring.schemas import FollowUpRead, MeritEvidenceRead, NewFollowUp, ReportRead
from app.organisation.errors import AgencyUnclear
from app.talent_maps.errors import MapNotFound, MapNotReady

router = APIRouter(prefix="/monitoring", tags=["monitoring"])

AgencyCode = Annotated[
    str | None, Query(max_length=64, description="Code of the agency, of several.")
]
MapId = Annotated[UUID | None, Query(description="A finished map, instead of the latest one.")]
AcceptLanguage = Annotated[str | None, Header(include_in_schema=False)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get(
    "/report",
    response_model=ReportRead,
    responses={
        **problems(Forbidden, AgencyUnclear, MapNotFound, MapNotReady),
        200: answers(examples.REPORT),
    },
)
async def get_monitoring_report(
    session: Session,
    actor: CurrentActor,
    agency: AgencyCode = None,
    map_id: MapId = None,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Get the monitoring report: achievements, analysis, recommendations.

    Every number is counted now and leads to its rows; one that cannot be said is null, never zero.
    Recommendations follow from closed rules. For analysts, the committee and auditors.
    """
    today = datetime.now(UTC).date()
    found = await service.known(session, actor, agency, map_id, today)
    return await service.report(session, found, language_of(accept_language))


@router.get(
    "/merit-evidence",
    response_model=MeritEvidenceRead,
    responses={
        **problems(Forbidden, AgencyUnclear, MapNotFound, MapNotReady),
        200: answers(examples.EVIDENCE),
    },
)
async def get_merit_evidence(
    session: Session,
    actor: CurrentActor,
    agency: AgencyCode = None,
    map_id: MapId = None,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Get the evidence for the six questions of the merit worksheet about talent management.

    For each condition of the highest score: whether it is met, by which numbers, or why that cannot
    be computed. A score is proposed only where every condition is computed and met.
    """
    today = datetime.now(UTC).date()
    found = await service.known(session, actor, agency, map_id, today)
    return service.merit_evidence(found, language_of(accept_language))


@router.get(
    "/merit-evidence.xlsx",
    response_class=Response,
    responses={
        **problems(Forbidden, AgencyUnclear, MapNotFound, MapNotReady),
        200: {
            "description": "The evidence as a workbook.",
            "content": {XLSX: {"schema": {"type": "string", "format": "binary"}, "example": "PK…"}},
        },
    },
)
async def download_merit_evidence(
    session: Session, actor: CurrentActor, agency: AgencyCode = None, map_id: MapId = None
) -> Response:
    """Get the same evidence as a workbook (XLSX), in Indonesian.

    One sheet each: conditions, numbers, recommendations, and what was done about them.
    """
    today = datetime.now(UTC).date()
    found = await service.known(session, actor, agency, map_id, today)
    book = await workbook.xlsx(
        service.merit_evidence(found, "id"), await service.report(session, found, "id")
    )
    name = f'attachment; filename="bukti-merit-{today}.xlsx"'
    return Response(book, media_type=XLSX, headers={"Content-Disposition": name})


@router.post(
    "/follow-ups",
    status_code=status.HTTP_201_CREATED,
    response_model=FollowUpRead,
    responses={
        **problems(Forbidden, AgencyUnclear, FollowUpRefused),
        201: answers(examples.FOLLOW_UP, "The follow-up, as recorded."),
    },
)
async def record_follow_up(
    session: Session, actor: CurrentActor, follow_up: NewFollowUp, agency: AgencyCode = None
) -> FollowUp:
    """Record what was done about a recommendation of the report.

    It is listed with the recommendation, and counts for question a2q6. For analysts and the
    committee.
    """
    today = datetime.now(UTC).date()
    return await service.record_follow_up(session, actor, follow_up, agency, today)

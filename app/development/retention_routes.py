"""What can be asked about retention measures by box."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.core.words import language_of
from app.development import examples, policy, queries, retention
from app.development.errors import PlanRefused, WithoutBox
from app.development.models import RetentionMeasure
from app.development.schemas import CoverageRead, MeasureRead, NewMeasure
from app.talent_maps.errors import MapNotFound, MapNotReady
from app.talent_pools.errors import UnknownReference
from app.talent_pools.schemas import Box

router = APIRouter(prefix="/retention-measures", tags=["development"])
reads = APIRouter(prefix="/retention-measures", tags=["development"], route_class=ReadRoute)

AcceptLanguage = Annotated[str | None, Header(include_in_schema=False)]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=MeasureRead,
    responses={
        **problems(Forbidden, MapNotFound, MapNotReady, UnknownReference, WithoutBox, PlanRefused),
        201: answers(examples.MEASURE, "The measure, as recorded."),
    },
)
async def record_retention_measure(
    session: Session, actor: CurrentActor, measure: NewMeasure
) -> RetentionMeasure:
    """Record what was done to keep or further a person, of what their box recommends.

    The list is closed: the recommendations of the box in the annex of PermenPANRB 3/2020. The box
    is the calibrated one where a closed calibration moved the person. For analysts and the
    committee.
    """
    return await retention.record(session, actor, measure, datetime.now(UTC).date())


@reads.get(
    "",
    response_model=Page[MeasureRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.MEASURE))},
)
async def list_retention_measures(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    employee_id: Annotated[UUID, Field(description="Only for this person.")] | None = None,
    map_id: Annotated[UUID, Field(description="Only by this map.")] | None = None,
    box: Annotated[Box, Field(description="Only for people who stand in this box.")] | None = None,
) -> bytes:
    """List retention measures, newest first."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    filters = {"employee_id": employee_id, "map_id": map_id, "box": box}
    return await queries.MEASURES.page(reader, limit, cursor, **filters)


@router.get(
    "/coverage",
    response_model=list[CoverageRead],
    responses={
        **problems(Forbidden, MapNotFound, MapNotReady),
        200: answers([examples.COVERAGE]),
    },
)
async def show_retention_coverage(
    session: Session,
    actor: CurrentActor,
    map_id: Annotated[UUID, Query(description="The finished map whose boxes are shown.")],
    accept_language: AcceptLanguage = None,
) -> Any:
    """Show for each box what is recommended and how many of its people it has reached.

    People count in the box that stands, the calibrated one where there is one. A person is covered
    who had at least one measure on this map, also one recorded while they stood elsewhere. `rows`
    is the address of the measures behind the number.
    """
    return await retention.coverage(session, actor, map_id, language_of(accept_language))

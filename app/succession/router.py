"""What can be asked about candidates side by side."""

from typing import Annotated, Any

from fastapi import APIRouter, Header

from app.core.db import Session
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.words import language_of
from app.succession import examples, service
from app.succession.errors import SchemesDiffer
from app.succession.schemas import ComparisonRead, NewComparison
from app.talent_maps.errors import PlacementNotFound
from app.talent_pools.errors import MapNotReady, UnknownReference

router = APIRouter(prefix="/succession", tags=["succession"])


@router.post(
    "/comparisons",
    response_model=ComparisonRead,
    responses={
        **problems(UnknownReference, SchemesDiffer, MapNotReady, PlacementNotFound),
        200: answers(examples.COMPARISON),
    },
)
async def compare_candidates(
    session: Session,
    actor: CurrentActor,
    comparison: NewComparison,
    accept_language: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Any:
    """Compare two to five members of succession groups for a target position, side by side.

    For each: rank, axes down to the components with their scores, the eight rules, the gaps and
    readiness. Nothing is stored, but that somebody looked at each person is on record, as it is
    for a trace. People scored by different schemes are not compared (409 `schemes-differ`); those
    of several maps of one scheme are, each by the facts of the own map's day.
    """
    return await service.compare(session, actor, comparison, language_of(accept_language))

"""What can be asked about one person of a map: what would have moved them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.words import language_of
from app.publications.errors import ResultNotFound
from app.simulations import counterfactuals, examples
from app.simulations.errors import TargetNotBetter
from app.simulations.schemas import CounterfactualRead, Question
from app.talent_maps.errors import MapNotFound, MapNotReady, PlacementNotFound

router = APIRouter(prefix="/talent-maps", tags=["simulations"])
me = APIRouter(prefix="/me", tags=["me"])

AcceptLanguage = Annotated[str | None, Header(description="`id` (default) or `en`.")]


@router.post(
    "/{map_id}/placements/{employee_id}/counterfactual",
    response_model=CounterfactualRead,
    responses={
        **problems(MapNotFound, MapNotReady, PlacementNotFound, TargetNotBetter),
        200: answers(examples.COUNTERFACTUAL, "What would have moved them, or why nothing would."),
    },
)
async def ask_counterfactual(
    session: Session,
    actor: CurrentActor,
    map_id: UUID,
    employee_id: UUID,
    question: Question | None = None,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Find the smallest change in a person's own power that reaches a better box.

    Moved are hours of training, the feedback score, the role in a team, a certificate of technical
    competence and the level of education: never age, sex or unit, never the past. Fewest things
    first, then smallest steps. The answer is scored anew by the rules, and every smaller step is
    shown to fall short; where nothing is enough, that is said, with what stands in the way. That
    the question was asked stands before the person's eyes, like any read of their data. For whoever
    sees the placement.
    """
    target = None if question is None else question.target_box
    language = language_of(accept_language)
    return await counterfactuals.ask(session, actor, map_id, employee_id, target, language)


@me.post(
    "/placements/{map_id}/counterfactual",
    response_model=CounterfactualRead,
    responses={
        **problems(Forbidden, ResultNotFound, TargetNotBetter),
        200: answers(examples.COUNTERFACTUAL, "What would have moved one, or why nothing would."),
    },
)
async def ask_my_counterfactual(
    session: Session,
    actor: CurrentActor,
    map_id: UUID,
    question: Question | None = None,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Find the smallest change in one's own power that would have reached a better box.

    Of the own result in a published map, as `GET /v1/me/placements/{map_id}` explains it: the same
    answer that whoever sees the placement gets. For civil servants.
    """
    target = None if question is None else question.target_box
    language = language_of(accept_language)
    return await counterfactuals.ask_own(session, actor, map_id, target, language)

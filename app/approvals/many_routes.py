"""What is asked about approvals beside single requests: many decisions, routes of an agency."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.approvals import decisions, examples, service
from app.approvals.decision_schemas import ManyDecisions, Verdicts
from app.approvals.kinds.names import Kind
from app.approvals.route_schemas import RouteRead
from app.approvals.signatures import Signing
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems

router = APIRouter(tags=["approvals"])


@router.post("/approval-decisions", responses={200: answers(examples.VERDICTS)})
async def decide_approval_requests(
    session: Session, actor: CurrentActor, many: ManyDecisions, signer: Signing
) -> Verdicts:
    """Decide on many requests at once.

    Each is decided by the same rules as on its own, for the content that it names, and has a
    verdict of its own; one that is refused changes nothing about the others.
    """
    return Verdicts(items=await decisions.decide_many(session, actor, many.items, signer))


@router.get(
    "/approval-routes/{kind}",
    responses={**problems(Forbidden), 200: answers(examples.STANDING_ROUTE)},
)
async def get_approval_route(
    session: Session,
    actor: CurrentActor,
    kind: Annotated[Kind, Field(description="What requests are about.")],
    agency_id: Annotated[UUID, Field(description="The agency, where one's roles hold in several.")]
    | None = None,
) -> RouteRead:
    """Get the route that an agency's requests of a kind take.

    To change it, draft a request of kind `route_change`.
    """
    return await service.standing_route(session, actor, kind, agency_id)

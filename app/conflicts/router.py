"""What can be asked about relations between deciders and civil servants."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import Field

from app.conflicts import examples, policy, queries, service
from app.conflicts.errors import RelationEnded, RelationKnown, RelationNotFound, RelationRefused
from app.conflicts.schemas import ConflictRead, Ending, NewConflict
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute

router = APIRouter(prefix="/conflicts", tags=["conflicts"])
reads = APIRouter(prefix="/conflicts", tags=["conflicts"], route_class=ReadRoute)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=ConflictRead,
    responses={
        **problems(Forbidden, RelationRefused, RelationKnown),
        201: answers(examples.DECLARED, "The relation, on record."),
    },
)
async def declare_conflict(session: Session, actor: CurrentActor, new: NewConflict) -> Any:
    """Put a relation with a civil servant on record: one's own, or that of another decider.

    Whoever decides (analyst, committee, PyB, PPK) declares their own; analysts and auditors report
    those of others, in `actor_id`. A relation keeps the decider from voting, proposing and
    authorising about that civil servant, and voids what was done before it became known: `effects`.
    """
    return await service.declare(session, actor, new, now=datetime.now(UTC))


@reads.get(
    "",
    response_model=Page[ConflictRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.CONFLICT))},
)
async def list_conflicts(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    employee_id: Annotated[UUID, Field(description="Only with this civil servant.")] | None = None,
    actor_id: Annotated[UUID, Field(description="Only those of this decider.")] | None = None,
) -> bytes:
    """List relations, newest first: one's own, or for analysts and auditors the agency's."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    filters = {"employee_id": employee_id, "actor_id": actor_id}
    return await queries.CONFLICTS.page(reader, limit, cursor, **filters)


@router.get(
    "/{conflict_id}",
    response_model=ConflictRead,
    responses={**problems(RelationNotFound), 200: answers(examples.CONFLICT)},
)
async def get_conflict(session: Session, actor: CurrentActor, conflict_id: UUID) -> Any:
    """Get a relation, and what it undid when it became known."""
    return await service.find(session, actor, conflict_id)


@router.post(
    "/{conflict_id}/ending",
    response_model=ConflictRead,
    responses={
        **problems(Forbidden, RelationNotFound, RelationRefused, RelationEnded),
        200: answers(examples.ENDED, "The relation with its last day."),
    },
)
async def end_conflict(
    session: Session, actor: CurrentActor, conflict_id: UUID, ending: Ending
) -> Any:
    """Say that a relation has ended, on which day and why.

    It stays in the register, and what it voided stays void. A declared relation is ended by who
    declared it, or by an analyst or auditor; a reported one never by the decider.
    """
    return await service.end(session, actor, conflict_id, ending)

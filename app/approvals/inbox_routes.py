"""What can be asked about what waits for oneself."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from app.approvals import inbox_examples, policy, tasks
from app.approvals.inbox_schemas import Capacity, TaskCounts, TaskRead
from app.approvals.kinds.names import Kind
from app.core.errors import Forbidden
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader, Reading
from app.core.routing import ReadRoute
from app.core.working_days import today_in_office

reads = APIRouter(prefix="/approval-tasks", tags=["approvals"], route_class=ReadRoute)


@reads.get(
    "",
    response_model=Page[TaskRead],
    responses={**problems(Forbidden), 200: answers(inbox_examples.TASKS)},
)
async def list_approval_tasks(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    capacity: Annotated[
        Capacity | None,
        Query(alias="as", description="Only those that are theirs as this; all when left out."),
    ] = None,
    overdue: Annotated[bool, Field(description="Only those that are overdue, or are not.")]
    | None = None,
    kind: Annotated[Kind, Field(description="Only requests of this kind.")] | None = None,
) -> bytes:
    """List what waits for one's own decision, what is due first.

    Each task is a voice that can be given now: one's own, that of somebody who delegated theirs, or
    that of an office in which one acts. A request is there twice for whoever may decide for
    themselves or for another; one decision settles both. What cannot be decided is not listed: by
    whoever had a hand in the request, or by whoever has decided in this round. `next` says what
    can be done, by the rules that the decision is held to: `abstain` where a relation forbids more.
    """
    _check(reader)
    return await tasks.TASKS.page(
        reader, limit, cursor, capacity=capacity, overdue=overdue, kind=kind, **_about(reader)
    )


@reads.get(
    "/counts",
    response_model=TaskCounts,
    responses={**problems(Forbidden), 200: answers(inbox_examples.COUNTS)},
)
async def count_approval_tasks(reader: Reader) -> bytes | None:
    """Count what waits for oneself: tasks, and comments that call and were not seen.

    `requests` counts each request once; the others count tasks, so their sum may be more.
    """
    _check(reader)
    return await tasks.COUNTS.one(reader, **_about(reader))


def _check(reader: Reading) -> None:
    if not policy.can_have_tasks(reader.actor):
        raise Forbidden


def _about(reader: Reading) -> dict[str, Any]:
    return {
        "today": today_in_office(datetime.now(UTC)),
        "actor_name": reader.actor.name,
        **policy.seen_by(reader.actor),
    }

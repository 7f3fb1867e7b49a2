"""What every use case does with a request: find and hold it, move it, write it down."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import policy, subjects, waiting, workflow
from app.approvals.errors import IllegalTransition, RequestNotFound
from app.approvals.models import Request
from app.approvals.workflow import Action, IllegalAction, State
from app.audit import service as audit
from app.blind_sessions.errors import PoolInBlindSession
from app.core.db import violations
from app.core.identity import Actor, Role


async def find(
    session: AsyncSession, actor: Actor, request_id: UUID, *, lock: bool = False
) -> Request:
    """A request that the actor may see; `lock` holds it, and its subject, until the end."""
    visible = (Request.id == request_id, policy.visible_to(actor))
    if lock:
        named = await session.execute(select(Request.kind, Request.subject_id).where(*visible))
        await subjects.hold(session, named.first())
    statement = select(Request).where(*visible).execution_options(populate_existing=True)
    request = await session.scalar(statement.with_for_update() if lock else statement)
    if request is None:
        raise RequestNotFound(id=request_id)
    return request


def state_of(request: Request) -> State:
    return State(request.status, request.round, request.stage)


def after(state: State, action: Action, route: workflow.Route, to: int = 0) -> State:
    """What the table of transitions says, or 409."""
    try:
        return workflow.after(state, action, route, to)
    except IllegalAction as illegal:
        raise IllegalTransition(state=illegal.status, action=illegal.action) from illegal


async def move(session: AsyncSession, request: Request, state: State) -> None:
    moved = (request.round, request.stage) != (state.round, state.stage)
    request.status, request.round, request.stage = state.status, state.round, state.stage
    with violations({"no_open_blind_session": PoolInBlindSession()}):
        await session.flush()
    await session.refresh(request)
    if moved and request.stage:
        await waiting.begin(session, request, datetime.now(UTC))


async def record(
    session: AsyncSession, actor: Actor, kind: str, request: Request, **values: Any
) -> None:
    after = audit.state_of(request)
    await audit.record(
        session, actor, kind, request.id, agency_id=request.agency_id, after=after, **values
    )


def with_author(authors: Sequence[UUID], actor: Actor) -> list[UUID]:
    """The authors and an actor, under all ids that it goes by."""
    return list(dict.fromkeys([*authors, *actor.names]))


def listed(roles: Iterable[Role]) -> str:
    return ", ".join(sorted(roles))

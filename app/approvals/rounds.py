"""Opening a round: the content is taken as it stands, the route is frozen."""

import json

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import content, workflow
from app.approvals.errors import RequestNotFound, StageUnstaffed
from app.approvals.kinds.registry import KINDS
from app.approvals.models import Request, Round, StageRow
from app.approvals.workflow import Route, Rule, Unstaffed
from app.core.identity import Actor

# Who could decide for an agency: people and systems whose clients are in force.
HOLDERS = text(
    """
    select role, count(*) as holders from clients c, unnest(c.roles) as role
    where c.active and (c.agency_id is null or c.agency_id = :agency)
    group by role
    """
)


async def take_content(session: AsyncSession, request: Request) -> None:
    """Bring the content up to date with its subject; refuse what is not ready."""
    kind = KINDS[request.kind]
    if kind.current is not None:
        subject = await kind.current(session, request.subject_id)
        if subject is None:
            raise RequestNotFound(id=request.id)
        request.title = subject.title
        request.content = content.canonical(subject.content)
        await session.flush()
        await session.refresh(request)
    kind.check(json.loads(request.content))


async def frozen(session: AsyncSession, request: Request) -> Route:
    """The route of this round, with as many approvals as each of its stages needs now."""
    route = KINDS[request.kind].route
    holders: dict[str, int] = {}
    if any(stage.rule is Rule.ALL for stage in route):
        rows = await session.execute(HOLDERS, {"agency": request.agency_id})
        holders = {row.role: row.holders for row in rows}
    try:
        return workflow.frozen(route, holders)
    except Unstaffed as unstaffed:
        raise StageUnstaffed(role=unstaffed.stage.role) from unstaffed


async def open_round(
    session: AsyncSession, actor: Actor, request: Request, number: int, route: Route
) -> None:
    """Keep what is submitted, by whom, and the stages that it will pass."""
    session.add(
        Round(
            agency_id=request.agency_id,
            request_id=request.id,
            round=number,
            content=request.content,
            submitter_id=actor.id,
            submitter_name=actor.name,
        )
    )
    session.add_all(
        StageRow(
            agency_id=request.agency_id,
            request_id=request.id,
            round=number,
            position=position,
            role=stage.role,
            rule=stage.rule,
            needed=stage.needed,
        )
        for position, stage in enumerate(route, start=1)
    )
    await session.flush()

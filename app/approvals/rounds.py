"""Opening a round: the content is taken as it stands, route and people are frozen."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import attachments, content, people, routes, subjects, workflow
from app.approvals.errors import RequestNotFound, StageUnstaffed
from app.approvals.kinds.registry import KINDS
from app.approvals.models import Request, Round, StagePerson, StageRow
from app.approvals.people import Holder
from app.approvals.standing_routes import in_force
from app.approvals.workflow import Route, Unstaffed
from app.core.identity import Actor


class Plan(NamedTuple):
    """How a request would be decided if it were submitted now."""

    in_force: routes.InForce
    route: Route
    """With the stages that its content skips."""
    people: list[list[Holder]]


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
    if kind.measured is not None:
        facts = await kind.measured(session, request.agency_id)
        request.content = content.canonical({**json.loads(request.content), **facts})
        await session.flush()
        await session.refresh(request)
    kind.check(json.loads(request.content))
    if kind.still is not None:
        await kind.still(session, request.subject_id, json.loads(request.content))
    await attachments.check_named(session, request)


async def planned(session: AsyncSession, submitter: Actor | None, request: Request) -> Plan:
    """The route in force, its stages for the content now, and who could decide at each.

    Who submits it never decides it.
    """
    kind, now = KINDS[request.kind], await subjects.content_now(session, request)
    standing = await in_force(session, request.agency_id, request.kind, kind.route)
    route = routes.applied(standing.route, now)
    hands = {*request.authors, *(submitter.names if submitter else ())}
    able = await people.for_route(
        session, request.agency_id, route, hands, definitive=kind.definitive_last_word
    )
    return Plan(standing, route, able)


def frozen(plan: Plan) -> Plan:
    """The plan as it will stand for a round, with as many approvals as each stage needs now."""
    able = [{one.person_id for one in stage} for stage in plan.people]
    try:
        return plan._replace(route=workflow.frozen(plan.route, able))
    except Unstaffed as unstaffed:
        raise StageUnstaffed(
            stage=unstaffed.position, role=unstaffed.stage.role, needed=unstaffed.stage.needed
        ) from unstaffed


async def open_round(
    session: AsyncSession, actor: Actor, request: Request, number: int, plan: Plan
) -> None:
    """Keep what is submitted, by whom, and the stages and people that it will pass."""
    of_round = {"agency_id": request.agency_id, "request_id": request.id, "round": number}
    editor = KINDS[request.kind].last_editor
    session.add(
        Round(
            **of_round,
            content=request.content,
            route_version=plan.in_force.version,
            route_sha256=plan.in_force.sha256,
            last_editor=await editor(session, request.subject_id) if editor else None,
            submitter_id=actor.id,
            submitter_name=actor.name,
        )
    )
    for position, (stage, there) in enumerate(zip(plan.route, plan.people, strict=True), start=1):
        session.add(
            StageRow(
                **of_round,
                position=position,
                role=stage.role,
                rule=stage.rule,
                needed=stage.needed,
                name=stage.name,
                days=stage.days,
                condition=stage.condition,
                skipped=stage.skipped,
                prerequisites=list(KINDS[request.kind].prerequisites.get(stage.role, ())),
                escalates_to=stage.escalates_to,
            )
        )
        session.add_all(_named(of_round, position, there))
    await session.flush()


def _named(
    of_round: dict[str, object], position: int, there: Sequence[Holder]
) -> list[StagePerson]:
    return [
        StagePerson(
            **of_round,
            position=position,
            actor_id=one.actor_id,
            person_id=one.person_id,
            name=one.name,
            acting=one.acting,
        )
        for one in there
    ]

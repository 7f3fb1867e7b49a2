"""What can be asked about development plans and training needs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    Page,
    cursor_invalid,
    decode_cursor,
    encode_cursor,
    link_to_next,
)
from app.core.reading import ChoosingReader, Reader
from app.core.routing import ReadRoute
from app.core.words import language_of
from app.development import examples, needs, policy, progress, queries, service
from app.development.errors import (
    ActivityNotFound,
    AlreadyPlanned,
    PlanClosed,
    PlanNotFound,
    PlanRefused,
    Unfinished,
    WithoutActivities,
)
from app.development.models import Progress, Status
from app.development.needs import By, Wanted
from app.development.schemas import (
    NeedPersonRead,
    NeedRead,
    NewActivity,
    NewPlan,
    NewProgress,
    PlanChange,
    PlanRead,
    PlanSummary,
    ProgressRead,
)
from app.talent_maps.errors import MapNotFound
from app.talent_maps.errors import MapNotReady as MapUnfinished
from app.talent_pools.errors import MapNotReady, UnknownReference

router = APIRouter(prefix="/development-plans", tags=["development"])
reads = APIRouter(prefix="/development-plans", tags=["development"], route_class=ReadRoute)
me = APIRouter(prefix="/me", tags=["me"], route_class=ReadRoute)

MapId = Annotated[UUID, Query(description="The finished map whose people are counted.")]
AcceptLanguage = Annotated[str | None, Header(include_in_schema=False)]
NEEDED = "development-needs"


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=PlanRead,
    responses={
        **problems(Forbidden, UnknownReference, MapNotReady, PlanRefused, AlreadyPlanned),
        201: answers(examples.PLAN, "The plan, a draft without activities."),
    },
)
async def create_development_plan(
    session: Session, actor: CurrentActor, plan: NewPlan, accept_language: AcceptLanguage = None
) -> Any:
    """Make a development plan from what a person lacks for a target position.

    Gaps are the rules of eligibility that do not pass and the competencies below the level usual
    for the position's jenjang, by the facts of the map. They are kept as they were found, with
    their hash. For analysts and the committee.
    """
    made = await service.create(session, actor, plan)
    return await progress.shown(session, actor, made, language_of(accept_language))


@reads.get(
    "",
    response_model=Page[PlanSummary],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.SUMMARY))},
)
async def list_development_plans(
    reader: ChoosingReader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    employee_id: Annotated[UUID, Field(description="Only plans of this person.")] | None = None,
    map_id: Annotated[UUID, Field(description="Only plans made from this map.")] | None = None,
    status: Annotated[Status, Field(description="Only plans that stand here.")] | None = None,
) -> bytes:
    """List development plans, newest first."""
    if not policy.can_list(reader.actor):
        raise Forbidden
    filters = {"employee_id": employee_id, "map_id": map_id, "status": status}
    return await queries.plans_for(reader.actor).page(reader, limit, cursor, **filters)


@me.get(
    "/development-plans",
    response_model=Page[PlanSummary],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.SUMMARY))},
)
async def list_own_development_plans(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List one's own development plans, newest first."""
    own = reader.actor.employee_id
    if own is None:
        raise Forbidden
    return await queries.OWN.page(reader, limit, cursor, employee_id=own)


@router.get(
    "/needs",
    response_model=list[NeedRead],
    responses={
        **problems(Forbidden, MapNotFound, MapUnfinished),
        200: answers([examples.NEED]),
    },
)
async def analyse_training_needs(
    session: Session,
    actor: CurrentActor,
    map_id: MapId,
    by: Annotated[By, Query(description="Groups are talent levels, or units.")] = "cohort",
) -> Any:
    """Count how many people fall short in each competency, by talent level or unit.

    By the assessments that the map used, against what they required. People without one are
    `unknown`, never below. `rows` is the address of those below.
    """
    return await needs.analysis(session, actor, map_id, by)


@router.get(
    "/needs/people",
    response_model=Page[NeedPersonRead],
    responses={
        **problems(Forbidden, MapNotFound, MapUnfinished),
        200: answers(examples.page(examples.NEED_PERSON)),
    },
)
async def list_people_in_need(
    request: Request,
    response: Response,
    session: Session,
    actor: CurrentActor,
    map_id: MapId,
    competency: Annotated[str, Query(max_length=64, description="One of the nine.")],
    cohort: Annotated[int | None, Query(ge=1, le=4, description="Only this level.")] = None,
    unit_id: Annotated[UUID | None, Query(description="Only this very unit.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
) -> Any:
    """List the people who fall short in a competency: the rows behind the needs."""
    after = None if cursor is None else _person_in(cursor)
    wanted = Wanted(competency, cohort, unit_id, after, limit)
    found = await needs.people(session, actor, map_id, wanted)
    following = None
    if len(found) > limit:
        following = encode_cursor(NEEDED, str(found[limit - 1]["employee_id"]))
        query = request.scope["query_string"]
        response.headers["Link"] = link_to_next(request.url.path, query, following)
    return {"items": found[:limit], "next": following}


@router.get(
    "/{plan_id}",
    response_model=PlanRead,
    responses={**problems(PlanNotFound), 200: answers(examples.PLAN)},
)
async def get_development_plan(
    session: Session, actor: CurrentActor, plan_id: UUID, accept_language: AcceptLanguage = None
) -> Any:
    """Get a development plan: gaps, activities, and how their hours lie against 70-20-10.

    The person sees the own plans. That another read it is recorded.
    """
    plan = await service.get(session, actor, plan_id)
    return await progress.shown(session, actor, plan, language_of(accept_language))


@router.patch(
    "/{plan_id}",
    response_model=PlanRead,
    responses={
        **problems(Forbidden, PlanNotFound, PlanRefused, PlanClosed, WithoutActivities, Unfinished),
        200: answers(examples.PLAN),
    },
)
async def change_development_plan(
    session: Session,
    actor: CurrentActor,
    plan_id: UUID,
    change: PlanChange,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Set a plan to work, complete it, or abandon it with a reason.

    It is completed when every activity is at 100 per cent. For analysts and the committee.
    """
    plan = await service.change(session, actor, plan_id, change)
    return await progress.shown(session, actor, plan, language_of(accept_language))


@router.post(
    "/{plan_id}/activities",
    status_code=status.HTTP_201_CREATED,
    response_model=PlanRead,
    responses={
        **problems(Forbidden, PlanNotFound, PlanClosed, PlanRefused),
        201: answers(examples.PLAN, "The plan with its new activity."),
    },
)
async def add_development_activity(
    session: Session,
    actor: CurrentActor,
    plan_id: UUID,
    activity: NewActivity,
    accept_language: AcceptLanguage = None,
) -> Any:
    """Put an activity into a plan: what for, how it is learned, how long, until when.

    The answer shows how the plan's hours lie against 70-20-10, which binds nobody. For analysts
    and the committee.
    """
    await service.add_activity(session, actor, plan_id, activity)
    plan = await service.get(session, actor, plan_id)
    return await progress.shown(session, actor, plan, language_of(accept_language))


@router.post(
    "/{plan_id}/activities/{activity_id}/progress",
    status_code=status.HTTP_201_CREATED,
    response_model=ProgressRead,
    responses={
        **problems(Forbidden, PlanNotFound, ActivityNotFound, PlanClosed, PlanRefused),
        201: answers(examples.PROGRESS, "The report, as it is kept."),
    },
)
async def report_development_progress(
    session: Session, actor: CurrentActor, plan_id: UUID, activity_id: UUID, report: NewProgress
) -> Progress:
    """Report how far an activity is, with a note and evidence by its hash.

    Reports are never changed; the last one counts. For analysts, the committee, and the person
    about the own activities.
    """
    plan = await service.get(session, actor, plan_id)
    return await progress.report(session, actor, plan, activity_id, report)


def _person_in(cursor: str) -> UUID:
    (last,) = decode_cursor(cursor, NEEDED, 1)
    try:
        return UUID(last)
    except (ValueError, AttributeError, TypeError):
        raise cursor_invalid() from None

"""What can be asked about who decides in the place of another."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import Field

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.queries import PageQuery
from app.core.reading import Reader
from app.core.routing import ReadRoute
from app.delegations import examples, policy, queries, service
from app.delegations.errors import (
    AbsenceNotFound,
    AbsentAlready,
    DelegatedAlready,
    DelegationNotFound,
    DelegationOver,
    DesignatedAlready,
    DesignationNotFound,
    MandateInvalid,
    NotForYouToAnswer,
    NotYoursToDelegate,
    NotYoursToWithdraw,
)
from app.delegations.models import Absence, ActingOfficial, Delegation
from app.delegations.schemas import (
    AbsenceRead,
    ActingOfficialRead,
    DelegationRead,
    NewAbsence,
    NewActingOfficial,
    NewDelegation,
)

router = APIRouter(tags=["delegations"])
reads = APIRouter(tags=["delegations"], route_class=ReadRoute)

OfActor = Annotated[UUID, Field(description="Only those that name this actor.")]


@router.post(
    "/delegations",
    status_code=status.HTTP_201_CREATED,
    response_model=DelegationRead,
    responses={
        **problems(Forbidden, NotYoursToDelegate, MandateInvalid, DelegatedAlready),
        201: answers(examples.DELEGATION, "Given; it waits for the delegate's answer."),
    },
)
async def delegate_role(session: Session, actor: CurrentActor, new: NewDelegation) -> Delegation:
    """Let somebody decide in your place, in one role and between two days.

    Roles `analyst`, `committee`, `pyb`, `ppk`, and only a role held in one's own right: what was
    received by delegation or as an acting official is not given on (UU 30/2014, articles 13 and
    14). It counts once the delegate accepts. Giver and delegate have one voice together.
    """
    return await service.delegate(session, actor, new)


@router.post(
    "/delegations/{delegation_id}/acceptance",
    response_model=DelegationRead,
    responses={
        **problems(NotForYouToAnswer, DelegationNotFound, DelegationOver),
        200: answers(examples.ACCEPTED),
    },
)
async def accept_delegation(
    session: Session, actor: CurrentActor, delegation_id: UUID
) -> Delegation:
    """Accept a delegation that was given to you.

    From its first day to its last you may decide for its giver, in requests that name them.
    """
    return await service.answer(session, actor, delegation_id, accepted=True)


@router.post(
    "/delegations/{delegation_id}/refusal",
    response_model=DelegationRead,
    responses={
        **problems(NotForYouToAnswer, DelegationNotFound, DelegationOver),
        200: answers(examples.DECLINED),
    },
)
async def decline_delegation(
    session: Session, actor: CurrentActor, delegation_id: UUID
) -> Delegation:
    """Decline a delegation that was given to you."""
    return await service.answer(session, actor, delegation_id, accepted=False)


@router.post(
    "/delegations/{delegation_id}/withdrawal",
    response_model=DelegationRead,
    responses={
        **problems(NotYoursToWithdraw, DelegationNotFound, DelegationOver),
        200: answers(examples.WITHDRAWN),
    },
)
async def withdraw_delegation(
    session: Session, actor: CurrentActor, delegation_id: UUID
) -> Delegation:
    """Take a delegation back, at once.

    What was decided by it stays decided.
    """
    return await service.withdraw(session, actor, delegation_id)


@router.post(
    "/acting-officials",
    status_code=status.HTTP_201_CREATED,
    response_model=ActingOfficialRead,
    responses={
        **problems(Forbidden, MandateInvalid, DesignatedAlready),
        201: answers(examples.ACTING),
    },
)
async def designate_acting_official(
    session: Session, actor: CurrentActor, new: NewActingOfficial
) -> ActingOfficial:
    """Put on record that somebody acts in an office by decree, as Plt. or Plh.

    Role `admin`. Whoever acts is named in requests submitted meanwhile, and steps in for who was
    named before and is absent. They never give the last word where that takes the holder of the
    office: what is strategic is not theirs (UU 30/2014, article 14, paragraph 7).
    """
    return await service.designate(session, actor, new)


@router.delete(
    "/acting-officials/{official_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, DesignationNotFound),
)
async def end_acting_official(session: Session, actor: CurrentActor, official_id: UUID) -> None:
    """End a designation before its last day.

    Role `admin`. It stays on record.
    """
    await service.end_designation(session, actor, official_id)


@router.post(
    "/absences",
    status_code=status.HTTP_201_CREATED,
    response_model=AbsenceRead,
    responses={
        **problems(Forbidden, MandateInvalid, AbsentAlready),
        201: answers(examples.ABSENCE),
    },
)
async def record_absence(session: Session, actor: CurrentActor, new: NewAbsence) -> Absence:
    """Put on record that somebody who decides is away.

    Whoever decides records their own, role `admin` anybody's. The reason is not asked for. Who
    acts in the office may step in meanwhile; what is absent and without anybody blocks a stage.
    """
    return await service.record_absence(session, actor, new)


@router.delete(
    "/absences/{absence_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, AbsenceNotFound),
)
async def end_absence(session: Session, actor: CurrentActor, absence_id: UUID) -> None:
    """Say that somebody is back before their last day of absence.

    It stays on record.
    """
    await service.end_absence(session, actor, absence_id)


async def _page(
    query: PageQuery, reader: Reader, limit: int, cursor: str | None, actor_id: UUID | None
) -> bytes:
    if not policy.can_list(reader.actor):
        raise Forbidden
    return await query.page(reader, limit, cursor, actor_id=actor_id)


@reads.get(
    "/delegations",
    response_model=Page[DelegationRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.ACCEPTED))},
)
async def list_delegations(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    actor_id: OfActor | None = None,
) -> bytes:
    """List delegations, newest first, past ones too.

    Everybody with a role over the whole agency sees who may decide for whom.
    """
    return await _page(queries.DELEGATIONS, reader, limit, cursor, actor_id)


@reads.get(
    "/acting-officials",
    response_model=Page[ActingOfficialRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.ACTING))},
)
async def list_acting_officials(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    actor_id: OfActor | None = None,
) -> bytes:
    """List who acts, or acted, in which office, newest first."""
    return await _page(queries.ACTING_OFFICIALS, reader, limit, cursor, actor_id)


@reads.get(
    "/absences",
    response_model=Page[AbsenceRead],
    responses={**problems(Forbidden), 200: answers(examples.page(examples.ABSENCE))},
)
async def list_absences(
    reader: Reader,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor | None = None,
    actor_id: OfActor | None = None,
) -> bytes:
    """List absences of who decides, newest first."""
    return await _page(queries.ABSENCES, reader, limit, cursor, actor_id)

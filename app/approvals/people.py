"""Who may decide: roles resolved to people, and people told apart whatever accounts they have."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals.models import Request, StagePerson
from app.approvals.workflow import Route

HOLDERS = text("select * from approval_holders(:agency, :roles, :day)")
PERSON = text("select approval_person(:actor)")
PERSONS = text("select approval_person(a) from unnest(cast(:actors as uuid[])) a")


class Holder(NamedTuple):
    """Somebody who may play a role."""

    role: str
    actor_id: UUID
    person_id: UUID
    """The civil servant where one is known, else the actor."""
    name: str
    acting: str | None = None
    """`plt` or `plh`, for who acts in the office."""


async def person_of(session: AsyncSession, actor_id: UUID) -> UUID:
    """Who an actor is."""
    person: UUID = (await session.scalars(PERSON, {"actor": actor_id})).one()
    return person


async def hands(session: AsyncSession, actor_ids: Collection[UUID]) -> set[UUID]:
    """These actors and the people that they are."""
    return {*actor_ids, *await session.scalars(PERSONS, {"actors": list(actor_ids)})}


async def for_route(
    session: AsyncSession,
    agency_id: UUID,
    route: Route,
    without: Collection[UUID],
    *,
    definitive: bool,
) -> list[list[Holder]]:
    """Those who may decide at each stage of a route for an agency today.

    By clients and memberships in force with the stage's role, or by acting in the office; the last
    stage takes none of the latter where its word is `definitive`. `without` are the actors who had
    a hand in the request, who never decide whatever accounts they have.
    """
    roles = sorted({stage.role for stage in route})
    values = {"agency": agency_id, "roles": roles, "day": datetime.now(UTC).date()}
    found = [Holder(*row) for row in await session.execute(HOLDERS, values)]
    out = await hands(session, without)
    able = [one for one in found if not {one.actor_id, one.person_id} & out]
    last = len(route) - 1 if definitive else len(route)
    return [
        [one for one in able if one.role == stage.role and not (one.acting and at == last)]
        for at, stage in enumerate(route)
    ]


async def frozen_of(session: AsyncSession, request: Request) -> Sequence[StagePerson]:
    """Those who were named for the stages of the current round."""
    statement = (
        select(StagePerson)
        .where(StagePerson.request_id == request.id, StagePerson.round == request.round)
        .order_by(StagePerson.position, StagePerson.name, StagePerson.actor_id)
    )
    return (await session.scalars(statement)).all()

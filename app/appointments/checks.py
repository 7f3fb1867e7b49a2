"""What stands in the way of names, of a choice and of a signature."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.appointments import errors, ranking
from app.appointments.choosing import twice
from app.appointments.errors import (
    NamesInConflict,
    ObjectionPending,
    PlacementNotApproved,
    PoolNotUsable,
    ProposalRefused,
    RankingChanged,
    SamePerson,
)
from app.appointments.models import Proposal
from app.blind_sessions.errors import PoolInBlindSession
from app.conflicts import service as conflicts
from app.core.errors import Fault, Problem
from app.core.identity import Actor
from app.core.working_days import today_in_office
from app.talent_pools import service as talent_pools

OBJECTED = text(
    "select p from unnest(:people) p where placement_objected(:agency_id, p)"
).bindparams(bindparam("agency_id", type_=Uuid()), bindparam("people", type_=ARRAY(Uuid())))
MEANINGS: dict[str, Problem] = {
    "signed_by_a_second_person": SamePerson(),
    "signer_did_not_propose": SamePerson(),
    "chooser_did_not_propose": SamePerson(),
    "pool_stands_approved": PoolNotUsable(name="-"),
    "no_open_blind_session": PoolInBlindSession(),
    "placement_approved_if_asked": PlacementNotApproved(request_status="submitted"),
    "ranking_still_stands": RankingChanged(what="pool", changed=["pool"]),
}
"""Rules of the database that a change meanwhile could still break after the checks here."""


async def usable_pool(session: AsyncSession, actor: Actor, pool_id: UUID) -> Any:
    """The pool, approved as it stands and valid today."""
    pool = await talent_pools.get(session, actor, pool_id)
    if not _usable(pool):
        raise PoolNotUsable(name=pool.name)
    return pool


def places_of(names: Sequence[UUID], ranked: dict[str, Any]) -> list[dict[str, Any]]:
    """Where each name stands in the ranking; nobody twice, and only the eligible."""
    found = {place["employee_id"]: place for place in ranked["candidates"]}
    faults = [Fault(f"/names/{n}", "named-twice", errors.NAMED_TWICE) for n in twice(names)]
    faults += [
        Fault(f"/names/{n}", "not-eligible", errors.NOT_ELIGIBLE)
        for n, name in enumerate(names)
        if str(name) not in found
    ]
    if faults:
        raise ProposalRefused(errors=faults)
    return [found[str(name)] for name in names]


async def free_of_objections(
    session: AsyncSession, agency_id: UUID, people: Collection[UUID]
) -> None:
    """Nobody is placed while their objection is open."""
    found = await session.scalars(OBJECTED, {"agency_id": agency_id, "people": list(people)})
    named = sorted(str(person) for person in found)
    if named:
        raise ObjectionPending(employees=", ".join(named), employee_ids=named)


async def free_of_conflicts(
    session: AsyncSession, actor: Actor, agency_id: UUID, people: Collection[UUID]
) -> None:
    """Nobody proposes, chooses or signs where a relation of theirs is among the names."""
    today = today_in_office(datetime.now(UTC))
    edges = await conflicts.between(session, agency_id, [actor.id], people, today)
    if edges:
        named = sorted({str(edge.employee_id) for edge in edges})
        raise NamesInConflict(employees=", ".join(named), employee_ids=named)


async def ranking_stands(
    session: AsyncSession, actor: Actor, proposal: Proposal, people: Collection[UUID]
) -> None:
    """The pool is as it was ranked, the same people are eligible, and nobody chosen objects."""
    pool = await talent_pools.get(session, actor, proposal.pool_id)
    await session.refresh(pool, with_for_update=True)
    changed = []
    if not _usable(pool) or pool.revision != proposal.pool_revision:
        changed.append("pool")
    now = await ranking.of(session, actor, pool.id, proposal.position_id)
    if now["candidates"] != orjson.loads(proposal.ranking)["candidates"]:
        changed.append("eligibility")
    if changed:
        raise RankingChanged(what=", ".join(changed), changed=changed)
    await free_of_objections(session, proposal.agency_id, people)


def another(actor: Actor, *others: UUID) -> None:
    """The actor is none of those who acted before."""
    if actor.id in others:
        raise SamePerson


def _usable(pool: Any) -> bool:
    """Whether appointments may draw on a pool today."""
    today = today_in_office(datetime.now(UTC))
    return pool.status == "approved" and bool(pool.valid_from <= today < pool.expires_on)

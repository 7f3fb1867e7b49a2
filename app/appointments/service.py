"""What happens to proposals: names put forward, one chosen, a deviation signed, a decree kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.appointments import approval, checks, errors, policy, queries, ranking
from app.appointments.choosing import State, after_choice, deviates, outcome_due
from app.appointments.errors import (
    OutcomeTold,
    ProposalNotFound,
    TooEarly,
    WrongState,
    refused,
)
from app.appointments.models import Choice, Name, Outcome, Proposal
from app.appointments.schemas import (
    Decree,
    Deviation,
    NewChoice,
    NewOutcome,
    NewProposal,
)
from app.audit import service as audit
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.working_days import today_in_office


async def propose(session: AsyncSession, actor: Actor, new: NewProposal) -> RowMapping:
    """Put up to three of the eligible before the PPK, with the ranking as it is now."""
    if not policy.can_propose(actor):
        raise Forbidden
    pool = await checks.usable_pool(session, actor, new.pool_id)
    ranked = await ranking.of(session, actor, pool.id, new.position_id)
    places = checks.places_of(new.names, ranked)
    await checks.free_of_objections(session, pool.agency_id, new.names)
    await checks.free_of_conflicts(session, actor, pool.agency_id, new.names)
    proposal = Proposal(
        agency_id=pool.agency_id,
        pool_id=pool.id,
        pool_revision=pool.revision,
        position_id=new.position_id,
        ranking=ranking.canonical(ranked),
        eligible=len(ranked["candidates"]),
        note=new.note,
        proposed_by=actor.id,
        proposed_by_name=actor.name[:200],
    )
    session.add(proposal)
    with violations(checks.MEANINGS):
        await session.flush()
        for number, found in enumerate(places, 1):
            session.add(
                Name(
                    agency_id=pool.agency_id,
                    proposal_id=proposal.id,
                    employee_id=UUID(found["employee_id"]),
                    place=number,
                    rank=found["rank"],
                    box=found.get("calibrated_box", found["box"]),
                    value=found["value"],
                )
            )
        await session.flush()
    await _record(
        session,
        actor,
        proposal,
        "proposed",
        ranking_sha256=proposal.ranking_sha256,
        ranks=[found["rank"] for found in places],
    )
    return await shown(session, proposal.id)


async def choose(
    session: AsyncSession, actor: Actor, proposal_id: UUID, new: NewChoice
) -> RowMapping:
    """The PPK chooses one of the names; below rank 1 only with the record of the deviation."""
    proposal = await _held(session, actor, proposal_id, State.PROPOSED)
    if not policy.can_choose(actor):
        raise Forbidden
    checks.another(actor, proposal.proposed_by)
    named = await _names(session, proposal.id)
    chosen = next((name for name in named if name.employee_id == new.employee_id), None)
    if chosen is None:
        raise refused("/employee_id", "not-named", errors.NOT_NAMED)
    _check_record(chosen.rank, new.deviation)
    people = [name.employee_id for name in named]
    await checks.free_of_conflicts(session, actor, proposal.agency_id, people)
    await checks.ranking_stands(session, actor, proposal, [new.employee_id])
    before = audit.state_of(proposal)
    with violations(checks.MEANINGS):
        session.add(
            Choice(
                agency_id=proposal.agency_id,
                proposal_id=proposal.id,
                employee_id=chosen.employee_id,
                rank=chosen.rank,
                reason_code=new.deviation and new.deviation.reason_code,
                explanation=new.deviation and new.deviation.explanation,
                chosen_by=actor.id,
                chosen_by_name=actor.name[:200],
            )
        )
        await session.flush()
        proposal.state = after_choice(chosen.rank)
        await session.flush()
    reason = new.deviation.reason_code.value if new.deviation else None
    await _record(session, actor, proposal, "chosen", before, rank=chosen.rank, reason=reason)
    return await shown(session, proposal.id)


async def sign(session: AsyncSession, actor: Actor, proposal_id: UUID) -> RowMapping:
    """A second person signs the deviation, and the choice holds."""
    proposal = await _held(session, actor, proposal_id, State.DEVIATION_PENDING)
    if not policy.can_sign(actor):
        raise Forbidden
    choice = (await session.scalars(select(Choice).where(Choice.proposal_id == proposal.id))).one()
    checks.another(actor, proposal.proposed_by, choice.chosen_by)
    people = [name.employee_id for name in await _names(session, proposal.id)]
    await checks.free_of_conflicts(session, actor, proposal.agency_id, people)
    await checks.ranking_stands(session, actor, proposal, [choice.employee_id])
    before = audit.state_of(proposal)
    choice.signed_by, choice.signed_by_name = actor.id, actor.name[:200]
    choice.signed_at = datetime.now(UTC)
    with violations(checks.MEANINGS):
        await session.flush()
        proposal.state = State.CHOSEN
        await session.flush()
    await _record(session, actor, proposal, "deviation_signed", before, rank=choice.rank)
    return await shown(session, proposal.id)


async def appoint(
    session: AsyncSession, actor: Actor, proposal_id: UUID, decree: Decree
) -> RowMapping:
    """Put the decree of the appointment on record."""
    proposal = await _held(session, actor, proposal_id, State.CHOSEN)
    if not policy.can_record_appointment(actor):
        raise Forbidden
    if decree.decree_on > decree.effective_on:
        raise refused("/decree_on", "decree-after-effect", errors.DECREE_LATE)
    await approval.approved_if_asked(session, proposal)
    await approval.free_to_place(session, proposal)
    before = audit.state_of(proposal)
    proposal.decree_no, proposal.decree_on = decree.decree_no, decree.decree_on
    proposal.effective_on = decree.effective_on
    proposal.appointed_by, proposal.appointed_at = actor.id, datetime.now(UTC)
    proposal.state = State.APPOINTED
    with violations(checks.MEANINGS):
        await session.flush()
    effective_on = decree.effective_on.isoformat()
    await _record(session, actor, proposal, "appointed", before, effective_on=effective_on)
    return await shown(session, proposal.id)


async def withdraw(
    session: AsyncSession, actor: Actor, proposal_id: UUID, reason: str
) -> RowMapping:
    """Take a proposal back, with a reason; a choice that was made stays in the register."""
    live = (State.PROPOSED, State.DEVIATION_PENDING, State.CHOSEN)
    proposal = await _held(session, actor, proposal_id, *live)
    if not policy.can_withdraw(actor, chosen=proposal.state is not State.PROPOSED):
        raise Forbidden
    before, was = audit.state_of(proposal), proposal.state
    proposal.withdrawn_reason, proposal.withdrawn_by = reason, actor.id
    proposal.withdrawn_at, proposal.state = datetime.now(UTC), State.WITHDRAWN
    await session.flush()
    await _record(session, actor, proposal, "withdrawn", before, was=was.value)
    return await shown(session, proposal.id)


async def tell_outcome(
    session: AsyncSession, actor: Actor, proposal_id: UUID, new: NewOutcome
) -> RowMapping:
    """Record how the appointed person does, once the time has come."""
    proposal = await _held(session, actor, proposal_id, State.APPOINTED)
    if not policy.can_tell_outcome(actor):
        raise Forbidden
    assert proposal.effective_on is not None  # noqa: S101 - of every appointed one
    due_on = outcome_due(proposal.effective_on, new.month)
    if today_in_office(datetime.now(UTC)) < due_on:
        raise TooEarly(month=new.month, due_on=due_on.isoformat())
    chosen = select(Choice.employee_id).where(Choice.proposal_id == proposal.id)
    outcome = Outcome(
        **new.model_dump(),
        agency_id=proposal.agency_id,
        proposal_id=proposal.id,
        employee_id=(await session.scalars(chosen)).one(),
        recorded_by=actor.id,
        recorded_by_name=actor.name[:200],
    )
    session.add(outcome)
    with violations({"one_outcome_per_month": OutcomeTold(month=new.month)}):
        await session.flush()
    await audit.record(
        session,
        actor,
        "placement_proposal.outcome_recorded",
        proposal.id,
        agency_id=proposal.agency_id,
        after=audit.state_of(outcome),
        month=new.month,
        in_post=new.in_post,
    )
    return await shown(session, proposal.id)


async def get(session: AsyncSession, actor: Actor, proposal_id: UUID) -> Proposal:
    """Find a proposal that the actor may see."""
    found = select(Proposal).where(Proposal.id == proposal_id, policy.visible_to(actor))
    proposal = await session.scalar(found)
    if proposal is None:
        raise ProposalNotFound(id=proposal_id)
    return proposal


async def shown(session: AsyncSession, proposal_id: UUID) -> RowMapping:
    """A proposal with its names, choice and outcomes."""
    found = await session.execute(queries.one, {"proposal_id": proposal_id})
    return found.mappings().one()


async def _held(session: AsyncSession, actor: Actor, proposal_id: UUID, *needed: State) -> Proposal:
    """Find a proposal and hold it until the transaction ends; it must stand at one of these."""
    proposal = await get(session, actor, proposal_id)
    await session.refresh(proposal, with_for_update=True)
    if proposal.state not in needed:
        words = ", ".join(state.value for state in needed)
        raise WrongState(state=proposal.state.value, needed=words)
    return proposal


async def _names(session: AsyncSession, proposal_id: UUID) -> Sequence[Name]:
    found = select(Name).where(Name.proposal_id == proposal_id).order_by(Name.place)
    return (await session.scalars(found)).all()


def _check_record(rank: int, deviation: Deviation | None) -> None:
    if deviates(rank) and deviation is None:
        raise refused("/deviation", "deviation-needed", errors.DEVIATION_NEEDED.filled(rank=rank))
    if deviation is not None and not deviates(rank):
        raise refused("/deviation", "nothing-deviates", errors.NO_DEVIATION)


async def _record(
    session: AsyncSession,
    actor: Actor,
    proposal: Proposal,
    what: str,
    before: dict[str, Any] | None = None,
    **data: Any,
) -> None:
    await audit.record(
        session,
        actor,
        f"placement_proposal.{what}",
        proposal.id,
        agency_id=proposal.agency_id,
        before=before,
        after=audit.state_of(proposal),
        **data,
    )

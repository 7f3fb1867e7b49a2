"""What happens to delegations, acting officials and absences; asked by who decides requests."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.conflicts import service as conflicts
from app.core.db import violations
from app.core.errors import Fault, Forbidden, NotFound, Problem
from app.core.identity import Actor
from app.delegations import errors, policy
from app.delegations.models import Absence, ActingOfficial, Delegation
from app.delegations.schemas import Dated, NewAbsence, NewActingOfficial, NewDelegation

Record = TypeVar("Record", Delegation, ActingOfficial, Absence)
MANDATES = text("select * from approval_mandates(:agency, :roles, :day)")
AGENCIES = text("select id from agencies order by code limit 1000")


class Mandate(NamedTuple):
    """That somebody may decide today for a person who was named."""

    role: str
    giver_person: UUID
    actor_id: UUID
    person_id: UUID
    name: str
    acting: str | None
    """`plt` or `plh`; None is a delegation."""
    mandate_id: UUID
    until: date


def today() -> date:
    """The day by which authority begins and ends, as that of memberships does."""
    return datetime.now(UTC).date()


async def mandates(session: AsyncSession, agency_id: UUID, roles: Collection[str]) -> list[Mandate]:
    """Who may step in for whom in these roles today."""
    values = {"agency": agency_id, "roles": sorted(set(roles)), "day": today()}
    return [Mandate(*row) for row in await session.execute(MANDATES, values)]


async def absent(session: AsyncSession, agency_id: UUID) -> dict[UUID, date]:
    """Who is away in an agency today, and until when."""
    rows = await session.execute(
        select(Absence.actor_id, Absence.valid_until).where(*_in_force(Absence, agency_id))
    )
    return {row.actor_id: row.valid_until for row in rows}


async def offices(session: AsyncSession, agency_id: UUID, actor_id: UUID) -> set[str]:
    """The roles in which somebody acts in an agency today."""
    found = select(ActingOfficial.role).where(
        *_in_force(ActingOfficial, agency_id), ActingOfficial.actor_id == actor_id
    )
    return set(await session.scalars(found))


def _in_force(model: type[ActingOfficial | Absence], agency_id: UUID) -> tuple[Any, ...]:
    day = today()
    return (
        model.agency_id == agency_id,
        model.ended_at.is_(None),
        model.valid_from <= day,
        model.valid_until >= day,
    )


async def delegate(session: AsyncSession, actor: Actor, new: NewDelegation) -> Delegation:
    """Let somebody decide for oneself in a role; it counts once they accept."""
    if not policy.can_delegate(actor):
        raise Forbidden
    agency_id = await _agency(session, actor, new)
    if new.delegate_id == actor.id:
        raise _refused("/delegate_id", "same-person", errors.SAME_PERSON)
    delegation = Delegation(
        **new.model_dump(exclude={"agency_id"}),
        agency_id=agency_id,
        giver_id=actor.id,
        giver_name=actor.name,
        delegate_name=await _named(session, agency_id, new.delegate_id, "/delegate_id"),
    )
    session.add(delegation)
    with violations(
        {
            "delegated_by_who_holds_it": errors.NotYoursToDelegate(role=new.role),
            "delegated_to_another": _refused("/delegate_id", "same-person", errors.SAME_PERSON),
            "one_delegate_at_a_time": errors.DelegatedAlready(),
        }
    ):
        await session.flush()
    await _record(session, actor, "delegation.given", delegation, role=new.role)
    return delegation


async def answer(
    session: AsyncSession, actor: Actor, delegation_id: UUID, *, accepted: bool
) -> Delegation:
    """Accept or decline a delegation that was given to oneself."""
    delegation = await _find(session, actor, Delegation, delegation_id)
    theirs = errors.NotForYouToAnswer(name=delegation.delegate_name)
    if not policy.can_answer(actor):
        raise theirs
    before = audit.state_of(delegation)
    delegation.accepted, delegation.answered_at = accepted, datetime.now(UTC)
    with violations(
        {
            "answered_by_the_delegate": theirs,
            "delegation_answered_once": errors.DelegationOver(),
        }
    ):
        await session.flush()
    verb = "accepted" if accepted else "declined"
    await _record(session, actor, f"delegation.{verb}", delegation, before=before)
    return delegation


async def withdraw(session: AsyncSession, actor: Actor, delegation_id: UUID) -> Delegation:
    """Take a delegation back. What was decided by it stays decided."""
    delegation = await _find(session, actor, Delegation, delegation_id)
    theirs = errors.NotYoursToWithdraw(name=delegation.giver_name)
    if not policy.can_answer(actor):
        raise theirs
    before = audit.state_of(delegation)
    if delegation.withdrawn_at is not None:
        raise errors.DelegationOver
    delegation.withdrawn_at = datetime.now(UTC)
    with violations({"withdrawn_by_the_giver": theirs}):
        await session.flush()
    await _record(session, actor, "delegation.withdrawn", delegation, before=before)
    return delegation


async def designate(session: AsyncSession, actor: Actor, new: NewActingOfficial) -> ActingOfficial:
    """Put on record that somebody acts in an office by decree."""
    if not policy.can_designate(actor):
        raise Forbidden
    agency_id = await _agency(session, actor, new)
    official = ActingOfficial(
        **new.model_dump(exclude={"agency_id"}),
        agency_id=agency_id,
        name=await _named(session, agency_id, new.actor_id, "/actor_id"),
        designated_by=actor.id,
    )
    session.add(official)
    with violations({"one_designation_at_a_time": errors.DesignatedAlready()}):
        await session.flush()
    await _record(
        session,
        actor,
        "acting_official.designated",
        official,
        role=new.role,
        acts=new.kind.value,
        person=str(new.actor_id),
    )
    return official


async def record_absence(session: AsyncSession, actor: Actor, new: NewAbsence) -> Absence:
    """Put on record that somebody who decides is away: oneself, or whom an administrator names."""
    away = new.actor_id or actor.id
    if not policy.can_record(actor, own=away == actor.id):
        raise Forbidden
    agency_id = await _agency(session, actor, new)
    absence = Absence(
        **new.model_dump(exclude={"agency_id", "actor_id"}),
        agency_id=agency_id,
        actor_id=away,
        name=await _named(session, agency_id, away, "/actor_id"),
        recorded_by=actor.id,
    )
    session.add(absence)
    with violations({"one_absence_at_a_time": errors.AbsentAlready()}):
        await session.flush()
    await _record(session, actor, "absence.recorded", absence, person=str(away))
    return absence


async def end_designation(session: AsyncSession, actor: Actor, official_id: UUID) -> None:
    """Somebody acts no more."""
    official = await _find(session, actor, ActingOfficial, official_id)
    if not policy.can_designate(actor):
        raise Forbidden
    await _end(session, actor, "acting_official.ended", official)


async def end_absence(session: AsyncSession, actor: Actor, absence_id: UUID) -> None:
    """Somebody is back."""
    absence = await _find(session, actor, Absence, absence_id)
    if not policy.can_record(actor, own=absence.actor_id == actor.id):
        raise Forbidden
    await _end(session, actor, "absence.ended", absence)


async def _end(
    session: AsyncSession, actor: Actor, kind: str, record: ActingOfficial | Absence
) -> None:
    if record.ended_at is None:
        before = audit.state_of(record)
        record.ended_at = datetime.now(UTC)
        await session.flush()
        await _record(session, actor, kind, record, before=before)


MISSING: dict[type[Any], type[NotFound]] = {
    Delegation: errors.DelegationNotFound,
    ActingOfficial: errors.DesignationNotFound,
    Absence: errors.AbsenceNotFound,
}


async def _find(
    session: AsyncSession, actor: Actor, model: type[Record], record_id: UUID
) -> Record:
    """What the actor may see, held until the transaction ends."""
    found = select(model).where(model.id == record_id, policy.visible_to(actor, model))
    record = await session.scalar(found.with_for_update())
    if record is None:
        raise MISSING[model](id=record_id)
    return record


async def _agency(session: AsyncSession, actor: Actor, new: Dated) -> UUID:
    """The agency that is meant; its days are in order, and not all past."""
    faults = []
    own = [agency for agency in await session.scalars(AGENCIES) if actor.sees(agency)]
    meant: UUID | None = new.agency_id or (own[0] if len(own) == 1 else None)
    if meant not in own:
        faults.append(Fault("/agency_id", "agency-unknown", errors.AGENCY_UNSEEN))
    if new.valid_until < new.valid_from:
        faults.append(errors.DAYS_REVERSED)
    elif new.valid_until < today():
        faults.append(errors.DAYS_PAST)
    if faults or meant is None:
        raise errors.MandateInvalid(errors=faults)
    return meant


async def _named(session: AsyncSession, agency_id: UUID, actor_id: UUID, pointer: str) -> str:
    """The name of somebody with a role over the whole agency, who sees its requests."""
    found = (await conflicts.deciders(session, agency_id, [actor_id])).get(actor_id)
    if found is None or found.roles.isdisjoint(policy.DECIDERS):
        raise _refused(pointer, "person-unknown", errors.PERSON_UNKNOWN)
    return found.name


def _refused(pointer: str, code: str, words: Any) -> Problem:
    return errors.MandateInvalid(errors=[Fault(pointer, code, words)])


async def _record(
    session: AsyncSession,
    actor: Actor,
    kind: str,
    record: Delegation | ActingOfficial | Absence,
    *,
    before: dict[str, Any] | None = None,
    **data: Any,
) -> None:
    await session.refresh(record)
    after = audit.state_of(record)
    await audit.record(
        session,
        actor,
        kind,
        record.id,
        agency_id=record.agency_id,
        before=before,
        after=after,
        **data,
    )

"""What happens in calibrations: called, attended, moves proposed, voted on and authorised."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.calibrations import convening, errors, justification, policy, queries
from app.calibrations.convening import refused
from app.calibrations.errors import (
    AlreadyAttending,
    CalibrationNameTaken,
    CalibrationNotFound,
    CalibrationOver,
    MoveNotFound,
    NotAMember,
    WithoutBox,
)
from app.calibrations.models import (
    Authorisation,
    CalibratedPlacement,
    Calibration,
    Member,
    Move,
    State,
    Vote,
)
from app.calibrations.schemas import MoreAgenda, NewCalibration, NewMove, NewVote
from app.core.db import violations
from app.core.errors import Forbidden, Problem
from app.core.identity import Actor
from app.employees import accesses
from app.employees.accesses import Look


async def create(session: AsyncSession, actor: Actor, new: NewCalibration) -> RowMapping:
    """Call a session on a finished map, with members, a quorum and an agenda."""
    if not policy.can_create(actor):
        raise Forbidden
    used = await convening.map_of(session, actor, new.map_id)
    calibration = Calibration(
        **new.model_dump(exclude={"members", "agenda"}),
        agency_id=used.agency_id,
        owner_id=actor.id,
        owner_name=actor.name,
    )
    session.add(calibration)
    with violations({"one_calibration_per_name": CalibrationNameTaken(name=new.name)}):
        await session.flush()
    session.add_all(await convening.members_of(session, calibration, new))
    session.add_all(await convening.agenda_of(session, calibration, new.agenda))
    with violations(errors.rules()):
        await session.flush()
    await audit.record(
        session,
        actor,
        "calibration.called",
        calibration.id,
        agency_id=calibration.agency_id,
        after=audit.state_of(calibration),
        map_id=str(calibration.map_id),
        members=sorted(str(member) for member in new.members),
        quorum=calibration.quorum,
        agenda=len(new.agenda),
    )
    return await shown(session, calibration.id)


async def extend(
    session: AsyncSession, actor: Actor, calibration_id: UUID, more: MoreAgenda
) -> RowMapping:
    """Take further people or boxes onto the agenda of an open session; for its owner."""
    calibration = await get(session, actor, calibration_id)
    if not policy.can_hold(actor, calibration):
        raise Forbidden
    # One at a time, so that places follow each other; whoever closes it comes before or after.
    await session.refresh(calibration, with_for_update=True)
    if calibration.state is not State.OPEN:
        raise CalibrationOver
    added = await convening.agenda_of(session, calibration, more.agenda)
    session.add_all(added)
    with violations(errors.rules()):
        await session.flush()
    people = [item.employee_id for item in added if item.employee_id is not None]
    await _record(
        session,
        actor,
        calibration,
        "calibration.extended",
        calibration.id,
        people=sorted(map(str, people)),
        boxes=sorted(item.box for item in added if item.box is not None),
        reason=more.reason,
    )
    return await shown(session, calibration.id)


async def get(session: AsyncSession, actor: Actor, calibration_id: UUID) -> Calibration:
    """Find a session that the actor may see."""
    found = select(Calibration).where(Calibration.id == calibration_id, policy.visible_to(actor))
    calibration = await session.scalar(found)
    if calibration is None:
        raise CalibrationNotFound(id=calibration_id)
    return calibration


async def attend(session: AsyncSession, actor: Actor, calibration_id: UUID) -> RowMapping:
    """A member puts the own attendance on record."""
    calibration, member = await _as_member(session, actor, calibration_id)
    if member.attended_at is None:
        member.attended_at = await session.scalar(select(func.clock_timestamp()))
        with violations(errors.rules()):
            await session.flush()
    else:
        raise AlreadyAttending
    await _record(session, actor, calibration, "calibration.attended", calibration.id)
    return await shown(session, calibration.id)


async def propose(
    session: AsyncSession, actor: Actor, calibration_id: UUID, new: NewMove
) -> tuple[Calibration, Move]:
    """Propose another box for a person of the agenda."""
    calibration, _ = await _as_member(session, actor, calibration_id)
    if (code := justification.fault(new.justification)) is not None:
        raise refused("/justification", code, errors.JUSTIFICATION[code])
    move = Move(
        **new.model_dump(exclude={"to_box"}),
        agency_id=calibration.agency_id,
        session_id=calibration.id,
        proposed_by=actor.id,
        **await _cells(session, calibration, new),
    )
    session.add(move)
    another = refused("/authoriser_id", "authoriser-unfit", errors.AUTHORISER)
    meanings: dict[str, Problem] = {
        **errors.rules(),
        "authoriser_is_a_member": another,
        "authoriser_is_another": another,
        "move_changes_the_box": refused("/to_box", "same-box", errors.SAME_BOX),
    }
    with violations(meanings):
        await session.flush()
    await accesses.record(session, actor, move.employee_id, Look("calibration", calibration.id))
    await _record(
        session,
        actor,
        calibration,
        "calibration_move.proposed",
        move.id,
        after=audit.state_of(move),
        reason_code=move.reason_code.value,
        from_cell=move.from_cell,
        to_cell=move.to_cell,
    )
    return calibration, move


async def vote(
    session: AsyncSession, actor: Actor, calibration_id: UUID, move_id: UUID, new: NewVote
) -> tuple[Calibration, Move]:
    """Vote on a move; the last vote of a quorum opens all of them."""
    calibration, _ = await _as_member(session, actor, calibration_id)
    move = await find_move(session, calibration, move_id)
    cast = Vote(
        **new.model_dump(),
        agency_id=calibration.agency_id,
        session_id=calibration.id,
        move_id=move.id,
        employee_id=move.employee_id,
        actor_id=actor.id,
    )
    session.add(cast)
    with violations(errors.rules()):
        await session.flush()
    await session.refresh(cast)
    await session.refresh(move)
    await accesses.record(session, actor, move.employee_id, Look("calibration", calibration.id))
    # Neither what was said nor a hash of it: it is sealed.
    await _record(session, actor, calibration, "calibration_vote.cast", move.id)
    if move.revealed_at is not None and cast.revealed_at == move.revealed_at:
        await _record(
            session, actor, calibration, "calibration_move.revealed", move.id, counted=move.counted
        )
    return calibration, move


async def authorise(
    session: AsyncSession, actor: Actor, calibration_id: UUID, move_id: UUID
) -> tuple[Calibration, Move]:
    """The member whom the move names authorises it, once the majority approved."""
    calibration, _ = await _as_member(session, actor, calibration_id)
    move = await find_move(session, calibration, move_id)
    given = Authorisation(
        move_id=move.id,
        agency_id=calibration.agency_id,
        session_id=calibration.id,
        employee_id=move.employee_id,
        actor_id=actor.id,
    )
    session.add(given)
    with violations(errors.rules()):
        await session.flush()
    await session.refresh(move)
    await accesses.record(session, actor, move.employee_id, Look("calibration", calibration.id))
    await _record(session, actor, calibration, "calibration_move.authorised", move.id)
    return calibration, move


async def find_move(session: AsyncSession, calibration: Calibration, move_id: UUID) -> Move:
    """Find a move of a session."""
    found = select(Move).where(Move.id == move_id, Move.session_id == calibration.id)
    move = await session.scalar(found)
    if move is None:
        raise MoveNotFound(id=move_id)
    return move


async def standing_cells(session: AsyncSession, map_id: UUID) -> Mapping[UUID, int]:
    """The calibrated cells of a map by employee: those of closed sessions whose moves stand."""
    calibrated = CalibratedPlacement
    found = select(calibrated.employee_id, calibrated.cell).where(calibrated.map_id == map_id)
    return {row.employee_id: row.cell for row in await session.execute(found)}


async def shown(session: AsyncSession, calibration_id: UUID) -> RowMapping:
    """A session with its members and agenda."""
    found = await session.execute(queries.calibrations.where(Calibration.id == calibration_id))
    return found.mappings().one()


async def _as_member(
    session: AsyncSession, actor: Actor, calibration_id: UUID
) -> tuple[Calibration, Member]:
    calibration = await get(session, actor, calibration_id)
    member = await session.get(Member, (calibration.id, actor.id))
    if member is None or not policy.can_take_part(actor):
        raise NotAMember
    return calibration, member


async def _cells(session: AsyncSession, calibration: Calibration, new: NewMove) -> dict[str, int]:
    """The computed cell and the proposed one."""
    placements, maps = queries.placements.c, queries.maps.c
    found = await session.execute(
        select(placements.cell, maps.numbers)
        .join(queries.maps, maps.id == placements.map_id)
        .where(placements.map_id == calibration.map_id, placements.employee_id == new.employee_id)
    )
    placed = found.one_or_none()
    if placed is None:
        raise refused("/employee_id", "not-on-the-map", errors.NOT_ON_MAP)
    if placed.cell is None:
        raise WithoutBox
    return {"from_cell": placed.cell, "to_cell": placed.numbers.index(new.to_box)}


async def _record(
    session: AsyncSession,
    actor: Actor,
    calibration: Calibration,
    kind: str,
    subject_id: UUID,
    **data: Any,
) -> None:
    await audit.record(
        session,
        actor,
        kind,
        subject_id,
        agency_id=calibration.agency_id,
        calibration=str(calibration.id),
        **data,
    )

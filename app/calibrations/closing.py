"""How a session ends: closed, so that its moves stand and nothing changes, or cancelled."""

from uuid import UUID

from sqlalchemy import RowMapping, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.calibrations import errors, policy, register, service
from app.calibrations.errors import CalibrationOver, QuorumAbsent
from app.calibrations.models import Calibration, State
from app.calibrations.schemas import Cancellation
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.verifier.commitment import sha256_of

LOCK = text("select calibration_lock(:id)")
# The clock of the database, by which votes are voided.
NOW = select(func.clock_timestamp())


async def close(session: AsyncSession, actor: Actor, calibration_id: UUID) -> RowMapping:
    """Freeze a session with a quorum present; its register's hash goes into the log.

    The database puts the calibrated cells of the moves that stand beside the map's.
    """
    calibration = await _ending(session, actor, calibration_id)
    before = audit.state_of(calibration)
    found = await register.entries(session, calibration)
    moves = {str(entry.move.id): sha256_of(entry.record) for entry in found}
    sha256 = sha256_of(await register.content(session, calibration, moves))
    calibration.ended_at = await session.scalar(NOW)
    calibration.state = State.CLOSED
    calibration.move_sha256s, calibration.register_sha256 = moves, sha256
    absent = QuorumAbsent(quorum=calibration.quorum)
    with violations({**errors.rules(), "quorum_attends": absent}):
        await session.flush()
    await audit.record(
        session,
        actor,
        "calibration.closed",
        calibration.id,
        agency_id=calibration.agency_id,
        before=before,
        after=audit.state_of(calibration),
        register_sha256=calibration.register_sha256,
        moves=len(found),
        standing=sum(entry.stands for entry in found),
    )
    return await service.shown(session, calibration.id)


async def cancel(
    session: AsyncSession, actor: Actor, calibration_id: UUID, cancellation: Cancellation
) -> RowMapping:
    """End a session that moves nobody, with the reason."""
    calibration = await _ending(session, actor, calibration_id)
    before = audit.state_of(calibration)
    calibration.ended_at = await session.scalar(NOW)
    calibration.state = State.CANCELLED
    calibration.cancelled_because = cancellation.reason
    with violations(errors.rules()):
        await session.flush()
    await audit.record(
        session,
        actor,
        "calibration.cancelled",
        calibration.id,
        agency_id=calibration.agency_id,
        before=before,
        after=audit.state_of(calibration),
    )
    return await service.shown(session, calibration.id)


async def _ending(session: AsyncSession, actor: Actor, calibration_id: UUID) -> Calibration:
    """The session, locked with the people whom it moves, so that nothing of it changes any more."""
    calibration = await service.get(session, actor, calibration_id)
    if not policy.can_hold(actor, calibration):
        raise Forbidden
    await session.execute(LOCK, {"id": calibration.id})
    await session.refresh(calibration)
    if calibration.state is not State.OPEN:
        raise CalibrationOver
    return calibration

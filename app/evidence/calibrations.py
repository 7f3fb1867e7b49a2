"""The files of a map's closed calibrations: what was hashed at the closing, and what stands now."""

from typing import NamedTuple
from uuid import UUID

import rfc8785
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.calibrations import register
from app.calibrations.models import CalibratedPlacement, Calibration, State
from app.calibrations.register import Entry
from app.evidence.packing import Packing
from app.talent_maps.models import TalentMap
from app.verifier import calibration as files
from app.verifier.commitment import canonical

CLOSED = (
    select(Calibration)
    .where(Calibration.state == State.CLOSED)
    .order_by(Calibration.ended_at, Calibration.id)
)


class Registered(NamedTuple):
    """Sessions and moves of which the log says what became of them."""

    sessions: tuple[UUID, ...] = ()
    moves: tuple[UUID, ...] = ()


async def add(session: AsyncSession, talent_map: TalentMap, packing: Packing) -> Registered:
    """Put in the moves that carried in closed sessions on a map; without such sessions nothing."""
    of_map = CLOSED.where(Calibration.map_id == talent_map.id)
    closed = (await session.scalars(of_map.execution_options(populate_existing=True))).all()
    if not closed:
        return Registered()
    live = CalibratedPlacement
    where = select(live.move_id).where(live.map_id == talent_map.id)
    standing = set(await session.scalars(where))
    sessions, lines, moves = [], [], []
    for one in closed:
        hashes = one.move_sha256s or {}
        content = await register.content(session, one, hashes)
        sessions.append({"register_sha256": one.register_sha256, "content": content})
        for entry in await register.entries(session, one):
            moves.append(entry.move.id)
            if entry.move.id in standing or register.carried(one, entry):
                lines.append(_line(talent_map, entry, stands=entry.move.id in standing))
    await packing.add(files.CALIBRATIONS, rfc8785.dumps({"sessions": sessions}))
    await packing.add(files.CALIBRATED, b"".join(lines))
    return Registered(tuple(one.id for one in closed), tuple(moves))


def _line(talent_map: TalentMap, entry: Entry, *, stands: bool) -> bytes:
    move = entry.move
    said = {
        "employee_id": str(move.employee_id),
        "calibration_id": str(move.session_id),
        "move_id": str(move.id),
        "box": talent_map.numbers[move.from_cell],
        "calibrated_box": talent_map.numbers[move.to_cell],
        "standing": stands,
        "record": entry.record,
    }
    return canonical(said) + b"\n"

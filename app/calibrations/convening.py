"""How a session comes about: its map, members and agenda, checked against what there is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.calibrations import errors, policy, queries
from app.calibrations.errors import CalibrationRefused
from app.calibrations.models import AgendaItem, Calibration, Member
from app.calibrations.queries import maps, placements
from app.calibrations.schemas import AGENDA, NewAgendaItem, NewCalibration
from app.conflicts import service as conflicts
from app.core.errors import Fault
from app.core.identity import Actor
from app.core.words import Words
from app.talent_maps.errors import MapNotReady


async def map_of(session: AsyncSession, actor: Actor, map_id: UUID) -> Row[Any]:
    """The finished map of a new session."""
    found = (await session.execute(select(maps).where(maps.c.id == map_id))).one_or_none()
    if found is None or not actor.sees(found.agency_id):
        raise refused("/map_id", "talent-map-unknown", errors.MAP_UNKNOWN)
    if found.state != "done":
        raise MapNotReady(name=found.name, state=found.state)
    return found


async def members_of(
    session: AsyncSession, calibration: Calibration, new: NewCalibration
) -> list[Member]:
    """The members: who plays a part of the panel in all of the agency today."""
    known = await conflicts.deciders(session, calibration.agency_id, new.members)
    faults = []
    for place, actor_id in enumerate(new.members):
        if actor_id in new.members[:place]:
            faults.append(Fault(f"/members/{place}", "member-twice", errors.MEMBER_TWICE))
        elif actor_id not in known or known[actor_id].roles.isdisjoint(policy.PANEL):
            faults.append(Fault(f"/members/{place}", "member-unknown", errors.MEMBER_UNKNOWN))
    if new.quorum > len(new.members):
        faults.append(Fault("/quorum", "quorum-too-large", errors.QUORUM_TOO_LARGE))
    if faults:
        raise CalibrationRefused(errors=faults)
    return [
        Member(
            session_id=calibration.id,
            actor_id=actor_id,
            agency_id=calibration.agency_id,
            name=known[actor_id].name,
        )
        for actor_id in new.members
    ]


async def agenda_of(
    session: AsyncSession, calibration: Calibration, new: Sequence[NewAgendaItem]
) -> list[AgendaItem]:
    """Items for the agenda, behind those that are there: people who are on the map, and boxes."""
    there = (await session.scalars(queries.AGENDA, {"session_id": calibration.id})).all()
    people = [item.employee_id for item in new if item.employee_id is not None]
    of_map = placements.c.map_id == calibration.map_id
    mapped = select(placements.c.employee_id).where(of_map, placements.c.employee_id.in_(people))
    known = set(await session.scalars(mapped))
    taken = {(item.employee_id, item.box) for item in there}
    faults = []
    if len(there) + len(new) > AGENDA:
        words = errors.AGENDA_TOO_LONG.filled(limit=AGENDA)
        faults.append(Fault("/agenda", "agenda-too-long", words))
    for place, item in enumerate(new):
        if (item.employee_id is None) == (item.box is None):
            faults.append(Fault(f"/agenda/{place}", "person-or-box", errors.PERSON_OR_BOX))
        elif item.employee_id is not None and item.employee_id not in known:
            pointer = f"/agenda/{place}/employee_id"
            faults.append(Fault(pointer, "not-on-the-map", errors.NOT_ON_MAP))
        elif (item.employee_id, item.box) in taken:
            faults.append(Fault(f"/agenda/{place}", "on-the-agenda", errors.ON_AGENDA))
        taken.add((item.employee_id, item.box))
    if faults:
        raise CalibrationRefused(errors=faults)
    return [
        AgendaItem(
            session_id=calibration.id,
            place=place,
            agency_id=calibration.agency_id,
            **item.model_dump(),
        )
        for place, item in enumerate(new, len(there) + 1)
    ]


def refused(pointer: str, code: str, words: Words) -> CalibrationRefused:
    """Say what is wrong at `pointer` of the request."""
    return CalibrationRefused(errors=[Fault(pointer, code, words)])

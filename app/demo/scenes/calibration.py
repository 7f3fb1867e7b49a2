"""The panel calibrates a map: one move stands, one is outvoted, one member steps aside."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from app.calibrations import closing
from app.calibrations import service as calibrations
from app.calibrations.models import ReasonCode
from app.calibrations.schemas import NewAgendaItem, NewCalibration, NewMove, NewVote
from app.calibrations.voting import Choice
from app.conflicts import service as conflicts
from app.conflicts.models import Kind
from app.conflicts.schemas import NewConflict
from app.core.db import transaction
from app.core.identity import Actor, Role
from app.demo.cast import signed_in
from app.demo.story import Stage
from app.talent_maps.models import TalentMap

PANEL = (Role.COMMITTEE, Role.PYB, Role.PPK)
QUORUM = 2
BELOW_THE_TOP = text("""
select employee_id from talent_map_placements
where map_id = :map_id and cell between 4 and 7 order by cohort, cell, place limit 2""")
"""From the middle of the lowest level, of which no pool is drawn, whatever box they are moved to:
who is related to them may decide about a pool."""
FIND = text("select id, state from calibrations where agency_id = :agency_id and name = :name")
ATTENDING = text("""
select attended_at is not null from calibration_members
where session_id = :session_id and actor_id = :actor_id""")
MOVE = text("""
select id from calibration_moves
where session_id = :session_id and employee_id = :employee_id and void_conflict_id is null""")
VOTED = text("""
select exists (select from calibration_votes where move_id = :move_id and actor_id = :actor_id)""")
AUTHORISED = text("select exists (select from calibration_authorisations where move_id = :move_id)")
RELATED = text("""
select exists (select from conflicts
where actor_id = :actor_id and employee_id = :employee_id and ended_at is null)""")
STANDS = (
    "Memimpin pemulihan layanan sesudah banjir Januari; SK tim dan laporan akhirnya sudah"
    " diperiksa, tetapi belum tercatat di SIMPEG."
)
OUTVOTED = (
    "Capaian semester kedua diusulkan dihitung penuh walaupun SKP belum dinilai oleh pejabat"
    " penilai kinerja."
)


async def play(stage: Stage, talent_map: TalentMap) -> UUID | None:
    """The session, from its calling to its closing; None where nobody stands below the top."""
    panel = {role: await signed_in(stage.sessions, stage.cast, role) for role in PANEL}
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        found = await session.execute(BELOW_THE_TOP, {"map_id": talent_map.id})
        people = [row.employee_id for row in found]
        if len(people) < QUORUM:
            return None
        calibration = await _called(session, analyst, talent_map, panel, people)
    calibration_id: UUID = calibration.id
    if calibration.state != "open":
        return calibration_id
    committee, secretary, governor = (panel[role] for role in PANEL)
    await _declare(stage, committee, people[0])
    for actor in panel.values():
        await _attend(stage, actor, calibration_id)

    top = talent_map.numbers[-1]
    first = NewMove(
        employee_id=people[0],
        to_box=top,
        reason_code=ReasonCode.EVIDENCE_NOT_ON_FILE,
        justification=STANDS,
        authoriser_id=governor.id,
    )
    move_id = await _move(stage, secretary, calibration_id, first)
    for actor in (secretary, governor):
        await _vote(stage, actor, calibration_id, move_id, Choice.APPROVE, "SK tim sudah diperiksa")
    await _authorise(stage, governor, calibration_id, move_id)

    second = first.model_copy(
        update={
            "employee_id": people[1],
            "reason_code": ReasonCode.RECENT_CHANGE,
            "justification": OUTVOTED,
        }
    )
    move_id = await _move(stage, committee, calibration_id, second)
    await _vote(stage, committee, calibration_id, move_id, Choice.APPROVE, "Capaiannya nyata")
    await _vote(stage, governor, calibration_id, move_id, Choice.REJECT, "Tunggu penilaian SKP")
    async with transaction(stage.sessions, analyst) as session:
        await closing.close(session, analyst, calibration_id)
    return calibration_id


async def _called(
    session: Any,
    analyst: Actor,
    talent_map: TalentMap,
    panel: dict[Role, Actor],
    people: Sequence[UUID],
) -> Row[Any]:
    name = f"Kalibrasi {talent_map.name}"
    where = {"agency_id": talent_map.agency_id, "name": name}
    known: Row[Any] | None = (await session.execute(FIND, where)).one_or_none()
    if known is not None:
        return known
    new = NewCalibration(
        map_id=talent_map.id,
        name=name,
        held_on=date(talent_map.as_of.year, 2, 3),
        members=[actor.id for actor in panel.values()],
        quorum=QUORUM,
        agenda=[NewAgendaItem(employee_id=person) for person in people],
    )
    await calibrations.create(session, analyst, new)
    made: Row[Any] = (await session.execute(FIND, where)).one()
    return made


async def _declare(stage: Stage, actor: Actor, employee_id: UUID) -> None:
    """The member says that the first person is a relative, and has no part in that move."""
    async with transaction(stage.sessions, actor) as session:
        known = {"actor_id": actor.id, "employee_id": employee_id}
        if not await session.scalar(RELATED, known):
            relation = NewConflict(
                employee_id=employee_id,
                kind=Kind.FAMILY,
                reason="Saudara ipar saya",
                since=date(2015, 6, 1),
            )
            await conflicts.declare(session, actor, relation, now=datetime.now(UTC))


async def _attend(stage: Stage, actor: Actor, session_id: UUID) -> None:
    async with transaction(stage.sessions, actor) as session:
        if not await session.scalar(ATTENDING, {"session_id": session_id, "actor_id": actor.id}):
            await calibrations.attend(session, actor, session_id)


async def _move(stage: Stage, actor: Actor, session_id: UUID, new: NewMove) -> UUID:
    async with transaction(stage.sessions, actor) as session:
        where = {"session_id": session_id, "employee_id": new.employee_id}
        known: UUID | None = await session.scalar(MOVE, where)
        if known is not None:
            return known
        _, move = await calibrations.propose(session, actor, session_id, new)
        return move.id


async def _vote(
    stage: Stage, actor: Actor, session_id: UUID, move_id: UUID, choice: Choice, reason: str
) -> None:
    async with transaction(stage.sessions, actor) as session:
        if not await session.scalar(VOTED, {"move_id": move_id, "actor_id": actor.id}):
            cast = NewVote(vote=choice, reason=reason)
            await calibrations.vote(session, actor, session_id, move_id, cast)


async def _authorise(stage: Stage, actor: Actor, session_id: UUID, move_id: UUID) -> None:
    async with transaction(stage.sessions, actor) as session:
        if not await session.scalar(AUTHORISED, {"move_id": move_id}):
            await calibrations.authorise(session, actor, session_id, move_id)

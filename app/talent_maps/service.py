"""What happens to maps: asked for, computed, read with their reasons."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core.db import Sessions, raw, transaction, violations
from app.core.errors import Fault, Forbidden
from app.core.identity import SYSTEM, Actor
from app.core.jobs import enqueue
from app.organisation import service as organisation
from app.scoring_schemes import service as schemes
from app.talent_maps import errors, placing, policy
from app.talent_maps.errors import MapNameTaken, MapNotFound, MapNotReady, MapRefused, MapUnfinished
from app.talent_maps.models import State, Step, TalentMap
from app.talent_maps.nine_box import NUMBERS
from app.talent_maps.placing import NobodyToPlace, Placed, Told
from app.talent_maps.populations import Population
from app.talent_maps.schemas import NewMap

CALCULATE = "talent_maps.calculate"
APPROVED = text("""
select approval_in_force('talent_map', :map, :agency) as approved_request_id,
  approval_in_force('scoring_scheme', :scheme, :agency) as scheme_approved_request_id""")


async def create(session: AsyncSession, actor: Actor, new: NewMap, *, today: date) -> TalentMap:
    """Ask for a map; its job begins once this is committed."""
    talent_map = await draw_up(session, actor, new, today=today)
    await enqueue(session, CALCULATE, map_id=str(talent_map.id))
    return talent_map


async def find_unfinished(session: AsyncSession, actor: Actor, new: NewMap) -> TalentMap | None:
    """The map that this very request began, if the program that computed it was killed.

    Raises MapUnfinished when an unfinished map has the name and was asked for differently.
    """
    if not policy.can_create(actor):
        raise Forbidden
    agency_id = (await organisation.agency_meant(session, actor, new.agency)).id
    unfinished = select(TalentMap).where(
        TalentMap.agency_id == agency_id,
        TalentMap.name == new.name,
        TalentMap.state.in_((State.QUEUED, State.RUNNING)),
        policy.visible_to(actor),
    )
    begun = await session.scalar(unfinished)
    if begun is None:
        return None
    scheme = await schemes.find_published(session, new.scheme)
    asked = (scheme.id, new.as_of, new.unit_id, _levels(new))
    if asked != (begun.scheme_id, begun.as_of, begun.unit_id, begun.cohorts):
        its_scheme = await schemes.get(session, begun.scheme_id)
        raise MapUnfinished(name=begun.name, scheme=its_scheme.name, as_of=begun.as_of)
    return begun


async def draw_up(session: AsyncSession, actor: Actor, new: NewMap, *, today: date) -> TalentMap:
    """Check what is asked for and keep it, without a job: the caller computes it at once."""
    if not policy.can_create(actor):
        raise Forbidden
    scheme = await schemes.find_published(session, new.scheme)
    agency_id = (await organisation.agency_meant(session, actor, new.agency)).id
    if new.as_of > today:
        raise _refused("/as_of", "as-of-in-future", errors.AS_OF_IN_FUTURE.filled(as_of=new.as_of))
    await _check_population(session, agency_id, new)
    talent_map = TalentMap(
        agency_id=agency_id,
        name=new.name,
        scheme_id=scheme.id,
        as_of=new.as_of,
        unit_id=new.unit_id,
        cohorts=_levels(new),
        numbers=list(NUMBERS[schemes.parsed(scheme).numbering]),
        state=State.QUEUED,
        step=Step.WAITING,
        progress=0,
        created_by=actor.id,
    )
    session.add(talent_map)
    with violations({"one_map_per_name": MapNameTaken(name=new.name)}):
        await session.flush()
    await audit.record(
        session,
        actor,
        "talent_map.requested",
        talent_map.id,
        agency_id=agency_id,
        after=audit.state_of(talent_map),
        scheme_sha256=scheme.sha256,
        as_of=new.as_of.isoformat(),
        unit_id=None if new.unit_id is None else str(new.unit_id),
        cohorts=talent_map.cohorts,
    )
    return talent_map


async def get(session: AsyncSession, actor: Actor, map_id: UUID) -> TalentMap:
    """Find a map that the actor may see."""
    talent_map = await find(session, actor, map_id)
    if talent_map is None:
        raise MapNotFound(id=map_id)
    return talent_map


async def find(session: AsyncSession, actor: Actor, map_id: UUID) -> TalentMap | None:
    """A map, or None when there is none that the actor may see."""
    found = select(TalentMap).where(TalentMap.id == map_id, policy.visible_to(actor))
    return await session.scalar(found)


async def get_finished(session: AsyncSession, actor: Actor, map_id: UUID) -> TalentMap:
    """Find a map that the actor may see and that is computed."""
    talent_map = await get(session, actor, map_id)
    if talent_map.state is not State.DONE:
        raise MapNotReady(name=talent_map.name, state=talent_map.state)
    return talent_map


async def shown(session: AsyncSession, talent_map: TalentMap) -> dict[str, Any]:
    """A map with the name of its scheme, and what was approved."""
    scheme = await schemes.get(session, talent_map.scheme_id)
    columns = {c.key: getattr(talent_map, c.key) for c in TalentMap.__table__.columns}
    values = {"map": talent_map.id, "scheme": scheme.id, "agency": talent_map.agency_id}
    approved = (await session.execute(APPROVED, values)).mappings().one()
    return {**columns, "scheme": scheme.name, "scheme_sha256": scheme.sha256, **approved}


async def calculate(sessions: Sessions, map_id: UUID, told: Told | None = None) -> None:
    """Compute a map that waits; one that has ended is left as it is.

    Everything is written in one transaction: after a crash the map waits as before and the job
    runs again. Progress is written apart, so that others see it before the end.
    """

    async def progress(step: Step, percent: int) -> None:
        async with transaction(sessions, SYSTEM) as session:
            await session.execute(
                text(
                    "update talent_maps set state = 'running', step = :step, progress = :percent"
                    " where id = :id and state in ('queued', 'running')"
                ),
                {"step": step, "percent": percent, "id": map_id},
            )
        if told is not None:
            await told(step, percent)

    await progress(Step.PEOPLE, 1)
    try:
        async with transaction(sessions, SYSTEM) as session:
            await _calculate(session, map_id, progress)
    except NobodyToPlace:
        await fail(sessions, map_id, "population-empty")


async def fail(sessions: Sessions, map_id: UUID, code: str) -> None:
    """End a map without placements; its name is free again."""
    async with transaction(sessions, SYSTEM) as session:
        talent_map = await session.get(TalentMap, map_id)
        if talent_map is None or talent_map.state in (State.DONE, State.FAILED):
            return
        talent_map.state, talent_map.failure = State.FAILED, code
        talent_map.finished_at = datetime.now(UTC)
        await audit.record(
            session, SYSTEM, "talent_map.failed", map_id, agency_id=talent_map.agency_id, code=code
        )


async def _calculate(session: AsyncSession, map_id: UUID, told: Told) -> None:
    # Two workers that were given the same job do it one after the other.
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(str(map_id)))))
    talent_map = await session.get(TalentMap, map_id)
    if talent_map is None or talent_map.state in (State.DONE, State.FAILED):
        return
    scheme = schemes.parsed(await schemes.get(session, talent_map.scheme_id))
    cohorts = tuple(talent_map.cohorts) if talent_map.cohorts else None
    population = Population(talent_map.agency_id, talent_map.unit_id, cohorts)
    db = await raw(session)
    placed = await placing.place(db, map_id, population, scheme, talent_map.as_of, told)
    await _finish(session, talent_map, placed)


async def _finish(session: AsyncSession, talent_map: TalentMap, placed: Placed) -> None:
    await session.refresh(talent_map)
    before = audit.state_of(talent_map)
    talent_map.state, talent_map.step, talent_map.progress = State.DONE, Step.DONE, 100
    talent_map.known_at = placed.known_at
    talent_map.population, talent_map.restricted = placed.population, placed.restricted
    talent_map.cell_counts = placed.cell_counts
    talent_map.finished_at = datetime.now(UTC)
    await session.flush()
    await audit.record(
        session,
        SYSTEM,
        "talent_map.calculated",
        talent_map.id,
        agency_id=talent_map.agency_id,
        on_behalf_of=talent_map.created_by,
        before=before,
        after=audit.state_of(talent_map),
        population=placed.population,
        restricted=placed.restricted,
        cell_counts=placed.cell_counts,
        placements_sha256=placed.sha256,
        known_at=placed.known_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    )


def _levels(new: NewMap) -> list[int] | None:
    return sorted(set(new.cohorts)) if new.cohorts else None


async def _check_population(session: AsyncSession, agency_id: UUID, new: NewMap) -> None:
    if new.unit_id is not None:
        unit = await organisation.find_unit(session, new.unit_id)
        if unit is None or unit.agency_id != agency_id:
            words = errors.UNIT_UNKNOWN.filled(id=new.unit_id)
            raise _refused("/unit_id", "unit-unknown", words)
    restricted = tuple(await session.scalars(text(placing.RESTRICTED)))
    cohorts = tuple(new.cohorts) if new.cohorts else None
    population = Population(agency_id, new.unit_id, cohorts, restricted)
    anybody = text(f"select exists (select from employees where {population.condition})")
    if not await session.scalar(anybody):
        pointer = "/unit_id" if new.unit_id else "/cohorts" if new.cohorts else "/name"
        raise _refused(pointer, "population-empty", errors.POPULATION_EMPTY)


def _refused(pointer: str, code: str, words: Any) -> MapRefused:
    return MapRefused(errors=[Fault(pointer, code, words)])

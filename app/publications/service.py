"""What happens to a round: announced, given its map, published; and the own result in it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.core import working_days
from app.core.db import violations
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.organisation import service as organisation
from app.publications import errors, policy, queries, statistics
from app.publications.errors import (
    AlreadyPublished,
    MapAttached,
    NoMapYet,
    NotTheMap,
    PublicationNameTaken,
    PublicationNotFound,
    ResultNotFound,
)
from app.publications.models import Publication
from app.publications.schemas import NewPublication
from app.scoring_schemes import service as schemes
from app.talent_maps import reading
from app.talent_maps import service as talent_maps
from app.talent_maps.errors import MapNotFound
from app.talent_maps.models import TalentMap


class OwnResult(NamedTuple):
    """A civil servant's result in a published map."""

    employee_id: UUID
    talent_map: TalentMap
    result: RowMapping


async def announce(
    session: AsyncSession, actor: Actor, new: NewPublication, *, now: datetime
) -> RowMapping:
    """Say what will be measured, and until when people may look at their inputs."""
    if not policy.can_announce(actor):
        raise Forbidden
    scheme = await schemes.find_published(session, new.scheme)
    agency_id = (await organisation.agency_meant(session, actor, new.agency)).id
    opens_on = new.opens_on or working_days.today_in_office(now)
    if new.cut_off <= now:
        words = errors.CUT_OFF_PAST.filled(cut_off=new.cut_off.isoformat())
        raise errors.refused("/cut_off", "cut-off-past", words)
    if opens_on > working_days.today_in_office(new.cut_off):
        words = errors.OPENS_LATE.filled(opens_on=opens_on)
        raise errors.refused("/opens_on", "opens-after-cut-off", words)
    publication = Publication(
        **new.model_dump(exclude={"scheme", "agency", "opens_on"}),
        agency_id=agency_id,
        scheme_id=scheme.id,
        opens_on=opens_on,
        created_by=actor.id,
    )
    session.add(publication)
    with violations({"one_publication_per_name": PublicationNameTaken(name=new.name)}):
        await session.flush()
    await _record(session, actor, publication, "announced", None, scheme_sha256=scheme.sha256)
    return await shown(session, publication.id)


async def attach(
    session: AsyncSession, actor: Actor, publication_id: UUID, map_id: UUID
) -> RowMapping:
    """Give a round the map that came of it."""
    publication = await get(session, actor, publication_id)
    if not policy.can_announce(actor):
        raise Forbidden
    await session.refresh(publication, with_for_update=True)
    try:
        talent_map = await talent_maps.get_finished(session, actor, map_id)
    except MapNotFound:
        raise errors.refused("/map_id", "talent-map-unknown", errors.MAP_UNKNOWN) from None
    if publication.map_id is not None:
        raise MapAttached
    before = audit.state_of(publication)
    another = await _another(session, publication, talent_map)
    publication.map_id, publication.attached_by = map_id, actor.id
    with violations(
        {"the_map_that_was_announced": another, "one_publication_per_map": MapAttached()}
    ):
        await session.flush()
    await _record(session, actor, publication, "map_attached", before, map_id=str(map_id))
    return await shown(session, publication.id)


async def publish(
    session: AsyncSession, actor: Actor, publication_id: UUID, *, now: datetime
) -> RowMapping:
    """Show everybody the own result, and let them object for so many working days."""
    publication = await get(session, actor, publication_id)
    if not policy.can_publish(actor):
        raise Forbidden
    await session.refresh(publication, with_for_update=True)
    if publication.map_id is None:
        raise NoMapYet
    if publication.published_on is not None:
        raise AlreadyPublished(published_on=publication.published_on)
    before = audit.state_of(publication)
    today = working_days.today_in_office(now)
    last = working_days.after(today, publication.objection_working_days)
    counted = await statistics.of_map(session, publication.agency_id, publication.map_id)
    publication.published_on, publication.published_by = today, actor.id
    publication.objections_until, publication.statistics = last, counted
    with violations({"published_by_the_ppk": Forbidden()}):
        await session.flush()
    await _record(
        session,
        actor,
        publication,
        "published",
        before,
        map_id=str(publication.map_id),
        objections_until=last.isoformat(),
    )
    return await shown(session, publication.id)


async def get(session: AsyncSession, actor: Actor, publication_id: UUID) -> Publication:
    """Find a publication that the actor may see."""
    found = select(Publication).where(Publication.id == publication_id, policy.visible_to(actor))
    publication = await session.scalar(found)
    if publication is None:
        raise PublicationNotFound(id=publication_id)
    return publication


async def shown(session: AsyncSession, publication_id: UUID) -> RowMapping:
    """A publication with its scheme and phase."""
    found = await session.execute(queries.ONE, {"publication_id": publication_id})
    return found.mappings().one()


async def own_trace(session: AsyncSession, actor: Actor, map_id: UUID) -> dict[str, Any]:
    """The actor's own result in a published map, and why."""
    own = await own_result(session, actor, map_id)
    why = await reading.reasons(session, own.talent_map, own.employee_id)
    kept = ("scheme_sha256", "known_at", "axes")
    return {"result": own.result, **{name: why[name] for name in kept}}


async def own_result(session: AsyncSession, actor: Actor, map_id: UUID) -> OwnResult:
    """The actor's own result, once its map is published: what everything about oneself rests on.

    Raises Forbidden for whoever is no civil servant, ResultNotFound before publication.
    """
    if actor.employee_id is None:
        raise Forbidden
    values = {"map_id": map_id, "employee_id": actor.employee_id}
    found = await session.execute(queries.OWN_RESULT, values)
    result = found.mappings().one_or_none()
    talent_map = await session.get(TalentMap, map_id)
    if result is None or talent_map is None:
        raise ResultNotFound
    return OwnResult(actor.employee_id, talent_map, result)


async def _another(
    session: AsyncSession, publication: Publication, talent_map: TalentMap
) -> NotTheMap:
    scheme = await schemes.get(session, publication.scheme_id)
    return NotTheMap(
        scheme=scheme.name,
        as_of=publication.as_of,
        cut_off=publication.cut_off.isoformat(),
        name=talent_map.name,
    )


async def _record(
    session: AsyncSession,
    actor: Actor,
    publication: Publication,
    what: str,
    before: dict[str, Any] | None,
    **data: Any,
) -> None:
    await audit.record(
        session,
        actor,
        f"publication.{what}",
        publication.id,
        agency_id=publication.agency_id,
        before=before,
        after=audit.state_of(publication),
        **data,
    )

"""A round of publication: announced, mapped, published; one objection, answered by the committee.

The story's map is there before the round, so the round is announced as of two days before it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from app.core.db import transaction
from app.core.identity import Actor, Role
from app.demo.cast import signed_in
from app.demo.story import Stage
from app.publications import objections
from app.publications import service as publications
from app.publications.models import Objection, Publication, Remedy
from app.publications.schemas import Answer, NewObjection, NewPublication
from app.scoring_schemes import service as schemes
from app.talent_maps.models import TalentMap

ROUND = "Pengumuman hasil pemetaan talenta 2026 (contoh)"
CLAIM = (
    "Predikat kinerja saya tahun lalu sudah diperbaiki pejabat penilai, tetapi peta masih memakai"
    " predikat yang lama (contoh)."
)
REASON = (
    "SKP yang dilampirkan memang berpredikat lain; data di SIMPEG diperbaiki dan peta berikutnya"
    " memakainya (contoh)."
)
PERSON = text("""
select p.employee_id, e.name from talent_map_placements p join employees e on e.id = p.employee_id
where p.map_id = :map_id and p.rank is not null order by p.place offset 1 limit 1""")


@dataclass(frozen=True, slots=True)
class Published:
    """What came of the round."""

    publication_id: UUID
    objections_until: str
    objection_id: UUID
    status: str
    statistics: dict[str, Any]


async def play(stage: Stage, talent_map: TalentMap) -> Published:
    """Publish a map of the story, let somebody object, and answer; each step once."""
    publication_id = await _announced(stage, talent_map)
    await _published(stage, publication_id, talent_map)
    objection_id = await _objected(stage, publication_id, talent_map)
    committee = await signed_in(stage.sessions, stage.cast, Role.COMMITTEE)
    async with transaction(stage.sessions, committee) as session:
        objection = await objections.shown(session, objection_id)
        if objection["status"] == "open":
            answer = Answer(verdict="upheld", reason=REASON, remedy=Remedy.NEW_MAP)
            objection = await objections.answer(session, committee, objection_id, answer)
        publication = await publications.get(session, committee, publication_id)
        return Published(
            publication_id,
            str(publication.objections_until),
            objection_id,
            objection["status"],
            publication.statistics or {},
        )


async def _announced(stage: Stage, talent_map: TalentMap) -> UUID:
    assert talent_map.known_at is not None  # noqa: S101 - a finished map has it
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        known = select(Publication.id).where(
            Publication.agency_id == stage.agency_id, Publication.name == ROUND
        )
        found: UUID | None = await session.scalar(known)
        if found is not None:
            return found
        new = NewPublication(
            name=ROUND,
            scheme=(await schemes.get(session, talent_map.scheme_id)).name,
            as_of=talent_map.as_of,
            cut_off=talent_map.known_at,
        )
        before = talent_map.known_at - timedelta(days=2)
        made = await publications.announce(session, analyst, new, now=before)
    return UUID(str(made["id"]))


async def _published(stage: Stage, publication_id: UUID, talent_map: TalentMap) -> None:
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        publication = await publications.get(session, analyst, publication_id)
        if publication.map_id is None:
            await publications.attach(session, analyst, publication_id, talent_map.id)
    ppk = await signed_in(stage.sessions, stage.cast, Role.PPK)
    async with transaction(stage.sessions, ppk) as session:
        publication = await publications.get(session, ppk, publication_id)
        if publication.published_on is None:
            await publications.publish(session, ppk, publication_id, now=datetime.now(UTC))


async def _objected(stage: Stage, publication_id: UUID, talent_map: TalentMap) -> UUID:
    """The second of the map objects, as the civil servant that they are."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        person = (await session.execute(PERSON, {"map_id": talent_map.id})).one()
        known = select(Objection.id).where(Objection.publication_id == publication_id)
        found: UUID | None = await session.scalar(known)
        if found is not None:
            return found
    servant = Actor(
        person.employee_id,
        person.name,
        frozenset({Role.ASN}),
        frozenset({stage.agency_id}),
        employee_id=person.employee_id,
    )
    async with transaction(stage.sessions, servant) as session:
        new = NewObjection(publication_id=publication_id, claim=CLAIM)
        made = await objections.file(session, servant, new, now=datetime.now(UTC))
    return UUID(str(made["id"]))

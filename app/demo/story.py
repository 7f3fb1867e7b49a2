"""The steps from files to an approved succession pool, and the stage on which all is played.

Every step goes through the service functions that the API uses, in the name of the client whose
part it is. A step that an earlier, interrupted run has done is found and not done again.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from rich.console import Console
from sqlalchemy import text

from app.approvals import decisions
from app.approvals import service as approvals
from app.approvals.decision_schemas import DecisionDraft
from app.approvals.kinds.names import Kind
from app.approvals.schemas import ApprovalRequestDraft, ApprovalRequestRead
from app.approvals.signatures import LetterSigner
from app.approvals.workflow import Status
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM, Role
from app.core.storage import Storage
from app.demo.cast import Cast, assembled, signed_in
from app.demo.organisation import AGENCY_CODE
from app.demo.paths import Paths
from app.demo.province import TODAY
from app.imports import service as imports
from app.imports.commands import imported, table, uploads_in
from app.imports.commands import write as write_report
from app.organisation import service as organisation
from app.talent_maps import commands as mapping
from app.talent_maps import service as talent_maps
from app.talent_maps.models import TalentMap
from app.talent_maps.schemas import NewMap
from app.talent_pools import candidates
from app.talent_pools import service as talent_pools
from app.talent_pools.candidates import Candidate
from app.talent_pools.schemas import NewPool, PoolRule
from app.talent_pools.sifting import Slice

SCHEMES = ("pu-djbk", "bkn-411-2025")
"""Schemes to map with; the pool is drawn from the last one's map."""
POOL = "Kelompok Rencana Suksesi 2026"
LEGAL_BASIS = "Peraturan Gubernur Sumatera Raya Nomor 12 Tahun 2025 (contoh)"
SENIOR = [2, 3, 4]
"""Talent levels from which structural posts are filled."""

FIND_MAP = text("""
select id from talent_maps
where agency_id = :agency_id and name = :name and state <> 'failed'""")
FIND_POOL = text("select id from talent_pools where agency_id = :agency_id and name = :name")
FIND_REQUEST = text("""
select id from approval_requests
where kind = :kind and agency_id = :agency_id and subject_id = :subject_id
  and status not in ('rejected', 'void')
order by created_at limit 1""")
FIND_POSITIONS = text("""
select id, code, name from positions
where agency_id = :agency_id and code = any (:codes) order by array_position(:codes, code::text)""")


@dataclass(slots=True)
class Ranking:
    """Who may follow on a vacant post."""

    pool_id: UUID
    position_id: UUID
    code: str
    title: str
    everybody: list[Candidate] = field(default_factory=list)

    @property
    def eligible(self) -> list[Candidate]:
        """Those who pass every rule, best first."""
        return [candidate for candidate in self.everybody if candidate.eligible]

    @property
    def others(self) -> list[Candidate]:
        """Those who do not, best first."""
        return [candidate for candidate in self.everybody if not candidate.eligible]


@dataclass(slots=True)
class Stage:
    """What the story is played on."""

    sessions: Sessions
    places: Paths
    console: Console
    vacancies: list[str]
    signer: LetterSigner
    storage: Storage
    agency_id: UUID = SYSTEM.id
    cast: Cast = field(default_factory=dict)


async def take_in(stage: Stage) -> None:
    """Import the province's files, and let the clients in."""
    received = await imports.look(uploads_in(stage.places.files))
    there = await imported(stage.sessions, received, None, dry_run=False)
    stage.console.print(table(there))
    await write_report(stage.sessions, there.id, stage.places.report)
    await find_agency(stage)
    stage.cast = await assembled(stage.sessions, stage.places, stage.agency_id)


async def find_agency(stage: Stage) -> bool:
    """Find the agency that the files made; whether there is one."""
    async with transaction(stage.sessions, SYSTEM) as session:
        agency = await organisation.agency_by_code(session, AGENCY_CODE)
    if agency is not None:
        stage.agency_id = agency.id
    return agency is not None


async def map_with(stage: Stage, scheme: str) -> TalentMap:
    """The map of everybody by a scheme, as of the day of the files."""
    name = f"Peta talenta 2026 ({scheme})"
    where = {"agency_id": stage.agency_id, "name": name}
    async with transaction(stage.sessions, SYSTEM) as session:
        known: UUID | None = await session.scalar(FIND_MAP, where)
    if known is None:
        new = NewMap(name=name, scheme=scheme, as_of=TODAY, agency=AGENCY_CODE)
        return await mapping.calculated(stage.sessions, new, today=datetime.now(UTC).date())
    await talent_maps.calculate(stage.sessions, known)  # nothing happens to one that is finished
    async with transaction(stage.sessions, SYSTEM) as session:
        return await talent_maps.get(session, SYSTEM, known)


async def draw_pool(stage: Stage, talent_map: TalentMap) -> UUID:
    """The analyst draws a pool from the senior people of boxes 7, 8 and 9."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        where = {"agency_id": stage.agency_id, "name": POOL}
        known: UUID | None = await session.scalar(FIND_POOL, where)
        if known is not None:
            return known
        new = NewPool(
            name=POOL,
            map_id=talent_map.id,
            rule=PoolRule(cohorts=SENIOR),
            legal_basis=LEGAL_BASIS,
            valid_from=TODAY,
            expires_on=date(TODAY.year + 2, TODAY.month, TODAY.day),
        )
        made = await talent_pools.create(session, analyst, new)
    return UUID(str(made["id"]))


async def rank(stage: Stage, pool_id: UUID) -> Ranking | None:
    """The pool held against vacant posts, until one has somebody who passes every rule."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    found: Ranking | None = None
    async with transaction(stage.sessions, analyst) as session:
        where = {"agency_id": stage.agency_id, "codes": stage.vacancies}
        for post in (await session.execute(FIND_POSITIONS, where)).all():
            everybody, _ = await candidates.of_pool(
                session, analyst, pool_id, post.id, Slice(limit=1_000_000)
            )
            ranking = Ranking(pool_id, post.id, post.code, post.name, everybody)
            if ranking.eligible:
                return ranking
            found = found or ranking
    return found


async def approve(stage: Stage, kind: Kind, subject_id: UUID) -> ApprovalRequestRead:
    """The analyst asks; whoever is on the route decides, each for the content that they read."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        where = {"kind": kind.value, "agency_id": stage.agency_id, "subject_id": subject_id}
        known: UUID | None = await session.scalar(FIND_REQUEST, where)
        if known is None:
            draft = ApprovalRequestDraft(kind=kind, subject_id=subject_id)
            request = await approvals.create(session, analyst, draft)
        else:
            request = await approvals.find(session, analyst, known)
        if request.status in (Status.DRAFT, Status.RETURNED):
            request = await approvals.submit(session, analyst, request.id)
    while request.status is Status.SUBMITTED:
        role = Role(request.route[request.stage - 1].role)
        actor = await signed_in(stage.sessions, stage.cast, role)
        async with transaction(stage.sessions, actor) as session:
            read = await approvals.find(session, actor, request.id)
            decision = DecisionDraft(decision="approve", content_sha256=read.content_sha256)
            request = await decisions.decide(session, actor, request.id, decision, stage.signer)
    return request


async def keep_letter(stage: Stage, request: ApprovalRequestRead, place: Path) -> Path:
    """Write the letter of an approved request into the demonstration's folder."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    async with transaction(stage.sessions, analyst) as session:
        pdf = await approvals.letter(session, analyst, request.id)
    await asyncio.to_thread(place.write_bytes, pdf)
    return place

"""A vacant post is filled: three names, the PPK's choice of the second, its reason, the decree.

Everybody acts through the service functions in the name of their client. A step that an earlier,
interrupted run has done is found by the proposal's state and not done again.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.appointments import service as appointments
from app.appointments.choosing import MOST_NAMES, DeviationReason, State, deviates
from app.appointments.schemas import Decree, Deviation, NewChoice, NewProposal
from app.core.db import transaction
from app.core.identity import Actor, Role
from app.core.working_days import today_in_office
from app.demo.cast import signed_in
from app.demo.story import Stage
from app.talent_pools import candidates
from app.talent_pools.sifting import Slice

MINUTES = "Berita acara komite talenta 1/2026 (contoh)"
WHY = Deviation(
    reason_code=DeviationReason.COMPETENCE_FOR_POST,
    explanation=(
        "Calon kedua telah memimpin kegiatan sejenis selama tiga tahun, yang tidak diukur skema."
    ),
)
DECREE_NO = "821.2/001/2026 (contoh)"
FIND = text("""
select r.id from placement_proposals r join positions p on p.id = r.position_id
where r.pool_id = :pool_id and p.code = :code and r.state <> 'withdrawn'
order by r.proposed_at limit 1""")
POST = text("select id from positions where agency_id = :agency_id and code = :code")


async def play(stage: Stage, pool_id: UUID, code: str) -> dict[str, Any] | None:
    """Fill the post with this code from an approved pool; None when nobody is eligible for it."""
    proposal = await _propose(stage, pool_id, code)
    if proposal is None:
        return None
    if proposal["state"] == State.PROPOSED:
        proposal = await _choose(stage, proposal)
    if proposal["state"] == State.DEVIATION_PENDING:
        pyb = await signed_in(stage.sessions, stage.cast, Role.PYB)
        async with transaction(stage.sessions, pyb) as session:
            proposal = dict(await appointments.sign(session, pyb, proposal["id"]))
    if proposal["state"] == State.CHOSEN:
        proposal = await _appoint(stage, proposal)
    return proposal


async def _propose(stage: Stage, pool_id: UUID, code: str) -> dict[str, Any] | None:
    """The committee names the best three of those who pass every rule."""
    committee = await signed_in(stage.sessions, stage.cast, Role.COMMITTEE)
    async with transaction(stage.sessions, committee) as session:
        known = await session.scalar(FIND, {"pool_id": pool_id, "code": code})
        if known is not None:
            return dict(await appointments.shown(session, known))
        position_id = await session.scalar(POST, {"agency_id": stage.agency_id, "code": code})
        names = await _best(session, committee, pool_id, position_id)
        if not names:
            return None
        new = NewProposal(pool_id=pool_id, position_id=position_id, names=names, note=MINUTES)
        return dict(await appointments.propose(session, committee, new))


async def _best(
    session: AsyncSession, actor: Actor, pool_id: UUID, position_id: UUID
) -> list[UUID]:
    wanted = Slice(limit=MOST_NAMES, eligible=True)
    found, _ = await candidates.of_pool(session, actor, pool_id, position_id, wanted)
    return [candidate.standing.employee_id for candidate in found]


async def _choose(stage: Stage, proposal: dict[str, Any]) -> dict[str, Any]:
    """The PPK chooses the first who is not of rank 1, if there is one, and says why."""
    ppk = await signed_in(stage.sessions, stage.cast, Role.PPK)
    named = proposal["names"]
    chosen = next((name for name in named if deviates(name["rank"])), named[0])
    choice = NewChoice(
        employee_id=UUID(str(chosen["employee_id"])),
        deviation=WHY if deviates(chosen["rank"]) else None,
    )
    async with transaction(stage.sessions, ppk) as session:
        return dict(await appointments.choose(session, ppk, proposal["id"], choice))


async def _appoint(stage: Stage, proposal: dict[str, Any]) -> dict[str, Any]:
    """The analyst puts the decree on record."""
    analyst = await signed_in(stage.sessions, stage.cast, Role.ANALYST)
    today = today_in_office(datetime.now(UTC))
    decree = Decree(decree_no=DECREE_NO, decree_on=today, effective_on=today)
    async with transaction(stage.sessions, analyst) as session:
        return dict(await appointments.appoint(session, analyst, proposal["id"], decree))

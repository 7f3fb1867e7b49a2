"""Kind `placement`: committee, PyB and PPK approve whom the PPK chose for a post.

Its content is the proposal once its choice holds: post, hash of the ranking, the names in their
order, the choice and the record of its deviation. The names are people of the content, so whoever
is related to one only abstains. What was proposed and chosen never changes; a withdrawal voids it.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.appointments import approval
from app.appointments.choosing import State
from app.appointments.errors import ObjectionPending
from app.appointments.models import Proposal
from app.approvals.kinds import agencies
from app.approvals.kinds.declaration import (
    COMMITTEE_PYB_PPK,
    Content,
    Declaration,
    LetterWords,
    Subject,
)
from app.approvals.kinds.errors import PROPOSAL_UNKNOWN, PlacementAppointed, PlacementWithdrawn
from app.approvals.kinds.named import named
from app.approvals.kinds.names import Kind
from app.approvals.wording import Issue
from app.core.identity import Role
from app.core.words import Words

# Locks in the order proposal, then request: so do appointment and withdrawal.
HELD_PROPOSAL = text("select from placement_proposals where id = :id for no key update")


async def hold(session: AsyncSession, proposal_id: UUID) -> None:
    """Hold the proposal still until the transaction ends."""
    await session.execute(HELD_PROPOSAL, {"id": proposal_id})


async def current(session: AsyncSession, proposal_id: UUID) -> Subject | None:
    """The proposal as it stands, or None when the session sees no such proposal."""
    found = await session.get(Proposal, proposal_id, populate_existing=True)
    if found is None:
        return None
    said = await approval.canonical_content(session, proposal_id)
    content = {
        "kind": Kind.PLACEMENT.value,
        "agency": await agencies.named(session, found.agency_id),
        "proposal": said,
    }
    title = f"Penempatan dalam Jabatan {said['position']['name']}"
    return Subject(found.agency_id, proposal_id, title, content)


async def askable(session: AsyncSession, proposal_id: UUID) -> Subject | None:
    """The same, where the choice holds and nobody was appointed yet."""
    found = await session.get(Proposal, proposal_id, populate_existing=True)
    if found is None or found.state is not State.CHOSEN:
        return None
    return await current(session, proposal_id)


async def last_editor(session: AsyncSession, proposal_id: UUID) -> UUID | None:
    """Who chose."""
    choice = await approval.choice_of(session, proposal_id)
    return None if choice is None else choice.chosen_by


def check(content: Content) -> None:
    """The proposal was not withdrawn."""
    if content["proposal"]["withdrawn"]:
        raise PlacementWithdrawn


async def still(session: AsyncSession, proposal_id: UUID, _content: Content) -> None:
    """Nobody was appointed by it yet: what is done is not approved afterwards."""
    proposal = await session.get(Proposal, proposal_id, populate_existing=True)
    if proposal is not None and proposal.state is State.APPOINTED:
        raise PlacementAppointed


def said(issue: Issue) -> Mapping[str, Any]:
    """What the decree says of the placement: no names, as letters may be shown around."""
    proposal = issue.content["proposal"]
    choice = proposal["choice"]
    deviation = choice["deviation"]
    return {
        "position": f"{proposal['position']['name']} ({proposal['position']['code']})",
        "pool": proposal["pool"]["name"],
        "ranking_sha256": proposal["ranking_sha256"][:16],
        "names": f"{len(proposal['names'])} dari {proposal['eligible']} yang memenuhi syarat",
        "rank": f"{choice['rank']}",
        "deviation": "tidak ada"
        if deviation is None
        else f"tercatat, ditandatangani {deviation['signed_by_name']}",
    }


DECLARATION = Declaration(
    title=Words("Persetujuan penempatan", "Approval of a placement"),
    letter_code="PNP",
    asks=frozenset({Role.ANALYST, Role.COMMITTEE}),
    submits=frozenset({Role.ANALYST, Role.COMMITTEE}),
    takes=frozenset({"subject_id"}),
    needs=frozenset({"subject_id"}),
    route=COMMITTEE_PYB_PPK,
    keeps=frozenset({"ppk"}),
    last_editor=last_editor,
    exclusive=True,
    drafted=named(hold, askable, PROPOSAL_UNKNOWN),
    current=current,
    hold=hold,
    check=check,
    still=still,
    refusals=(PlacementWithdrawn, PlacementAppointed),
    enact=approval.approve,
    hindrances=(ObjectionPending,),
    letter=LetterWords(
        said,
        frozenset({"position", "pool", "ranking_sha256", "names", "rank", "deviation"}),
    ),
)

"""A proposal whose choice holds, as something to be approved: what it says, and what that asks.

An approval is not needed to appoint (decision 0045). But once it was asked for, nobody is appointed
before it is given.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.appointments import checks
from app.appointments.choosing import State
from app.appointments.errors import PlacementNotApproved, ProposalNotFound
from app.appointments.models import Choice, Name, Proposal
from app.audit import service as audit
from app.core.identity import SYSTEM

POST = text("select code, name from positions where id = :id")
POOL = text("""
select p.name, m.id as map_id, s.code || '@' || s.version as scheme, s.sha256
from talent_pools p join talent_maps m on m.id = p.map_id
join scoring_schemes s on s.id = m.scheme_id where p.id = :id""")
ASKED = text("""
select status from approval_requests
where kind = 'placement' and subject_id = :id and status <> 'draft'
order by created_at desc, id desc limit 1""")


async def canonical_content(session: AsyncSession, proposal_id: UUID) -> dict[str, Any]:
    """Say all that a decision on the proposal is about, in strings and whole numbers.

    The ranking is named by its hash; of the people only those who were put forward are named.
    """
    proposal = await session.get(Proposal, proposal_id, populate_existing=True)
    if proposal is None:
        raise ProposalNotFound(id=proposal_id)
    post = (await session.execute(POST, {"id": proposal.position_id})).one()
    pool = (await session.execute(POOL, {"id": proposal.pool_id})).one()
    names = select(Name).where(Name.proposal_id == proposal_id).order_by(Name.place)
    return {
        "id": str(proposal.id),
        "position": {"id": str(proposal.position_id), "code": post.code, "name": post.name},
        "pool": {"id": str(proposal.pool_id), "name": pool.name},
        "pool_revision": proposal.pool_revision,
        "map_id": str(pool.map_id),
        "scheme": pool.scheme,
        "scheme_sha256": pool.sha256,
        "ranking_sha256": proposal.ranking_sha256,
        "eligible": proposal.eligible,
        "names": [
            {
                "place": name.place,
                "employee_id": str(name.employee_id),
                "rank": name.rank,
                "box": name.box,
                "value": f"{name.value:.4f}",
            }
            for name in await session.scalars(names)
        ],
        "choice": _chosen(await choice_of(session, proposal_id)),
        "withdrawn": proposal.state is State.WITHDRAWN,
    }


def _chosen(choice: Choice | None) -> dict[str, Any] | None:
    if choice is None:
        return None
    deviation = None
    if choice.reason_code is not None:
        deviation = {
            "reason_code": choice.reason_code.value,
            "explanation": choice.explanation,
            "signed_by": None if choice.signed_by is None else str(choice.signed_by),
            "signed_by_name": choice.signed_by_name,
        }
    return {
        "employee_id": str(choice.employee_id),
        "rank": choice.rank,
        "chosen_by": str(choice.chosen_by),
        "chosen_by_name": choice.chosen_by_name,
        "deviation": deviation,
    }


async def choice_of(session: AsyncSession, proposal_id: UUID) -> Choice | None:
    """Whom the PPK chose, if anybody yet."""
    found = select(Choice).where(Choice.proposal_id == proposal_id)
    return await session.scalar(found.execution_options(populate_existing=True))


async def approve(
    session: AsyncSession, proposal_id: UUID, request_id: UUID, decider_id: UUID
) -> None:
    """Note that the choice was approved; refused while an objection of the chosen one is open."""
    proposal = await session.get_one(Proposal, proposal_id, populate_existing=True)
    await free_to_place(session, proposal)
    await audit.record(
        session,
        SYSTEM,
        "placement_proposal.approved",
        proposal.id,
        agency_id=proposal.agency_id,
        on_behalf_of=decider_id,
        after=audit.state_of(proposal),
        request=str(request_id),
    )


async def free_to_place(session: AsyncSession, proposal: Proposal) -> None:
    """The one who was chosen has no open objection."""
    choice = await choice_of(session, proposal.id)
    if choice is not None:
        await checks.free_of_objections(session, proposal.agency_id, [choice.employee_id])


async def approved_if_asked(session: AsyncSession, proposal: Proposal) -> None:
    """No request for approval is under way, and the last one was not turned down."""
    status = await session.scalar(ASKED, {"id": proposal.id})
    if status not in (None, "approved"):
        raise PlacementNotApproved(request_status=status)

"""What can be asked about people's memberships, by an administrator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, status
from pydantic import Field

from app.access import memberships, policy, queries
from app.access.errors import AuthorityInvalid, MembershipNotFound, MembershipOverlaps
from app.access.models import Membership
from app.access.schemas import MembershipGrant, MembershipRead
from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import answers, problems
from app.core.paging import DEFAULT_LIMIT, Cursor, Limit, Page
from app.core.reading import Reader
from app.core.routing import ReadRoute

router = APIRouter(prefix="/memberships", tags=["access"])
reads = APIRouter(prefix="/memberships", tags=["access"], route_class=ReadRoute)

MembershipId = Annotated[UUID, Field(description="Id of a membership.")]

A_MEMBERSHIP = {
    "id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0a1c",
    "issuer": "https://masuk.instansi.example",
    "subject": "a3c1f0",
    "actor_id": "5a1b6f0e-6b0c-5a53-9d6a-1c0a8a0f5c11",
    "name": "Ratna Wulandari",
    "roles": ["committee"],
    "agency_id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
    "units": None,
    "employee_id": None,
    "kanreg": None,
    "valid_from": "2026-01-05",
    "valid_until": "2026-12-31",
    "created_at": "2026-01-05T02:00:00Z",
    "ended_at": None,
}


@reads.get(
    "",
    response_model=Page[MembershipRead],
    responses={200: answers({"items": [A_MEMBERSHIP], "next": None}), **problems(Forbidden)},
)
async def list_memberships(
    reader: Reader, limit: Limit = DEFAULT_LIMIT, cursor: Cursor | None = None
) -> bytes:
    """List memberships, by the person's name.

    Roles `admin` and `auditor`; those of their agencies, past ones too.
    """
    if not policy.can_view(reader.actor):
        raise Forbidden
    return await queries.MEMBERSHIPS.page(reader, limit, cursor)


@reads.get(
    "/{membership_id}",
    response_model=MembershipRead,
    responses={200: answers(A_MEMBERSHIP), **problems(MembershipNotFound)},
)
async def get_membership(reader: Reader, membership_id: MembershipId) -> bytes:
    """Show a membership.

    Roles `admin` and `auditor`.
    """
    if not policy.can_view(reader.actor):
        raise MembershipNotFound(id=membership_id)
    membership = await queries.MEMBERSHIP.one(reader, membership_id=membership_id)
    if membership is None:
        raise MembershipNotFound(id=membership_id)
    return membership


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=MembershipRead,
    responses={
        201: answers(A_MEMBERSHIP),
        **problems(Forbidden, MembershipOverlaps, AuthorityInvalid),
    },
)
async def grant_membership(
    session: Session, actor: CurrentActor, given: MembershipGrant
) -> Membership:
    """Give a person roles.

    Role `admin`. A person has one membership in an agency at a time; roles `kanreg` and `bkn` are
    given only by who administers every agency. It wins over what the person's tokens claim.
    """
    return await memberships.grant(session, actor, given)


@router.delete(
    "/{membership_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(Forbidden, MembershipNotFound),
)
async def end_membership(
    session: Session, actor: CurrentActor, membership_id: MembershipId
) -> None:
    """Take a membership back.

    Role `admin`. It ends at once, and stays on record.
    """
    await memberships.end(session, actor, membership_id)

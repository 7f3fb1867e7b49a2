"""Memberships: what people may do, given by an administrator; their identity a provider proves."""

from datetime import date
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.access import authority, policy
from app.access.errors import (
    AGENCY_NEEDED,
    EMPLOYEE_UNKNOWN,
    AuthorityInvalid,
    MembershipNotFound,
    MembershipOverlaps,
)
from app.access.models import Membership
from app.access.schemas import MembershipGrant
from app.audit import service as audit
from app.core.db import Sessions, set_context, transaction, violations
from app.core.errors import Fault, Forbidden
from app.core.identity import Actor, Role

ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext('memberships'), hashtext(:person))")


class Held(NamedTuple):
    """What a person may do in one agency, today."""

    membership_id: UUID
    name: str
    roles: frozenset[Role]
    agency_id: UUID | None
    """None: in every agency."""
    agency_code: str | None
    units: frozenset[UUID] | None
    """Roots of unit subtrees; None: the whole agency."""
    employee_id: UUID | None
    valid_until: date | None
    """The last day of it."""
    region: str | None = None
    """The Kantor Regional that they serve; None: no region limits it."""


def person_id(issuer: str, subject: str) -> UUID:
    """The id that a person of a provider has as an actor, the same at every login."""
    return uuid5(NAMESPACE_URL, f"{issuer}#{subject}")


async def grant(session: AsyncSession, actor: Actor, given: MembershipGrant) -> Membership:
    """Give a person roles, from today or a later day."""
    if not policy.can_give(actor, given.agency_id, given.roles):
        raise Forbidden
    await authority.check(session, given)
    await _check_person(session, actor, given)
    membership = Membership(
        **given.model_dump(exclude={"roles", "units", "valid_from"}),
        actor_id=person_id(given.issuer, given.subject),
        roles=sorted(set(given.roles)),
        units=sorted(set(given.units)) if given.units else None,
        valid_from=given.valid_from or authority.today(),
    )
    # Two at once for one person would wait for each other in the exclusion constraint.
    await session.execute(ONE_AT_A_TIME, {"person": str(membership.actor_id)})
    session.add(membership)
    with violations({"one_membership_per_person_and_agency": MembershipOverlaps()}):
        await session.flush()
    await audit.record(
        session,
        actor,
        "membership.granted",
        membership.id,
        agency_id=membership.agency_id,
        person=str(membership.actor_id),
        after=audit.state_of(membership),
        **authority.described(membership),
    )
    return membership


async def _check_person(session: AsyncSession, actor: Actor, given: MembershipGrant) -> None:
    """An administrator sees no people; the database is asked as the one who is to be let in."""
    if given.employee_id is None:
        return
    if given.agency_id is None:
        raise AuthorityInvalid(errors=[Fault("/agency_id", "agency-needed", AGENCY_NEEDED)])
    self_only = Actor(
        actor.id,
        actor.name,
        frozenset({Role.ASN}),
        frozenset({given.agency_id}),
        employee_id=given.employee_id,
    )
    await set_context(session, self_only.context)
    statement = text("select exists (select from employees where id = :id)")
    there = await session.scalar(statement, {"id": given.employee_id})
    await set_context(session, actor.context)
    if not there:
        raise AuthorityInvalid(errors=[EMPLOYEE_UNKNOWN])


async def end(session: AsyncSession, actor: Actor, membership_id: UUID) -> None:
    """Take a membership back. It stays on record, for what was done by it."""
    if not policy.can_view(actor):
        raise MembershipNotFound(id=membership_id)
    membership = await session.get(Membership, membership_id, with_for_update=True)
    if membership is None:
        raise MembershipNotFound(id=membership_id)
    if not policy.can_change(actor, membership.agency_id):
        raise Forbidden
    if membership.ended_at is not None:
        return
    before = audit.state_of(membership)
    membership.ended_at = await session.scalar(select(func.now()))
    await session.flush()
    await audit.record(
        session,
        actor,
        "membership.ended",
        membership.id,
        agency_id=membership.agency_id,
        person=str(membership.actor_id),
        before=before,
        after=audit.state_of(membership),
    )


async def memberships_of(sessions: Sessions, issuer: str, subject: str) -> list[Held]:
    """What a person may do today, by agency; the caller has proven who they are."""
    day = authority.today()
    async with transaction(sessions, authority.DOOR) as session:
        await session.execute(
            text(
                "select set_config('app.issuer', :issuer, true),"
                " set_config('app.subject', :subject, true)"
            ),
            {"issuer": issuer, "subject": subject},
        )
        statement = text(
            "select m.id, m.name, m.roles, m.agency_id, a.code, m.units, m.employee_id,"
            " m.valid_until, m.kanreg from memberships m left join agencies a on a.id = m.agency_id"
            " where m.issuer = :issuer and m.subject = :subject and m.ended_at is null"
            " and m.valid_from <= :day and (m.valid_until is null or m.valid_until >= :day)"
            " order by a.code nulls first"
        )
        rows = await session.execute(statement, {"issuer": issuer, "subject": subject, "day": day})
        return [
            Held(
                membership_id=row.id,
                name=row.name,
                roles=frozenset(Role(role) for role in row.roles),
                agency_id=row.agency_id,
                agency_code=row.code,
                units=None if row.units is None else frozenset(row.units),
                employee_id=row.employee_id,
                valid_until=row.valid_until,
                region=row.kanreg,
            )
            for row in rows
        ]

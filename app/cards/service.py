"""What happens around the pictures of a person: the radar drawn, the card issued and verified."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.cards import facts, policy, sheet
from app.cards.competencies import compared, usual_level
from app.cards.content import content_of
from app.cards.models import Card
from app.cards.schemas import CardVerificationRead
from app.core import codes
from app.core.config import get_settings
from app.core.identity import Actor
from app.core.masking import View, nip_for
from app.employees import accesses
from app.employees.accesses import Look
from app.employees.errors import EmployeeNotFound
from app.publications import service as publications
from app.scoring_schemes.scheme import canonical
from app.talent_maps import reading
from app.talent_maps import service as talent_maps
from app.talent_maps.models import TalentMap
from app.talent_pools.errors import POSITION_UNKNOWN, unknown

VERIFY = text("select * from verify_card(:code)")


class OwnCard(NamedTuple):
    """A civil servant's own card."""

    employee_id: UUID
    pdf: bytes


async def radar(
    session: AsyncSession, actor: Actor, employee_id: UUID, position_id: UUID | None
) -> dict[str, Any]:
    """A person's competencies as known now, against their own post or another."""
    now = datetime.now(UTC)
    person = None
    if policy.can_view_competencies(actor, employee_id):
        person = await facts.person(session, employee_id, now)
    if person is None:
        raise EmployeeNotFound(id=employee_id)
    found = await facts.assessment(session, employee_id, now.date(), now)
    position = None if position_id is None else await facts.position(session, position_id)
    if position_id is not None and position is None:
        raise unknown("?position_id", "position-unknown", POSITION_UNKNOWN)
    await accesses.record(session, actor, employee_id, Look("competencies", position_id))
    title = person["position_level"] if position is None else position["level"]
    own = None if found is None or position is not None else found["required"]
    usual = usual_level(title)
    required = own or (None if usual is None else [usual] * 9)
    return {
        "employee_id": employee_id,
        "position_id": position_id,
        "assessed_on": None if found is None else found["assessed_on"],
        "required_from": None if required is None else "assessment" if own else "level",
        "competencies": [
            {"code": one.code, "achieved": one.achieved, "required": one.required, "gap": one.gap}
            for one in compared(None if found is None else found["achieved"], required)
        ],
    }


async def card(session: AsyncSession, actor: Actor, map_id: UUID, employee_id: UUID) -> bytes:
    """The talent card of a person on a finished map; what was issued before is given again."""
    used = await talent_maps.get_finished(session, actor, map_id)
    return await _card(session, actor, used, employee_id, facts.HISTORY)


async def own_card(session: AsyncSession, actor: Actor, map_id: UUID) -> OwnCard:
    """The actor's own card, once the map is published; of earlier maps the published ones."""
    own = await publications.own_result(session, actor, map_id)
    pdf = await _card(session, actor, own.talent_map, own.employee_id, facts.PUBLISHED_HISTORY)
    return OwnCard(own.employee_id, pdf)


async def _card(
    session: AsyncSession, actor: Actor, used: TalentMap, employee_id: UUID, earlier: TextClause
) -> bytes:
    trace = await reading.trace_of(session, actor, used, employee_id)
    assert used.known_at is not None  # noqa: S101 - a finished map has it
    person = await facts.person(session, employee_id, used.known_at)
    assert person is not None  # noqa: S101 - who is on the map was known then
    view = policy.view_for(actor, employee_id)
    nip = person["nip"] if view is View.FULL else nip_for(actor, person["nip"])
    content = content_of(
        drawn=await talent_maps.shown(session, used),
        trace=trace,
        person={**person, "nip": nip},
        assessment=await facts.assessment(session, employee_id, used.as_of, used.known_at),
        history=await facts.history(session, earlier, used, employee_id),
    )
    digest = sha256(canonical(content)).hexdigest()
    same = {"map_id": used.id, "employee_id": employee_id, "view": view, "content_sha256": digest}
    issued: bytes | None = await session.scalar(select(Card.pdf).filter_by(**same))
    if issued is None:
        return await _issue(session, actor, {**same, "agency_id": used.agency_id}, content)
    return issued


async def _issue(
    session: AsyncSession, actor: Actor, key: dict[str, Any], content: dict[str, Any]
) -> bytes:
    """Print a card and keep it, with the code under which it can be verified."""
    code, at, digest = codes.new_code(), datetime.now(UTC), key["content_sha256"]
    pdf = await sheet.pdf(sheet.page(content, digest, code, at, get_settings().public_url))
    new = insert(Card).values(**key, code=code, pdf=pdf, issued_by=actor.id, issued_at=at)
    # Of two who ask at once the second waits here, and is given what the first was.
    unless_issued = new.on_conflict_do_nothing(constraint="one_card_per_content")
    card_id = await session.scalar(unless_issued.returning(Card.id))
    if card_id is None:
        return (await session.scalars(select(Card.pdf).filter_by(**key))).one()
    await audit.record(
        session,
        actor,
        "talent_card.issued",
        card_id,
        agency_id=key["agency_id"],
        map_id=str(key["map_id"]),
        employee_id=str(key["employee_id"]),
        view=str(key["view"]),
        content_sha256=digest,
    )
    return pdf


async def verified(session: AsyncSession, code: str) -> CardVerificationRead | None:
    """What anybody may know of the card with this code; needs no actor and no context."""
    normal = codes.normal(code)
    row = (await session.execute(VERIFY, {"code": normal})).mappings().one_or_none()
    if row is None:
        return None
    return CardVerificationRead(code=codes.spaced(normal), document="talent_card", **row)

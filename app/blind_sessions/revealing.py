"""What a closed session comes to: rankings, the agreed order, and who the pseudonyms were."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.blind_sessions import policy, queries, service
from app.blind_sessions.agreement import Agreed, agreed
from app.blind_sessions.errors import StillSealed
from app.blind_sessions.models import BlindSession, Mark, State
from app.core.errors import Forbidden
from app.core.identity import Actor
from app.core.masking import nip_for
from app.employees import accesses
from app.employees.accesses import Look

RELATED = text("select unnest(blind_related(:session_id))")


async def result(session: AsyncSession, actor: Actor, session_id: UUID) -> dict[str, Any]:
    """All rankings of a closed session and the order that those which count come to."""
    kept = await _closed(session, actor, session_id)
    rankings = await _rankings(session, kept)
    return {
        "session_id": kept.id,
        "counted": sum(one["counts"] for one in rankings),
        "order": [
            {"rank": one.rank, "pseudonym": one.pseudonym, "mean": one.shown}
            for one in _order(rankings)
        ],
        "rankings": rankings,
    }


async def register(session: AsyncSession, actor: Actor, session_id: UUID) -> dict[str, Any]:
    """Who each pseudonym of a closed session was, with both ranks; every look is on record."""
    kept = await _closed(session, actor, session_id)
    if not policy.can_identify(actor):
        raise Forbidden
    ranks = {one.pseudonym: one.rank for one in _order(await _rankings(session, kept))}
    found = (await session.execute(queries.REGISTER, {"session_id": kept.id})).all()
    people = [row.employee_id for row in found]
    await accesses.record_each(session, actor, people, Look("blind_session", kept.id))
    return {
        "session_id": kept.id,
        "items": [
            {**row._mapping, "nip": nip_for(actor, row.nip), "rank": ranks.get(row.pseudonym)}  # noqa: SLF001 - public in SQLAlchemy
            for row in found
        ],
    }


async def _closed(session: AsyncSession, actor: Actor, session_id: UUID) -> BlindSession:
    kept = await service.get(session, actor, session_id)
    if kept.state is not State.CLOSED:
        raise StillSealed(state=kept.state.value)
    return kept


async def _rankings(session: AsyncSession, kept: BlindSession) -> list[dict[str, Any]]:
    """Each member's ranking; one whose giver is related to a candidate does not count."""
    where = {"session_id": kept.id}
    related = set(await session.scalars(RELATED, where))
    marks = (await session.scalars(queries.MARKS, where)).all()
    return [
        _ranking(actor_id, list(own), counts=actor_id not in related)
        for actor_id, own in groupby(marks, key=lambda mark: mark.actor_id)
    ]


def _ranking(actor_id: UUID, marks: Sequence[Mark], *, counts: bool) -> dict[str, Any]:
    return {
        "session_id": marks[0].session_id,
        "actor_id": actor_id,
        "counts": counts,
        "given_at": marks[0].given_at,
        "marks": marks,
    }


def _order(rankings: Sequence[dict[str, Any]]) -> list[Agreed]:
    counted = [one["marks"] for one in rankings if one["counts"]]
    return agreed([[mark.pseudonym for mark in marks] for marks in counted])

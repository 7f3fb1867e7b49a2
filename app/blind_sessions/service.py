"""What happens to blind sessions: opened over a pool, ranked in, closed or cancelled."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.blind_sessions import agreement, errors, freezing, policy, queries
from app.blind_sessions.errors import (
    BlindSessionNotFound,
    BlindSessionOver,
    NotARanker,
    RankingRefused,
    TooFewRankings,
)
from app.blind_sessions.models import BlindSession, Candidate, Mark, Member, State
from app.blind_sessions.schemas import Cancellation, NewBlindSession, NewRanking
from app.core.db import violations
from app.core.errors import Fault, Forbidden
from app.core.identity import Actor
from app.talent_pools import service as pools
from app.talent_pools.errors import PoolNotFound, unknown

POOL_UNKNOWN = PoolNotFound.title
NAMES_SOMEBODY = text("select blind_names_somebody(:agency_id, :words)")
LIKE_A_NIP = re.compile(r"\d(?:[\s.-]?\d){17}")
NOW = select(func.clock_timestamp())


async def create(session: AsyncSession, actor: Actor, new: NewBlindSession) -> RowMapping:
    """Freeze the eligible of a pool under pseudonyms, and blind the members."""
    if not policy.can_open(actor):
        raise Forbidden
    try:
        pool = await pools.get(session, actor, new.pool_id)
    except PoolNotFound:
        raise unknown("/pool_id", "talent-pool-unknown", POOL_UNKNOWN) from None
    post = await freezing.post_of(session, new.position_id)
    people = await freezing.eligible(session, actor, new)
    kept = BlindSession(
        **new.model_dump(include={"pool_id", "position_id", "purpose", "quorum"}),
        agency_id=pool.agency_id,
        pool_revision=pool.revision,
        post=post,
        owner_id=actor.id,
        owner_name=actor.name[:200],
    )
    session.add(kept)
    with violations(errors.rules()):
        await session.flush()
        members = await freezing.members_of(session, actor, kept, new)
        shown, identities = await freezing.frozen(session, kept, pool, people)
        for part in (shown, identities, members):
            session.add_all(part)
            await session.flush()
    await _record(
        session,
        actor,
        kept,
        "opened",
        after=audit.state_of(kept),
        pool_id=str(pool.id),
        position_id=str(kept.position_id),
        members=sorted(str(one) for one in new.members),
        candidates=len(people),
    )
    return await displayed(session, kept.id)


async def get(session: AsyncSession, actor: Actor, session_id: UUID) -> BlindSession:
    """Find a session that the actor may see."""
    found = await session.scalar(
        select(BlindSession).where(BlindSession.id == session_id, policy.visible_to(actor))
    )
    if found is None:
        raise BlindSessionNotFound(id=session_id)
    return found


async def rank(
    session: AsyncSession, actor: Actor, session_id: UUID, new: NewRanking
) -> dict[str, Any]:
    """Put a member's ranking on record; it never changes."""
    kept = await get(session, actor, session_id)
    if not policy.can_rank(actor) or await session.get(Member, (kept.id, actor.id)) is None:
        raise NotARanker
    if kept.state is not State.OPEN:
        raise BlindSessionOver
    await _check(session, kept, new)
    marks = [
        Mark(
            **one.model_dump(),
            agency_id=kept.agency_id,
            session_id=kept.id,
            actor_id=actor.id,
            place=place,
        )
        for place, one in enumerate(new.ranking, 1)
    ]
    session.add_all(marks)
    with violations(errors.rules()):
        await session.flush()
    # Neither the order nor a hash of it: it is sealed.
    await _record(session, actor, kept, "ranked")
    return {
        "session_id": kept.id,
        "actor_id": actor.id,
        "counts": True,
        "given_at": marks[0].given_at,
        "marks": marks,
    }


async def close(session: AsyncSession, actor: Actor, session_id: UUID) -> RowMapping:
    """End a session with a quorum of rankings: the members see again, and everything is open."""
    kept = await _ending(session, actor, session_id)
    before = audit.state_of(kept)
    kept.state, kept.ended_at = State.CLOSED, await session.scalar(NOW)
    absent = TooFewRankings(quorum=kept.quorum)
    with violations({**errors.rules(), "blind_quorum_ranks": absent}):
        await session.flush()
    await _record(session, actor, kept, "closed", before=before, after=audit.state_of(kept))
    return await displayed(session, kept.id)


async def cancel(
    session: AsyncSession, actor: Actor, session_id: UUID, cancellation: Cancellation
) -> RowMapping:
    """End a session that ranks nobody, with the reason; its register stays sealed."""
    kept = await _ending(session, actor, session_id)
    before = audit.state_of(kept)
    kept.state, kept.ended_at = State.CANCELLED, await session.scalar(NOW)
    kept.cancelled_because = cancellation.reason
    with violations(errors.rules()):
        await session.flush()
    await _record(session, actor, kept, "cancelled", before=before, after=audit.state_of(kept))
    return await displayed(session, kept.id)


async def displayed(session: AsyncSession, session_id: UUID) -> RowMapping:
    """A session with its members."""
    found = await session.execute(queries.sessions.where(BlindSession.id == session_id))
    return found.mappings().one()


async def _check(session: AsyncSession, kept: BlindSession, new: NewRanking) -> None:
    """Every candidate once, and no reason that names somebody."""
    known = await session.scalars(
        select(Candidate.pseudonym).where(Candidate.session_id == kept.id)
    )
    wrong = agreement.faults([one.pseudonym for one in new.ranking], known.all())
    faults = [
        Fault(
            "/ranking" if place is None else f"/ranking/{place}/pseudonym",
            code,
            errors.RANKING[code],
        )
        for place, code in wrong
    ]
    for place, one in enumerate(new.ranking):
        if LIKE_A_NIP.search(one.reason):
            faults.append(_named(f"/ranking/{place}/reason"))
    words = "\n".join(one.reason for one in new.ranking)
    values = {"agency_id": kept.agency_id, "words": words}
    if not faults and await session.scalar(NAMES_SOMEBODY, values):
        faults.append(_named("/ranking"))
    if faults:
        raise RankingRefused(errors=faults)


def _named(pointer: str) -> Fault:
    code = "reason-names-somebody"
    return Fault(pointer, code, errors.RANKING[code])


async def _ending(session: AsyncSession, actor: Actor, session_id: UUID) -> BlindSession:
    """The session, locked for its end."""
    kept = await get(session, actor, session_id)
    if not policy.can_end(actor, kept):
        raise Forbidden
    await session.refresh(kept, with_for_update=True)
    if kept.state is not State.OPEN:
        raise BlindSessionOver
    return kept


async def _record(
    session: AsyncSession, actor: Actor, kept: BlindSession, what: str, **data: Any
) -> None:
    kind, agency = f"blind_session.{what}", kept.agency_id
    await audit.record(session, actor, kind, kept.id, agency_id=agency, **data)

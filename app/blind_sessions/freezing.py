"""How a session comes about: the eligible as profiles under pseudonyms, and the panel."""

from collections.abc import Sequence
from random import SystemRandom
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.blind_sessions import errors, policy, queries
from app.blind_sessions.errors import BlindSessionRefused, TooFewCandidates
from app.blind_sessions.models import BlindSession, Candidate, Identity, Member
from app.blind_sessions.profile import Scores, profile
from app.blind_sessions.pseudonyms import dealt
from app.blind_sessions.schemas import NewBlindSession
from app.conflicts import service as conflicts
from app.core.errors import Fault
from app.core.identity import Actor
from app.talent_pools import candidate_facts, candidates, standings
from app.talent_pools.candidates import Candidate as Judged
from app.talent_pools.errors import POSITION_UNKNOWN, MapNotReady, unknown
from app.talent_pools.models import Pool
from app.talent_pools.sifting import Slice
from app.talent_pools.standings import MapUsed

FEWEST = 3
"""Among fewer there is nobody to be hidden."""
CHANCE = SystemRandom()
NOTHING = Scores(None, None, None)


async def post_of(session: AsyncSession, position_id: UUID) -> dict[str, Any]:
    """What the position asks, as it is kept with the session."""
    shown = queries.positions.c
    asked = (shown.name, shown.level, *(c for c in shown if c.name.startswith("required_")))
    found = await session.execute(select(*asked).where(shown.id == position_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise unknown("/position_id", "position-unknown", POSITION_UNKNOWN)
    return dict(row)


async def eligible(session: AsyncSession, actor: Actor, new: NewBlindSession) -> Sequence[Judged]:
    """The best of the pool's eligible for the position; too few are refused."""
    wanted = Slice(limit=new.most, eligible=True)
    found, _ = await candidates.of_pool(session, actor, new.pool_id, new.position_id, wanted)
    if len(found) < FEWEST:
        raise TooFewCandidates(eligible=len(found), fewest=FEWEST)
    return found


async def frozen(
    session: AsyncSession, kept: BlindSession, pool: Pool, people: Sequence[Judged]
) -> tuple[list[Candidate], list[Identity]]:
    """Each candidate as a profile, and apart from it who it is."""
    used = await standings.find_map(session, pool.map_id)
    if used is None or used.known_at is None:
        raise MapNotReady(name="" if used is None else used.name)
    profiles = await _profiles(session, used, people)
    names = dealt(len(people), CHANCE.sample)
    ours = {"agency_id": kept.agency_id, "session_id": kept.id}
    shown = [
        Candidate(**ours, pseudonym=name, profile=profiles[one.standing.employee_id])
        for name, one in zip(names, people, strict=True)
    ]
    identities = [
        Identity(
            **ours,
            pseudonym=name,
            employee_id=one.standing.employee_id,
            pool_rank=one.standing.rank,
        )
        for name, one in zip(names, people, strict=True)
    ]
    return sorted(shown, key=lambda one: one.pseudonym), identities


async def _profiles(
    session: AsyncSession, used: MapUsed, people: Sequence[Judged]
) -> dict[UUID, dict[str, Any]]:
    assert used.known_at is not None  # noqa: S101 - `frozen` looked
    who = [one.standing for one in people]
    facts = await candidate_facts.people(session, who, used.as_of, used.known_at)
    placed = queries.placements.c
    rows = await session.execute(
        select(placed.employee_id, placed.performance, placed.potential, placed.value).where(
            placed.map_id == used.id, placed.employee_id.in_(facts)
        )
    )
    scores = {row[0]: Scores(*row[1:]) for row in rows}
    return {
        one.standing.employee_id: profile(
            scores=scores.get(one.standing.employee_id, NOTHING),
            person=facts[one.standing.employee_id],
            judgements=one.judgements,
            gaps=one.gaps,
            readiness=one.readiness,
            day=used.as_of,
        )
        for one in people
    }


async def members_of(
    session: AsyncSession, actor: Actor, kept: BlindSession, new: NewBlindSession
) -> list[Member]:
    """The panel: who plays the committee in all of the agency today, and not the owner."""
    known = await conflicts.deciders(session, kept.agency_id, new.members)
    faults = []
    for place, one in enumerate(new.members):
        pointer = f"/members/{place}"
        if one in new.members[:place]:
            faults.append(Fault(pointer, "member-twice", errors.MEMBER_TWICE))
        elif one in actor.names:
            faults.append(Fault(pointer, "member-is-owner", errors.MEMBER_IS_OWNER))
        elif one not in known or known[one].roles.isdisjoint(policy.MEMBERS):
            faults.append(Fault(pointer, "member-unknown", errors.MEMBER_UNKNOWN))
    if new.quorum > len(new.members):
        faults.append(Fault("/quorum", "quorum-too-large", errors.QUORUM_TOO_LARGE))
    if faults:
        raise BlindSessionRefused(errors=faults)
    ours = {"agency_id": kept.agency_id, "session_id": kept.id}
    return [Member(**ours, actor_id=one, name=known[one].name[:200]) for one in new.members]

"""What happens with evidence: a subject is packed, sealed in the log, and handed out."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import IO, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.approvals import service as approvals
from app.audit.signing import Signer
from app.core.db import Sessions, transaction
from app.core.identity import Actor
from app.evidence import candidates as judged
from app.evidence import looks, maps, pages, policy, pools, requests, sealing
from app.evidence.errors import NotForThisRole
from app.evidence.packing import Packing
from app.evidence.parts import About, Seal
from app.talent_maps import service as talent_maps
from app.talent_pools import service as talent_pools
from app.verifier import candidates

AT_ONCE = 2
"""Bundles that a process makes at a time; others wait for their turn."""
_turns = asyncio.Semaphore(AT_ONCE)


class Kind(StrEnum):
    """What a bundle is about."""

    TALENT_MAP = "talent_map"
    TALENT_POOL = "talent_pool"
    APPROVAL_REQUEST = "approval_request"


class Wanted(NamedTuple):
    """What is asked for, and what for."""

    kind: Kind
    subject_id: UUID
    purpose: str
    position_id: UUID | None = None
    """Of a pool: the position for which its members are candidates."""

    @property
    def name(self) -> str:
        return f"evidence-{self.kind.replace('_', '-')}-{self.subject_id}.zip"


class Bundle(NamedTuple):
    """A finished bundle: an open file that is gone once it is closed."""

    file: IO[bytes]
    length: int
    name: str


Parts = Callable[[AsyncSession, Actor, UUID, Packing], Awaitable[About]]
PARTS: dict[Kind, Parts] = {
    Kind.TALENT_MAP: maps.add,
    Kind.TALENT_POOL: pools.add,
    Kind.APPROVAL_REQUEST: requests.add,
}


async def take(sessions: Sessions, signer: Signer, actor: Actor, wanted: Wanted) -> Bundle:
    """Make the bundle of a subject that the actor may see, for a stated purpose.

    The event with the manifest's hash is committed, has its place in the tree and is under a signed
    checkpoint before anything is handed out.
    """
    async with transaction(sessions, actor) as session:
        await _check(session, actor, wanted.kind, wanted.subject_id)
    packing = Packing()
    try:
        async with _turns:
            async with transaction(sessions, actor) as session:
                about, seal = await _pack(session, actor, wanted, packing)
                await sealing.record(session, actor, seal)
                if about.talent_map is not None:
                    await looks.note(session, actor, UUID(about.talent_map["id"]), seal)
            await sealing.prove(sessions, signer, actor, about, seal, packing)
            file, length = packing.finished()
    except BaseException:
        packing.dropped()
        raise
    return Bundle(file, length, wanted.name)


async def _check(session: AsyncSession, actor: Actor, kind: Kind, subject_id: UUID) -> None:
    """What is not seen is not found; what is seen and may not be taken is forbidden."""
    match kind:
        case Kind.TALENT_MAP:
            await talent_maps.get_finished(session, actor, subject_id)
        case Kind.TALENT_POOL:
            await talent_pools.get(session, actor, subject_id)
        case Kind.APPROVAL_REQUEST:
            await approvals.find(session, actor, subject_id)
            if policy.can_take_request(actor):
                return
    if not policy.can_take(actor):
        raise NotForThisRole(roles=", ".join(sorted(policy.TAKERS)))


async def _pack(
    session: AsyncSession, actor: Actor, wanted: Wanted, packing: Packing
) -> tuple[About, Seal]:
    """Write all files and the manifest."""
    about = await PARTS[wanted.kind](session, actor, wanted.subject_id, packing)
    if wanted.position_id is not None:
        await judged.add(session, actor, wanted.subject_id, wanted.position_id, packing)
    names = [listed.name for listed in packing.listed]
    page = pages.page(about, wanted.purpose, names, wanted.name)
    await packing.add(pages.PAGE, page.encode())
    asked = {} if wanted.position_id is None else {candidates.ASKED: str(wanted.position_id)}
    manifest = await packing.seal(wanted.kind, wanted.subject_id, purpose=wanted.purpose, **asked)
    seal = Seal(wanted.kind, wanted.subject_id, about.agency_id, wanted.purpose, manifest, asked)
    return about, seal

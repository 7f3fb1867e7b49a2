"""Committed events get their leaves; the tree that they make is signed."""

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.errors import LogEmpty
from app.audit.models import Checkpoint, LogKey
from app.audit.proofs import root_over
from app.audit.signing import Signer
from app.core.db import Sessions, transaction
from app.core.identity import SYSTEM
from app.verifier import checkpoint as notes

BATCH = 50_000
"""Events that get their leaves in one transaction."""


async def sequence(sessions: Sessions) -> int:
    """Give every committed event its leaf; the size of the tree.

    In transactions of its own, because others wait for the order until each is committed.
    """
    size = -1
    while True:
        async with transaction(sessions, SYSTEM) as session:
            grown = await session.scalar(text("select sequence_events(:most)"), {"most": BATCH})
        if grown == size:
            return size
        size = int(grown)


async def checkpoint(sessions: Sessions, signer: Signer) -> Checkpoint:
    """Sequence what is committed and sign the root over it; the same one if nothing is new."""
    size = await sequence(sessions)
    async with transaction(sessions, SYSTEM) as session:
        if size == 0:
            raise LogEmpty
        known = await session.get(Checkpoint, size)
        return known or await _signed(session, signer, size)


async def _signed(session: AsyncSession, signer: Signer, size: int) -> Checkpoint:
    origin = await session.scalar(
        select(Checkpoint.origin).order_by(Checkpoint.size.desc()).limit(1)
    )
    statement = notes.Checkpoint(origin or signer.origin, size, await root_over(session, size))
    key = signer.public(statement.origin)
    await session.execute(
        insert(LogKey)
        .values(kid=key.kid, name=key.name, public=key.public)
        .on_conflict_do_nothing()
    )
    await session.execute(
        insert(Checkpoint)
        .values(
            size=size, origin=statement.origin, root=statement.root, note=signer.note(statement)
        )
        .on_conflict_do_nothing()  # another process signed this size a moment ago
    )
    return (await session.scalars(select(Checkpoint).where(Checkpoint.size == size))).one()
